import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putCounting } from '#contract/counting.ts';
import { putMetricRule } from '#contract/metric-rules.ts';
import { getMetricFacts, listMetricFacts, type MetricFactList } from '#contract/metric-facts.ts';
import type { Metric } from '#contract/wire.ts';
import { fromDecimal, sum, toDecimal } from '#domain/money.ts';
import { countableCodes, hasFacts, isRatio } from '#domain/planning/countable-metrics.ts';
import { catalogueCodes, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { saveClientOwners } from '#store/client-owners.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { companyOfTwoTeams } from './company-of-two-teams.ts';
import { saveTradedFacts } from './traded-facts.ts';

const company = companyOfTwoTeams();
const { people } = company;
const from = '2026-10';
let service: TestService;
let portal: InstalledPortal;
let director: Person;

beforeAll(async () => {
  service = await startTestService({ portals: 1 });
  const nothingSold = { ...company.data, deals: [], stageHistory: [], leads: [], calls: [], activities: [] };
  portal = await service.installPortal(nothingSold);
  director = await portal.open(people.director);
  // Somebody whom the structure does not know has sold too.
  const sellers = [people.employee, people.colleague, people.stranger, people.dismissed, people.head, 77].map(BigInt);
  await portal.transaction((tx) => saveTradedFacts(tx, sellers, 20_261_116, service.clock.now));
});
afterAll(() => service.stop());

const ask = (who: Person, metric: Metric, months = 2) => who.call(getMetricFacts, { metric, from, months });
const digitsOf = (metric: Metric): number => unitDigits(metricCatalogue[metric].unit, 2);

/** Every page of a list as one. */
async function readList(who: Person, metric: Metric, month: string, scope: string): Promise<MetricFactList> {
  const limit = scope === 'company' ? 40 : 500;
  const first = await who.call(listMetricFacts, { metric, month, scope, offset: 0, limit });
  const items = [...first.items];
  while (items.length < first.total) {
    const page = await who.call(listMetricFacts, { metric, month, scope, offset: items.length, limit });
    expect([page.sum, page.total, page.offset]).toEqual([first.sum, first.total, items.length]);
    expect(page.items.length).toBeGreaterThan(0);
    items.push(...page.items);
  }
  return { ...first, items };
}

const department = (id: number): string => `department:${id}`;
const person = (id: number): string => `person:${id}`;

/** The list behind each number sums to it, and its things are of the month. */
async function expectListsToExplain(metric: Metric, scopes: readonly string[]): Promise<void> {
  const { months, facts } = await ask(director, metric);
  for (const scope of scopes) {
    const own = facts.find((one) => one.scope === scope);
    for (const [at, month] of months.entries()) {
      const list = await readList(director, metric, month, scope);
      expect(`${metric} ${scope} ${month} ${list.sum}`).toBe(`${metric} ${scope} ${month} ${own?.values[at]}`);
      if (isRatio(metric as never)) expectParts(metric, list);
      else expectItems(metric, list);
    }
  }
}

function expectItems(metric: Metric, list: MetricFactList): void {
  const digits = digitsOf(metric);
  expect(toDecimal(sum(list.items.map(({ value }) => fromDecimal(value ?? '0', digits))), digits)).toBe(list.sum);
  expect(list.withoutValue).toBe(list.items.filter(({ value }) => value === null).length);
  // A client can come up twice in a month.
  expect(new Set(list.items.map(({ kind, id, day }) => `${kind} ${id} ${day}`)).size).toBe(list.total);
  if (metricCatalogue[metric].overTime === 'latest') return;
  expect(list.items.filter(({ day }) => !day.startsWith(list.month))).toEqual([]);
}

function expectParts(metric: Metric, list: MetricFactList): void {
  const { ratio, unit } = metricCatalogue[metric];
  const [of, to] = list.parts;
  expect(list.items).toEqual([]);
  expect([of?.metric, to?.metric]).toEqual([ratio?.of, ratio?.to]);
  const divided = (Number(of?.sum) / Number(to?.sum)) * (unit === 'percent' ? 100 : 1);
  if (Number(to?.sum) > 0) expect(Number(list.sum)).toBeCloseTo(divided, 1);
  else expect(list.sum).toBeNull();
}

/** In two months of sales nobody stops buying. */
const seldom: ReadonlySet<Metric> = new Set(['relationship-drops']);

describe.each([
  [
    'as they are counted at first',
    { wonDate: 'stage-history', pipelineIds: null },
    ['company', department(company.team), department(company.otherTeam), person(people.employee), person(people.dismissed)],
  ],
  ['of one pipeline by the close date', { wonDate: 'close-date', pipelineIds: ['0'] }, [department(company.team)]],
] as const)('facts %s', (_name, { wonDate, pipelineIds }, scopes) => {
  beforeAll(async () => {
    const admin = await portal.open(people.admin);
    // Of what these are, a portal says itself.
    await admin.call(putMetricRule, { metric: 'presentations', rule: { entity: 'activity', kinds: ['todo'], date: 'start' } });
    await admin.call(putMetricRule, { metric: 'field-visits', rule: { entity: 'activity', kinds: ['other'], date: 'start' } });
    await admin.call(putMetricRule, { metric: 'field-hours', rule: { entity: 'activity', kinds: ['meeting', 'todo'], date: 'start' } });
    await admin.call(putMetricRule, { metric: 'contracts', rule: { entity: 'quote', stages: ['APPROVED'], date: 'created' } });
    await admin.call(putCounting, { wonDate, pipelineIds: pipelineIds && [...pipelineIds] });
  });

  it.each(countableCodes)('of «%s» are there, and every list sums to its number', async (metric) => {
    const { facts, state } = await ask(director, metric);
    expect(state).toBe('counted');
    const known = facts.find(({ scope }) => scope === 'company')?.values ?? [];
    expect(known.filter((value) => value !== null && (Number(value) !== 0 || seldom.has(metric)))).toHaveLength(2);
    await expectListsToExplain(metric, scopes);
  });
});

describe('facts by who is in charge of the client', () => {
  const byOwner = { attribution: 'client-owner' } as const;
  const askBy = (metric: Metric) => director.call(getMetricFacts, { metric, from, months: 2, ...byOwner });

  beforeAll(async () => {
    // The colleague looks after every company but the first; of that one nobody is in charge.
    const owners = [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map((id) => ({ company_id: id, responsible_id: BigInt(people.colleague) }));
    await portal.transaction((tx) => saveClientOwners(tx, { after: 0n, through: null, owners }));
  });

  it.each(['revenue', 'deals-won', 'margin', 'payments-sum', 'invoices-sum', 'average-check'] as const)(
    'of «%s» come to the same for the company, and every list sums to its number',
    async (metric) => {
      const [usual, owned] = [await ask(director, metric), await askBy(metric)];
      const valuesOf = ({ facts }: typeof usual, scope: string) => facts.find((one) => one.scope === scope)?.values;
      expect([usual.attribution, owned.attribution]).toEqual(['responsible', 'client-owner']);
      expect(valuesOf(owned, 'company')).toEqual(valuesOf(usual, 'company'));
      expect(valuesOf(owned, person(people.colleague))).not.toEqual(valuesOf(usual, person(people.colleague)));
      for (const scope of ['company', person(people.colleague), person(people.employee)])
        for (const [at, month] of owned.months.entries()) {
          const list = await director.call(listMetricFacts, { metric, month, scope, limit: 500, ...byOwner });
          expect(`${scope} ${month} ${list.sum}`).toBe(`${scope} ${month} ${valuesOf(owned, scope)?.[at]}`);
          if (!isRatio(metric)) expectItems(metric, list);
        }
    },
  );

  it('leaves with the seller what has no client, or one that nobody is in charge of', async () => {
    const { items } = await director.call(listMetricFacts, {
      ...{ metric: 'revenue', month: '2026-11', scope: person(people.employee), limit: 500 },
      ...byOwner,
    });
    const usual = await director.call(listMetricFacts, { metric: 'revenue', month: '2026-11', scope: person(people.employee), limit: 500 });
    expect(items.length).toBeGreaterThan(0);
    expect(items.length).toBeLessThan(usual.total);
    expect(usual.items).toEqual(expect.arrayContaining(items));
  });

  it('leaves what people do with whoever has done it', async () => {
    const calls = await askBy('calls');
    expect(calls.attribution).toBe('responsible');
    expect(calls.facts).toEqual((await ask(director, 'calls')).facts);
  });
});

describe('numbers of a group', () => {
  const add = new Set<Metric>(countableCodes.filter((code) => metricCatalogue[code].overPeople === 'sum'));

  it.each([...add])('of «%s» are what its people have, and never zero while they have something', async (metric) => {
    const { facts } = await ask(director, metric);
    const numbersOf = (scope: string) =>
      (facts.find((one) => one.scope === scope)?.values ?? []).map((value) => fromDecimal(value ?? '0', digitsOf(metric)));
    const team = [people.head, people.employee, people.colleague, people.dismissed].map((id) => numbersOf(`person:${id}`));
    expect(numbersOf(`department:${company.team}`)).toEqual([0, 1].map((at) => sum(team.map((own) => own[at] ?? 0n))));
  });

  it('count a client whom two people share once', async () => {
    const { facts } = await ask(director, 'active-clients');
    const numberOf = (scope: string): number => Number(facts.find((one) => one.scope === scope)?.values[1]);
    const team = [people.head, people.employee, people.colleague, people.dismissed].map((id) => numberOf(`person:${id}`));
    expect(numberOf(`department:${company.team}`)).toBeLessThan(team.reduce((all, own) => all + own, 0));
    expect(numberOf('company')).toBeLessThanOrEqual(9);
    const { items } = await readList(director, 'active-clients', '2026-11', 'company');
    expect(items.some(({ userIds }) => userIds.length > 1)).toBe(true);
  });

  it('name of a shared client only those whom the list is about', async () => {
    const { items } = await readList(director, 'active-clients', '2026-11', `person:${people.employee}`);
    expect(items.length).toBeGreaterThan(0);
    expect([...new Set(items.flatMap(({ userIds }) => userIds))]).toEqual([String(people.employee)]);
  });
});

describe('what has no value', () => {
  it('is listed and said instead of dropped: a currency without a rate, goods without a price', async () => {
    for (const metric of ['revenue', 'margin', 'payments-sum', 'field-hours'] as const) {
      expect((await readList(director, metric, '2026-10', 'company')).withoutValue, metric).toBeGreaterThan(0);
    }
  });

  it('is null for a month to come and for a metric that is not counted, and no failure', async () => {
    const { facts, months } = await ask(director, 'revenue', 4);
    expect(months).toEqual(['2026-10', '2026-11', '2026-12', '2027-01']);
    expect(facts.every(({ values }) => values[2] === null && values[3] === null)).toBe(true);
    expect(await director.call(listMetricFacts, { metric: 'revenue', month: '2026-12', scope: 'company' })).toMatchObject({
      sum: null,
      total: 0,
      items: [],
    });
    for (const metric of catalogueCodes.filter((code) => !hasFacts(code))) {
      const told = await ask(director, metric);
      expect(told).toMatchObject({ state: 'without-facts', factsAt: null });
      expect(told.missing).not.toBeNull();
      expect(told.facts.every(({ values, total }) => total === null && values.every((value) => value === null))).toBe(true);
      const list = await director.call(listMetricFacts, { metric, month: from, scope: 'company' });
      expect(list).toMatchObject({ state: 'without-facts', sum: null, items: [], parts: [] });
    }
  });

  it('is zero in a month that nothing happened in, and null where a ratio has nothing to divide', async () => {
    const years = { from: '2020-01', months: 1 };
    const values = async (metric: Metric) => (await director.call(getMetricFacts, { metric, ...years })).facts[0]?.values;
    expect(await values('revenue')).toEqual(['0.00']);
    expect(await values('quantity')).toEqual(['0.000']);
    expect(await values('tasks-done')).toEqual(['0']);
    expect(await values('on-time-tasks')).toEqual([null]);
    expect(await values('average-check')).toEqual([null]);
  });

  it('is told as refused where the portal does not let us read it', async () => {
    const refuse = (failure: string | null) =>
      portal.transaction((tx) =>
        tx.db.updateTable('sync_cursor').set({ failure }).where('portal_id', '=', tx.portalId).where('entity', '=', 'payments').execute(),
      );
    await refuse('insufficient_scope');
    const told = await ask(director, 'payments-sum');
    expect([told.state, told.facts[0]?.values]).toEqual(['refused', [null, null]]);
    expect(await director.call(listMetricFacts, { metric: 'payments-sum', month: from, scope: 'company' })).toMatchObject({
      state: 'refused',
      sum: null,
    });
    await refuse(null);
    expect((await ask(director, 'payments-sum')).state).toBe('counted');
  });

  it('cannot be asked for beyond the calendar', async () => {
    const answer = await director.ask(getMetricFacts, { metric: 'revenue', from: '2199-12', months: 2 });
    expect(answer.status).toBe(400);
  });
});

describe('people', () => {
  it('see facts of those whose plans they see', async () => {
    const scopesOf = async (userId: number) => (await ask(await portal.open(userId), 'deals-won')).facts.map(({ scope }) => scope);
    expect(await scopesOf(people.employee)).toEqual([`person:${people.employee}`]);
    const head = await scopesOf(people.head);
    expect(head).toContain(`department:${company.team}`);
    expect(head).toContain(`person:${people.dismissed}`);
    expect(head).not.toContain('company');
    expect(head).not.toContain(`person:${people.stranger}`);
    expect(await scopesOf(people.director)).toContain('company');
  });

  it('see the same numbers, whoever asked before them', async () => {
    const own = `person:${people.employee}`;
    const valueFor = async (userId: number) => (await ask(await portal.open(userId), 'margin')).facts.find(({ scope }) => scope === own);
    const [first, ...others] = [await valueFor(people.employee), await valueFor(people.head), await valueFor(people.director)];
    expect(others).toEqual([first, first]);
  });
});
