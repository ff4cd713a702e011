import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCallDays } from '#store/call-facts.ts';
import { computeTotals, findDailyTotals, saveCountingBasis, type CountingBasis, type DailyTotal } from '#store/daily-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import {
  deleteActivities,
  saveActivities,
  saveCalls,
  saveDeals,
  saveStageMoves,
  tombstoneDeals,
  type ActivityFact,
  type CallFact,
  type DealFact,
} from '#store/save-facts.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

type Run = <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

const basis: CountingBasis = { timeZone: 'Europe/Moscow', callKinds: [1, 2, 3], callCode: '200', callSeconds: 30 };
const span = { from: '2026-10-01', before: '2026-12-01' };
const rule = { kinds: basis.callKinds, code: basis.callCode, longerThanSeconds: basis.callSeconds };
const hour = (number: number): Date => new Date(Date.UTC(2026, 10, 1, number));

async function freshPortal(given: CountingBasis | null = basis): Promise<Run> {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  const run: Run = (work) => store.forPortal(portalId).transaction(work);
  if (given) await run((tx) => saveCountingBasis(tx, given));
  return run;
}

function deal(change: Partial<DealFact> = {}): DealFact {
  return {
    deal_id: 1n,
    pipeline_id: 0n,
    stage_id: 'WON',
    semantics: 'S',
    amount_minor: 100n,
    currency: 'RUB',
    base_minor: 100n,
    responsible_id: 3n,
    created_at: hour(0),
    modified_at: hour(0),
    moved_at: hour(30),
    close_day: null,
    is_repeat: false,
    company_id: null,
    lead_id: null,
    ...change,
  };
}

const call = (change: Partial<CallFact> = {}): CallFact => ({
  call_id: 1n,
  user_id: 3n,
  kind: 1,
  seconds: 31,
  code: '200',
  started_at: hour(10),
  activity_id: null,
  ...change,
});

const activity = (change: Partial<ActivityFact> = {}): ActivityFact => ({
  activity_id: 1n,
  kind: 2,
  provider: 'VOXIMPLANT_CALL',
  owner_kind: 2,
  owner_id: 1n,
  responsible_id: 3n,
  direction: 2,
  is_completed: true,
  started_at: hour(10),
  modified_at: hour(10),
  ...change,
});

const kept = (run: Run, by = basis): Promise<DailyTotal[] | undefined> =>
  run((tx) => findDailyTotals(tx, ['calls', 'calls-unknown', 'won'], span, by));
const told = (totals: readonly DailyTotal[] | undefined): unknown =>
  totals?.map(({ metric, day, userId, items, amount }) => [metric, day, userId, items, amount]);

describe('daily totals', () => {
  it('sum won deals by pipeline, person and day of the company’s zone', async () => {
    const run = await freshPortal();
    await run((tx) =>
      saveDeals(
        tx,
        [deal(), deal({ deal_id: 2n, base_minor: 50n }), deal({ deal_id: 3n, moved_at: hour(21) }), deal({ deal_id: 4n, semantics: 'F' })],
        hour(40),
      ),
    );
    expect(told(await kept(run))).toEqual([['won', '2026-11-02', 3n, 3n, 250n]]);
    await run((tx) => saveDeals(tx, [deal({ deal_id: 2n, modified_at: hour(41), base_minor: 50n, responsible_id: 4n })], hour(41)));
    await run((tx) => tombstoneDeals(tx, [3n], hour(42)));
    expect(told(await kept(run))).toEqual([
      ['won', '2026-11-02', 3n, 1n, 100n],
      ['won', '2026-11-02', 4n, 1n, 50n],
    ]);
  });

  it('move a deal to another day when its history says so', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal()], hour(40)));
    const move = { move_id: 1n, deal_id: 1n, kind: 3, pipeline_id: 0n, stage_id: 'WON', semantics: 'S', moved_at: hour(80) } as const;
    await run((tx) => saveStageMoves(tx, [move]));
    expect(told(await kept(run))).toEqual([['won', '2026-11-04', 3n, 1n, 100n]]);
  });

  it('count calls strictly longer than the limit, and an activity until its call is known', async () => {
    const run = await freshPortal();
    await run((tx) => saveActivities(tx, [activity(), activity({ activity_id: 2n })]));
    await run((tx) => saveCalls(tx, [call({ activity_id: 1n }), call({ call_id: 2n, seconds: 30 }), call({ call_id: 3n, code: '304' })]));
    expect(told(await kept(run))).toEqual([
      ['calls', '2026-11-01', 3n, 1n, 0n],
      ['calls-unknown', '2026-11-01', 3n, 1n, 0n],
    ]);
    await run((tx) => saveCalls(tx, [call({ call_id: 2n, seconds: 90, activity_id: 2n })]));
    await run((tx) => deleteActivities(tx, [1n]));
    expect(told(await kept(run))).toEqual([['calls', '2026-11-01', 3n, 2n, 0n]]);
  });

  it('are computed anew for another limit or zone, and are not given for one they do not stand on', async () => {
    const run = await freshPortal();
    await run((tx) => saveCalls(tx, [call({ started_at: hour(23) })]));
    const other = { ...basis, callSeconds: 31 };
    expect(await kept(run, other)).toBeUndefined();
    expect(await run((tx) => saveCountingBasis(tx, other))).toBe(true);
    expect(await run((tx) => saveCountingBasis(tx, other))).toBe(false);
    expect(await kept(run, other)).toEqual([]);
    await run((tx) => saveCountingBasis(tx, { ...basis, timeZone: 'UTC' }));
    expect(told(await kept(run, { ...basis, timeZone: 'UTC' }))).toEqual([['calls', '2026-11-01', 3n, 1n, 0n]]);
    await run((tx) => saveCountingBasis(tx, basis));
    expect(told(await kept(run))).toEqual([['calls', '2026-11-02', 3n, 1n, 0n]]);
  });

  it('that were wrong put themselves right', async () => {
    const run = await freshPortal();
    await run((tx) => saveActivities(tx, [activity(), activity({ activity_id: 2n })]));
    await run((tx) => tx.db.deleteFrom('daily_total').execute());
    await run((tx) => saveCalls(tx, [call({ activity_id: 1n })]));
    expect(told(await kept(run))).toEqual([
      ['calls', '2026-11-01', 3n, 1n, 0n],
      ['calls-unknown', '2026-11-01', 3n, 1n, 0n],
    ]);
  });

  it('answer calls by day as counting them does', async () => {
    const [run, counting] = [await freshPortal(), await freshPortal(null)];
    for (const portal of [run, counting]) {
      await portal(async (tx) => {
        await saveActivities(tx, [activity({ activity_id: 9n }), activity({ activity_id: 8n, responsible_id: 4n })]);
        await saveCalls(tx, [call(), call({ call_id: 2n, seconds: 400, activity_id: 9n }), call({ call_id: 3n, user_id: 4n, seconds: 2 })]);
      });
    }
    const days = (portal: Run): Promise<unknown> => portal((tx) => listCallDays(tx, { ...span, timeZone: basis.timeZone }, rule));
    const expected = [
      { userId: 3n, day: '2026-11-01', counted: 2, unknownLength: 0 },
      { userId: 4n, day: '2026-11-01', counted: 0, unknownLength: 1 },
    ];
    expect(await days(run)).toEqual(expected);
    expect(await days(counting)).toEqual(expect.arrayContaining(expected));
  });
});

describe('whatever happens to facts', () => {
  const id = fc.bigInt(1n, 3n);
  const person = fc.bigInt(1n, 2n);
  const at = fc.integer({ min: 0, max: 60 }).map(hour);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('deal' as const), id, person, at, isWon: fc.boolean(), amount: fc.bigInt(0n, 9n) }),
    fc.record({ kind: fc.constant('gone' as const), id }),
    fc.record({ kind: fc.constant('move' as const), id, at, number: fc.bigInt(1n, 40n), isWon: fc.boolean() }),
    fc.record({ kind: fc.constant('call' as const), id, person, at, seconds: fc.integer({ min: 29, max: 32 }), activity: fc.option(id) }),
    fc.record({ kind: fc.constant('activity' as const), id, person, at, isCompleted: fc.boolean() }),
    fc.record({ kind: fc.constant('no-activity' as const), id }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  function take(tx: PortalTransaction, one: Step): Promise<unknown> {
    switch (one.kind) {
      case 'deal':
        return saveDeals(
          tx,
          [
            deal({
              deal_id: one.id,
              responsible_id: one.person,
              moved_at: one.at,
              semantics: one.isWon ? 'S' : 'P',
              base_minor: one.amount,
            }),
          ],
          hour(99),
        );
      case 'gone':
        return tombstoneDeals(tx, [one.id], hour(99));
      case 'move': {
        const semantics = one.isWon ? 'S' : 'P';
        const place = { pipeline_id: 0n, stage_id: 'X', semantics, kind: 2 } as const;
        return saveStageMoves(tx, [{ ...place, move_id: one.number, deal_id: one.id, moved_at: one.at }]);
      }
      case 'call':
        return saveCalls(tx, [
          call({ call_id: one.id, user_id: one.person, started_at: one.at, seconds: one.seconds, activity_id: one.activity }),
        ]);
      case 'activity':
        return saveActivities(tx, [
          activity({ activity_id: one.id, responsible_id: one.person, started_at: one.at, is_completed: one.isCompleted }),
        ]);
      case 'no-activity':
        return deleteActivities(tx, [one.id]);
    }
  }

  it('the totals equal a recomputation from them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const run = await freshPortal();
        for (const one of steps) await run((tx) => take(tx, one));
        const computed = await run((tx) => computeTotals(tx));
        expect(
          await run((tx) => findDailyTotals(tx, ['calls', 'calls-unknown', 'won'], { from: '2000-01-01', before: '2100-01-01' }, basis)),
        ).toEqual(computed);
      }),
      { numRuns: 40 },
    );
  });
});
