import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listMemberships, listSalesTeams, saveSalesTeam, saveTeamMove, type SalesTeam } from '#store/sales-teams.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let run: <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  run = (work) => store.forPortal(portalId).transaction(work);
});

const [wholesale, retail] = [randomUUID(), randomUUID()];
const team = (change: Partial<SalesTeam> = {}): SalesTeam => ({
  teamId: wholesale,
  name: 'Опт',
  headId: 2n,
  deputyIds: [3n, 4n],
  parentId: null,
  departmentId: 7n,
  fromDay: '2026-11-01',
  untilDay: null,
  ...change,
});
const year = { from: '2026-01-01', before: '2027-01-01' };

describe('a sales team', () => {
  it('exists from its first day to the day it ends, and saving it again changes it', async () => {
    await run((tx) => saveSalesTeam(tx, team()));
    const child = team({ teamId: retail, name: 'Розница', parentId: wholesale, deputyIds: [], departmentId: null });
    await run((tx) => saveSalesTeam(tx, child));
    const on = (day: string) => run((tx) => listSalesTeams(tx, day));
    expect(await on('2026-10-31')).toEqual([]);
    expect(await on('2026-11-01')).toEqual([team(), child]);
    await run((tx) => saveSalesTeam(tx, { ...child, headId: null, untilDay: '2026-12-01' }));
    expect(await on('2026-11-30')).toEqual([team(), { ...child, headId: null, untilDay: '2026-12-01' }]);
    expect(await on('2026-12-01')).toEqual([team()]);
  });

  it('never ends before it begins', async () => {
    await expect(run((tx) => saveSalesTeam(tx, team({ untilDay: '2026-11-01' })))).rejects.toThrow('check constraint');
  });
});

describe('people of sales teams', () => {
  beforeEach(async () => {
    await run((tx) => saveSalesTeam(tx, team({ fromDay: '2026-01-01' })));
    await run((tx) => saveSalesTeam(tx, team({ teamId: retail, name: 'Розница', fromDay: '2026-01-01', untilDay: '2026-12-01' })));
  });

  it('leave a team on the day they join another, and its end takes them out', async () => {
    await run((tx) => saveTeamMove(tx, { userId: 5n, teamId: wholesale, fromDay: '2026-02-01' }));
    await run((tx) => saveTeamMove(tx, { userId: 5n, teamId: null, fromDay: '2026-05-01' }));
    await run((tx) => saveTeamMove(tx, { userId: 5n, teamId: retail, fromDay: '2026-06-01' }));
    expect(await run((tx) => listMemberships(tx, year))).toEqual([
      { teamId: wholesale, userId: 5n, fromDay: '2026-02-01', untilDay: '2026-05-01' },
      { teamId: retail, userId: 5n, fromDay: '2026-06-01', untilDay: '2026-12-01' },
    ]);
    expect(await run((tx) => listMemberships(tx, { from: '2026-05-01', before: '2026-06-01' }))).toEqual([]);
  });

  it('cannot be put into a team that is not there', async () => {
    await expect(run((tx) => saveTeamMove(tx, { userId: 5n, teamId: randomUUID(), fromDay: '2026-02-01' }))).rejects.toThrow('foreign key');
  });

  it('are in one team at most on every day, in whatever order moves are written', async () => {
    const dayOf = (month: number): string => `2026-${String(month).padStart(2, '0')}-01`;
    const move = fc.record({
      userId: fc.bigInt({ min: 10n, max: 11n }),
      teamId: fc.constantFrom(wholesale, retail, null),
      fromDay: fc.integer({ min: 1, max: 12 }).map(dayOf),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 8 }), async (moves) => {
        for (const one of moves) await run((tx) => saveTeamMove(tx, one));
        const memberships = await run((tx) => listMemberships(tx, year));
        for (let month = 1; month <= 12; month += 1) {
          const day = dayOf(month);
          const there = memberships.filter(({ fromDay, untilDay }) => fromDay <= day && (untilDay ?? '9') > day);
          expect(new Set(there.map(({ userId }) => userId)).size).toBe(there.length);
        }
      }),
      { numRuns: 10 },
    );
  });
});
