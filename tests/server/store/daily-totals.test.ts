import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WonDate } from '#domain/counting.ts';
import type { CountingBasis } from '#store/counting-basis.ts';
import { findFactSource, listCallDays, listWonDays, sumDays, type FactSource } from '#store/daily-totals.ts';
import { listWonDeals } from '#store/deal-lists.ts';
import { computeTotals, saveCountingBasis } from '#store/keep-totals.ts';
import { listOpenSums, listOverdueSums, usesCloseDates } from '#store/open-totals.ts';
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

const basis: CountingBasis = {
  timeZone: 'Europe/Moscow',
  wonDate: 'stage-history',
  callKinds: [1, 2, 3],
  callCode: '200',
  callSeconds: 30,
  callRule: { secondsOut: 30, secondsIn: 30, workFrom: 540, workTo: 1080 },
};
const span = { from: '2026-10-01', before: '2026-12-01' };
const sourceOf = (given: CountingBasis, isKept = true): FactSource => ({ basis: given, pipelineIds: null, isKept });
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

const told = (run: Run, by = basis): Promise<unknown> =>
  run(async (tx) =>
    (await sumDays(tx, sourceOf(by), ['calls', 'calls-unknown', 'won', 'due'], span)).map((row) => [
      row.metric,
      row.day,
      row.userId,
      row.items,
      row.amount,
    ]),
  );

const tables = ['daily_total', 'call_total', 'open_total', 'duration_total'] as const;

/** What the tables hold, in the form totals are computed in. */
async function readKept(tx: PortalTransaction, table: (typeof tables)[number]): Promise<unknown> {
  const rows = await sql<{ row: object }>`
    select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(total) - 'portal_id')) as row from ${sql.table(table)} total`.execute(
    tx.db,
  );
  return asTexts(rows.rows.map(({ row }) => row));
}

const asTexts = (rows: readonly object[]): unknown =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(row)
            .map(([name, value]) => [name, String(value)] as const)
            .sort(),
        ),
      ),
    )
    .sort();

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
    expect(await told(run)).toEqual([['won', '2026-11-02', 3n, 3n, 250n]]);
    await run((tx) => saveDeals(tx, [deal({ deal_id: 2n, modified_at: hour(41), base_minor: 50n, responsible_id: 4n })], hour(41)));
    await run((tx) => tombstoneDeals(tx, [3n], hour(42)));
    expect(await told(run)).toEqual([
      ['won', '2026-11-02', 3n, 1n, 100n],
      ['won', '2026-11-02', 4n, 1n, 50n],
    ]);
  });

  it('move a deal to another day when its history says so', async () => {
    const run = await freshPortal();
    await run((tx) => saveDeals(tx, [deal()], hour(40)));
    const move = { move_id: 1n, deal_id: 1n, kind: 3, pipeline_id: 0n, stage_id: 'WON', semantics: 'S', moved_at: hour(80) } as const;
    await run((tx) => saveStageMoves(tx, [move]));
    expect(await told(run)).toEqual([['won', '2026-11-04', 3n, 1n, 100n]]);
  });

  it('count calls strictly longer than the limit, and an activity until its call is known', async () => {
    const run = await freshPortal();
    await run((tx) => saveActivities(tx, [activity(), activity({ activity_id: 2n })]));
    await run((tx) => saveCalls(tx, [call({ activity_id: 1n }), call({ call_id: 2n, seconds: 30 }), call({ call_id: 3n, code: '304' })]));
    expect(await told(run)).toEqual([
      ['calls', '2026-11-01', 3n, 1n, 0n],
      ['calls-unknown', '2026-11-01', 3n, 1n, 0n],
    ]);
    await run((tx) => saveCalls(tx, [call({ call_id: 2n, seconds: 90, activity_id: 2n })]));
    await run((tx) => deleteActivities(tx, [1n]));
    expect(await told(run)).toEqual([['calls', '2026-11-01', 3n, 2n, 0n]]);
  });

  it('are computed anew for another limit or zone, and are not given for one they do not stand on', async () => {
    const run = await freshPortal();
    await run((tx) => saveCalls(tx, [call({ started_at: hour(23) })]));
    const other = { ...basis, callSeconds: 31 };
    const isKept = (by: CountingBasis) => run(async (tx) => (await findFactSource(tx, { basis: by, pipelineIds: null })).isKept);
    expect([await isKept(basis), await isKept(other)]).toEqual([true, false]);
    expect(await run((tx) => saveCountingBasis(tx, other))).toBe(true);
    expect(await run((tx) => saveCountingBasis(tx, other))).toBe(false);
    expect([await isKept(basis), await isKept(other)]).toEqual([false, true]);
    expect(await told(run)).toEqual([]);
    await run((tx) => saveCountingBasis(tx, { ...basis, timeZone: 'UTC' }));
    expect(await told(run, { ...basis, timeZone: 'UTC' })).toEqual([['calls', '2026-11-01', 3n, 1n, 0n]]);
    await run((tx) => saveCountingBasis(tx, basis));
    expect(await told(run)).toEqual([['calls', '2026-11-02', 3n, 1n, 0n]]);
  });

  it('that were wrong put themselves right', async () => {
    const run = await freshPortal();
    await run((tx) => saveActivities(tx, [activity(), activity({ activity_id: 2n })]));
    await run((tx) => tx.db.deleteFrom('daily_total').execute());
    await run((tx) => saveCalls(tx, [call({ activity_id: 1n })]));
    expect(await told(run)).toEqual([
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
    const days = (portal: Run): Promise<unknown> =>
      portal(async (tx) => listCallDays(tx, await findFactSource(tx, { basis, pipelineIds: null }), span));
    const expected = [
      { userId: 3n, day: '2026-11-01', counted: 2, unknownLength: 0 },
      { userId: 4n, day: '2026-11-01', counted: 0, unknownLength: 1 },
    ];
    expect(await days(run)).toEqual(expected);
    expect(await days(counting)).toEqual(expect.arrayContaining(expected));
  });
});

describe('the day of winning', () => {
  const move = (moveId: bigint, at: Date, semantics: 'P' | 'S' = 'S') =>
    ({ move_id: moveId, deal_id: 1n, kind: 3, pipeline_id: 0n, stage_id: 'WON', semantics, moved_at: at }) as const;

  it('is by the rule: the last entry to a won stage, the last move, or the close date', async () => {
    const run = await freshPortal();
    await run(async (tx) => {
      await saveDeals(tx, [deal({ moved_at: hour(100), close_day: '2026-11-20' })], hour(110));
      await saveStageMoves(tx, [move(1n, hour(30))]);
    });
    const days: Record<WonDate, string> = { 'stage-history': '2026-11-02', 'stage-move': '2026-11-05', 'close-date': '2026-11-20' };
    for (const [wonDate, day] of Object.entries(days) as [WonDate, string][]) {
      const by = { ...basis, wonDate };
      await run((tx) => saveCountingBasis(tx, by));
      const page = { people: null, offset: 0, limit: 10 };
      for (const isKept of [true, false]) {
        expect(await run((tx) => listWonDays(tx, sourceOf(by, isKept), span))).toEqual([
          { responsibleId: 3n, day, deals: 1, amount: 100n },
        ]);
      }
      expect(await run((tx) => listWonDeals(tx, sourceOf(by), span, page))).toMatchObject([{ dealId: 1n, day }]);
    }
  });

  it('without a close date is the day of the last move', async () => {
    const by: CountingBasis = { ...basis, wonDate: 'close-date' };
    const run = await freshPortal(by);
    await run((tx) => saveDeals(tx, [deal({ moved_at: hour(100) })], hour(110)));
    expect(await told(run, by)).toEqual([['won', '2026-11-05', 3n, 1n, 100n]]);
  });
});

describe('pipelines that count', () => {
  it('leave the others out of won and open deals alike', async () => {
    const run = await freshPortal();
    const open = { semantics: 'P', close_day: '2026-11-03' } as const;
    await run((tx) =>
      saveDeals(
        tx,
        [deal(), deal({ deal_id: 2n, pipeline_id: 7n }), deal({ deal_id: 3n, ...open }), deal({ deal_id: 4n, pipeline_id: 7n, ...open })],
        hour(40),
      ),
    );
    for (const isKept of [true, false]) {
      const only = { ...sourceOf(basis, isKept), pipelineIds: [7n] };
      expect(await run((tx) => listWonDays(tx, only, span))).toMatchObject([{ deals: 1 }]);
      expect(await run((tx) => listOpenSums(tx, only, '2026-11-01'))).toMatchObject([{ pipelineId: 7n, deals: 1n, amount: 100n }]);
      expect(await run((tx) => listOverdueSums(tx, only, '2026-11-04'))).toEqual([{ responsibleId: 3n, deals: 1, amount: 100n }]);
      expect(await run((tx) => usesCloseDates(tx, only))).toBe(true);
      expect(await run((tx) => usesCloseDates(tx, { ...only, pipelineIds: [8n] }))).toBe(false);
    }
  });
});

describe('whatever happens to facts', () => {
  const id = fc.bigInt(1n, 3n);
  const person = fc.bigInt(1n, 2n);
  const at = fc.integer({ min: 0, max: 60 }).map(hour);
  const semantics = fc.constantFrom('P' as const, 'S' as const, 'F' as const);
  const stageId = fc.constantFrom('X', 'Y', 'Z');
  const amount = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(-(10n ** 18n), 9n * 10n ** 18n));
  const closeDay = fc.constantFrom(null, '2026-10-31', '2026-11-02', '2026-11-03', '2026-12-24');
  const step = fc.oneof(
    // The same deal again with another amount is what a change of rates looks like.
    fc.record({ kind: fc.constant('deal' as const), id, person, at, semantics, stageId, amount, closeDay, pipeline: fc.bigInt(0n, 1n) }),
    fc.record({ kind: fc.constant('gone' as const), id }),
    fc.record({ kind: fc.constant('move' as const), id, at, number: fc.bigInt(1n, 40n), semantics, stageId }),
    fc.record({ kind: fc.constant('call' as const), id, person, at, seconds: fc.integer({ min: 29, max: 32 }), activity: fc.option(id) }),
    fc.record({ kind: fc.constant('activity' as const), id, person, at, isCompleted: fc.boolean() }),
    fc.record({ kind: fc.constant('no-activity' as const), id }),
    fc.record({
      kind: fc.constant('basis' as const),
      wonDate: fc.constantFrom('stage-history' as const, 'stage-move' as const, 'close-date' as const),
      seconds: fc.constantFrom(30, 31),
    }),
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
              pipeline_id: one.pipeline,
              stage_id: one.stageId,
              moved_at: one.at,
              semantics: one.semantics,
              base_minor: one.amount,
              close_day: one.closeDay,
            }),
          ],
          hour(99),
        );
      case 'gone':
        return tombstoneDeals(tx, [one.id], hour(99));
      case 'move': {
        const place = { pipeline_id: 0n, stage_id: one.stageId, semantics: one.semantics, kind: 2 } as const;
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
      case 'basis':
        return saveCountingBasis(tx, { ...basis, wonDate: one.wonDate, callSeconds: one.seconds });
    }
  }

  it('the totals equal a recomputation from them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const run = await freshPortal();
        await run(async (tx) => {
          for (const one of steps) await take(tx, one);
          for (const table of tables) expect(await readKept(tx, table)).toEqual(asTexts(await computeTotals(tx, table)));
        });
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('readers of the totals answer as those of the facts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.option(fc.subarray([0n, 1n])), async (steps, pipelineIds) => {
        const run = await freshPortal();
        await run(async (tx) => {
          for (const one of steps) if (one.kind !== 'basis') await take(tx, one);
        });
        const read = (isKept: boolean): Promise<unknown> =>
          run(async (tx) => {
            const source = { basis, pipelineIds, isKept };
            return [
              await sumDays(tx, source, ['won', 'due', 'calls', 'calls-unknown'], span),
              await listOpenSums(tx, source, '2026-11-01'),
              (await listOverdueSums(tx, source, '2026-11-03')).toSorted((a, b) => Number(a.responsibleId - b.responsibleId)),
              await usesCloseDates(tx, source),
            ];
          });
        expect(await read(true)).toEqual(await read(false));
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
