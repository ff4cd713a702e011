import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { admin, openInstalledPortal, rowsOf, type Answer, type PortalUnderTest } from './portal-under-test.ts';
import { listCases, type AnyCase } from './property/list-cases.ts';
import { Refused, select, type ListRules } from './property/list-model.ts';
import { arrange } from './property/list-order.ts';
import { groups, orders, questions, type Question } from './property/list-questions.ts';
import { people, randomPortal, zones } from './property/random-portal.ts';

/** `PROPERTY_RUNS=2000 PROPERTY_SEED=7` looks further; the seed of a failure is printed with it. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);
const settings = { numRuns: runs, seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_116) };

const recipes = fc.record({ seed: fc.nat(), rows: fc.nat(130), timeZone: fc.constantFrom(...zones) });
const readers = fc.constantFrom(people.admin, people.head, people.anna, people.gleb);
const named = listCases.map((list) => ({
  list,
  name: list.entityTypeId === undefined ? list.method : `${list.method} of type ${list.entityTypeId}`,
}));

describe.each(named)('$name', ({ list }) => {
  it('answers any filter, order and start as the documents say', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, readers, fc.array(questions(list), { minLength: 1, maxLength: 6 }), async (recipe, reader, asked) => {
        const data = randomPortal(recipe);
        const portal = openInstalledPortal({ data });
        for (const question of asked) {
          const answer = await ask(portal, list, { reader, question });
          expect({ question, ...describeAnswer(answer, list) }).toEqual({ question, ...expected(data, list, { reader, question }) });
        }
      }),
      settings,
    );
  });

  it('gives every row once, walked from id to id up and down and from page to page', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, readers, groups(list), orders(list), async (recipe, reader, given, order) => {
        const data = randomPortal(recipe);
        const filter = withoutOwnBounds(given, list);
        const portal = openInstalledPortal({ data });
        const all = expected(data, list, { reader, question: { filter, order } });
        if (all.status !== 200) return;
        const { ids } = expectedIds(data, list, { reader, question: { filter, order } });
        const byId = [...ids].sort((left, right) => left - right);
        expect(await walkPages(portal, list, { reader, question: { filter, order } })).toEqual(ids);
        expect(await walkIds(portal, list, { reader, filter, isUp: true })).toEqual(byId);
        expect(await walkIds(portal, list, { reader, filter, isUp: false })).toEqual(byId.toReversed());
      }),
      { ...settings, numRuns: Math.ceil(runs / 3) },
    );
  });
});

interface Asked {
  readonly reader: number;
  readonly question: Question;
}

function ask(portal: PortalUnderTest, list: AnyCase, { reader, question }: Asked): Promise<Answer> {
  return portal.call(reader, list.method, toParameters(list, question));
}

/** Telephony sorts by one field under names of its own. */
function toParameters(list: AnyCase, { filter, order, start }: Question): Record<string, unknown> {
  const shared = {
    ...(start === undefined ? {} : { start }),
    ...(list.entityTypeId === undefined ? {} : { entityTypeId: list.entityTypeId }),
  };
  if (list.method !== 'voximplant.statistic.get') return { filter, order, select: [list.idName], ...shared };
  const [sort] = Object.entries(order ?? {});
  return { FILTER: filter, ...(sort ? { SORT: sort[0], ORDER: sort[1] } : {}), ...shared };
}

function describeAnswer(answer: Answer, list: AnyCase): object {
  const { status, body } = answer;
  if (status !== 200) return { status, error: body['error'] };
  return { status, ids: idsIn(answer, list), total: body['total'], next: body['next'] };
}

function idsIn(answer: Answer, list: AnyCase): number[] {
  return rowsOf(answer).map((row) => Number(row[list.idName]));
}

function rulesOf(list: AnyCase, data: PortalData): ListRules<{ readonly id: number }> {
  const { columns, isUniversal, signs } = list;
  return { columns, isUniversal, timeZone: data.timeZone, ...(signs ? { signs } : {}) };
}

function expectedIds(data: PortalData, list: AnyCase, { reader, question }: Asked): { ids: number[] } {
  const rules = rulesOf(list, data);
  const passed = select(list.rows(data), question.filter === '' ? null : question.filter, rules);
  const seen = passed.filter((row) => list.isSeenBy(row, reader, data));
  return { ids: arrange(seen, question.order, rules, list.fallbackOrder).map(({ id }) => id) };
}

function expected(data: PortalData, list: AnyCase, asked: Asked): { status: number } & Record<string, unknown> {
  try {
    const { ids } = expectedIds(data, list, asked);
    const start = Number.parseInt(String(asked.question.start ?? 0), 10) || 0;
    if (start < 0) return { status: 200, ids: ids.slice(0, 50), total: 0, next: undefined };
    const end = start + 50;
    return { status: 200, ids: ids.slice(start, end), total: ids.length, next: end < ids.length ? end : undefined };
  } catch (error) {
    if (error instanceof Refused) return { status: 400, error: 'INVALID_ARG_VALUE' };
    throw error;
  }
}

async function walkPages(portal: PortalUnderTest, list: AnyCase, { reader, question }: Asked): Promise<number[]> {
  const found: number[] = [];
  let start: unknown = 0;
  while (start !== undefined) {
    const answer = await ask(portal, list, { reader, question: { ...question, start } });
    found.push(...idsIn(answer, list));
    start = answer.body['next'];
  }
  return found;
}

interface Walk {
  readonly reader: number;
  readonly filter: Record<string, unknown>;
  readonly isUp: boolean;
}

/** Classic lists have no groups, so that the bound of a walk would take the place of one in the filter. */
function withoutOwnBounds(filter: Record<string, unknown>, list: AnyCase): Record<string, unknown> {
  const isOther = ([key]: [string, unknown]): boolean => list.isUniversal || (key !== '>ID' && key !== '<ID');
  return Object.fromEntries(Object.entries(filter).filter(isOther));
}

/** The documented way through large lists. */
async function walkIds(portal: PortalUnderTest, list: AnyCase, { reader, filter, isUp }: Walk): Promise<number[]> {
  const bound = `${isUp ? '>' : '<'}${list.idName}`;
  const found: number[] = [];
  for (;;) {
    const last = found.at(-1);
    const behind = last === undefined ? {} : { [bound]: last };
    const joined = list.isUniversal ? { 0: filter, ...behind } : { ...filter, ...behind };
    const order = { [list.idName]: isUp ? 'ASC' : 'DESC' };
    const ids = idsIn(await ask(portal, list, { reader, question: { filter: joined, order, start: -1 } }), list);
    found.push(...ids);
    if (ids.length < 50) return found;
  }
}

describe('a chain of pages in a batch', () => {
  it.each(['crm.deal.list', 'crm.item.list'])('of %s goes on behind each full page and makes noise behind the last', async (method) => {
    const path = method === 'crm.item.list' ? '[items][49][id]' : '[49][ID]';
    const [id, type] = method === 'crm.item.list' ? ['id', '&entityTypeId=2'] : ['ID', ''];
    await fc.assert(
      fc.asyncProperty(recipes, fc.nat(10), async (recipe, first) => {
        const data = randomPortal(recipe);
        const { call } = openInstalledPortal({ data });
        const command = (after: string): string => `${method}?order[${id}]=ASC&filter[>${id}]=${after}&start=-1&select[]=${id}${type}`;
        const cmd = Array.from({ length: 4 }, (_, page) => command(page === 0 ? String(first) : `$result[${page - 1}]${path}`));
        const { body } = await call(admin, 'batch', { cmd });
        const { result, result_error: errors } = body['result'] as { result: object; result_error: object };
        const ids = data.deals.map((deal) => deal.id);
        expect({ recipe, pages: readPages(result), failed: Object.keys(errors) }).toEqual({
          recipe,
          ...chain(ids, first, method === 'crm.item.list'),
        });
      }),
      settings,
    );
  });
});

function readPages(result: object): Record<string, number[]> {
  const rows = (page: unknown): Record<string, unknown>[] =>
    Array.isArray(page) ? page : (page as { items: Record<string, unknown>[] }).items;
  return Object.fromEntries(Object.entries(result).map(([key, page]) => [key, rows(page).map((row) => Number(row['ID'] ?? row['id']))]));
}

/**
 * A short page is a list where an id was wanted: classic lists read it as 1, or as no condition when it is empty;
 * universal ones refuse rows and find nothing behind an empty list. What failed is nothing, and behind nothing is everything.
 */
function chain(ids: readonly number[], first: number, isUniversal: boolean): { pages: Record<string, number[]>; failed: string[] } {
  const pages: Record<string, number[]> = {};
  const failed: string[] = [];
  let after = first;
  for (let page = 0; page < 4; page += 1) {
    if (Number.isNaN(after)) {
      failed.push(String(page));
      after = 0;
      continue;
    }
    const from = after;
    const found = ids.filter((id) => id > from).slice(0, 50);
    pages[page] = found;
    after = found[49] ?? (found.length > 0 ? (isUniversal ? Number.NaN : 1) : isUniversal ? Infinity : 0);
  }
  return { pages, failed };
}
