import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallPortalNow } from '#support/small-portal.ts';
import { admin, openInstalledPortal, rowsOf } from './portal-under-test.ts';
import { people, randomPortal, titles } from './property/random-portal.ts';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20_261_116);
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 25);

interface Change {
  readonly kind: 'add' | 'update' | 'delete';
  readonly pick: number;
  readonly title: string;
  readonly responsibleId: number;
  readonly minutes: number;
}

const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom('add', 'update', 'update', 'delete'),
    pick: fc.nat(),
    title: fc.constantFrom(...titles),
    responsibleId: fc.constantFrom(people.anna, people.boris),
    minutes: fc.nat(90),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('lists of a portal that changes', () => {
  it('show each change at once: in their order by time, in what was changed since then and in their totals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 60 }), changes, async (portalSeed, rows, made) => {
        let nowMs = smallPortalNow.getTime();
        const data = randomPortal({ seed: portalSeed, rows, timeZone: 'Europe/Moscow' });
        const { call } = openInstalledPortal({ data, businessClock: () => new Date(nowMs) });
        const list = async (userId: number, parameters: object): Promise<Record<string, unknown>[]> =>
          rowsOf(await call(userId, 'crm.item.list', { entityTypeId: 2, start: -1, ...parameters }));
        for (const change of made) {
          nowMs += change.minutes * 60_000;
          const sinceMs = nowMs - 30 * 60_000;
          const all = await readAll(call);
          await make(
            call,
            change,
            all.map(({ id }) => id),
          );
          const now = await readAll(call);
          const newest = await list(admin, { order: { updatedTime: 'DESC', id: 'DESC' } });
          expect(newest.map(({ id }) => id)).toEqual(sortNewest(now).slice(0, 50));
          const recent = await list(admin, { order: { id: 'ASC' }, filter: { '>=updatedTime': new Date(sinceMs).toISOString() } });
          const isRecent = now.filter(({ updatedTime }) => Date.parse(String(updatedTime)) >= sinceMs);
          expect(recent.map(({ id }) => id)).toEqual(isRecent.map(({ id }) => id).slice(0, 50));
          const { body } = await call(people.anna, 'crm.item.list', { entityTypeId: 2, filter: { title: change.title || null } });
          const own = now.filter((deal) => deal['assignedById'] === people.anna && deal['title'] === change.title);
          expect(body['total']).toBe(own.length);
        }
      }),
      { seed, numRuns },
    );
  });
});

type Call = ReturnType<typeof openInstalledPortal>['call'];
type Deal = Record<string, unknown> & { readonly id: number };

/** By id, where nothing is remembered and no index is read. */
async function readAll(call: Call): Promise<Deal[]> {
  const found: Deal[] = [];
  for (let after = 0; ; after = found.at(-1)?.id ?? 0) {
    const page = rowsOf(await call(admin, 'crm.item.list', { entityTypeId: 2, order: { id: 'ASC' }, filter: { '>id': after }, start: -1 }));
    found.push(...(page as Deal[]));
    if (page.length < 50) return found;
  }
}

async function make(call: Call, { kind, pick, title, responsibleId }: Change, ids: readonly number[]): Promise<void> {
  const id = ids[pick % Math.max(1, ids.length)];
  const fields = { TITLE: title, ASSIGNED_BY_ID: responsibleId };
  if (kind === 'add' || id === undefined) await call(admin, 'crm.deal.add', { fields });
  else if (kind === 'update') await call(admin, 'crm.deal.update', { id, fields });
  else await call(admin, 'crm.deal.delete', { id });
}

function sortNewest(deals: readonly Deal[]): number[] {
  const time = ({ updatedTime }: Deal): number => Date.parse(String(updatedTime));
  return deals.toSorted((left, right) => time(right) - time(left) || right.id - left.id).map(({ id }) => id);
}
