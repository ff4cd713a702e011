import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveCalls, saveDeals, saveStageMoves, tombstoneDeals, type DealFact, type StageMoveFact } from '#store/save-facts.ts';
import { savePeople, saveStages } from '#store/structure.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portalId: bigint;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
});

const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));
const deal = (over: Partial<DealFact> = {}): DealFact => ({
  deal_id: 1n,
  pipeline_id: 0n,
  stage_id: 'NEW',
  semantics: 'P',
  amount_minor: 100n,
  currency: 'RUB',
  base_minor: 100n,
  responsible_id: 3n,
  created_at: day(1),
  modified_at: day(2),
  moved_at: day(1),
  close_day: '2026-11-30',
  is_repeat: false,
  company_id: null,
  lead_id: null,
  ...over,
});
const move = (over: Partial<StageMoveFact> = {}): StageMoveFact => ({
  move_id: 1n,
  deal_id: 1n,
  kind: 3,
  pipeline_id: 0n,
  stage_id: 'WON',
  semantics: 'S',
  moved_at: day(5),
  ...over,
});

const run = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(portalId).transaction(work);
const stored = () => run((tx) => tx.db.selectFrom('deal').selectAll().orderBy('deal_id').execute());

describe('saving deals', () => {
  it('twice changes nothing and says so', async () => {
    expect(await run((tx) => saveDeals(tx, [deal(), deal({ deal_id: 2n })], day(2)))).toBe(2);
    expect(await run((tx) => saveDeals(tx, [deal(), deal({ deal_id: 2n })], day(2)))).toBe(0);
  });

  it('never puts an older copy over a newer one', async () => {
    await run((tx) => saveDeals(tx, [deal({ modified_at: day(3), amount_minor: 300n })], day(2)));
    expect(await run((tx) => saveDeals(tx, [deal({ modified_at: day(2), amount_minor: 200n })], day(2)))).toBe(0);
    expect((await stored())[0]?.amount_minor).toBe(300n);
    expect(await run((tx) => saveDeals(tx, [deal({ modified_at: day(3), amount_minor: 301n })], day(2)))).toBe(1);
    expect((await stored())[0]?.amount_minor).toBe(301n);
  });

  it('takes the last of two rows of one page', async () => {
    await run((tx) => saveDeals(tx, [deal({ amount_minor: 1n }), deal({ amount_minor: 2n })], day(2)));
    expect((await stored()).map((row) => row.amount_minor)).toEqual([2n]);
  });

  it('keeps texts with quotes, braces and commas as they are', async () => {
    const stage_id = 'C1:"{a,b}\\\' NULL';
    await run((tx) => saveDeals(tx, [deal({ stage_id })], day(2)));
    expect((await stored())[0]?.stage_id).toBe(stage_id);
  });

  it('brings a deal back that was held for gone', async () => {
    await run((tx) => saveDeals(tx, [deal()], day(2)));
    expect(await run((tx) => tombstoneDeals(tx, [1n, 99n], day(9)))).toBe(1);
    expect((await stored())[0]?.deleted_at).toEqual(day(9));
    expect(await run((tx) => saveDeals(tx, [deal()], day(2)))).toBe(1);
    expect((await stored())[0]?.deleted_at).toBeNull();
  });
});

describe('the day a deal was won', () => {
  const wonAt = async () => (await stored())[0]?.won_at;

  it('is its last entry to a won stage, whichever arrives first', async () => {
    await run((tx) => saveStageMoves(tx, [move({ move_id: 2n, moved_at: day(7) }), move({ move_id: 1n, moved_at: day(5) })]));
    await run((tx) => saveDeals(tx, [deal({ semantics: 'S', stage_id: 'WON' })], day(2)));
    expect(await wonAt()).toEqual(day(7));
    await run((tx) => saveStageMoves(tx, [move({ move_id: 3n, moved_at: day(8) })]));
    expect(await wonAt()).toEqual(day(8));
  });

  it('is not told by moves to other stages or of other deals', async () => {
    await run((tx) => saveDeals(tx, [deal()], day(2)));
    await run((tx) =>
      saveStageMoves(tx, [move({ semantics: 'F' }), move({ move_id: 2n, deal_id: 2n }), move({ move_id: 3n, semantics: 'P' })]),
    );
    expect(await wonAt()).toBeNull();
  });

  it('stays when the deal is saved again', async () => {
    await run((tx) => saveDeals(tx, [deal()], day(2)));
    await run((tx) => saveStageMoves(tx, [move()]));
    await run((tx) => saveDeals(tx, [deal({ modified_at: day(9), semantics: 'P' })], day(2)));
    expect(await wonAt()).toEqual(day(5));
  });
});

describe('other facts', () => {
  it('of one portal are not seen or touched by another', async () => {
    await run((tx) => saveDeals(tx, [deal()], day(2)));
    const other = await store.directory.savePortalId(randomBytes(16).toString('hex'));
    await store.forPortal(other).transaction(async (tx) => {
      expect(await tx.db.selectFrom('deal').selectAll().execute()).toEqual([]);
      await saveDeals(tx, [deal({ amount_minor: 999n })], day(2));
      await tombstoneDeals(tx, [1n], day(9));
    });
    expect(await stored()).toMatchObject([{ amount_minor: 100n, deleted_at: null }]);
  });

  it('may be completed later: a call that was saved short gets its length', async () => {
    const call = { call_id: 1n, user_id: 3n, kind: 1, seconds: 0, code: '200', started_at: day(1), activity_id: null };
    expect(await run((tx) => saveCalls(tx, [call]))).toBe(1);
    expect(await run((tx) => saveCalls(tx, [{ ...call, seconds: 65 }]))).toBe(1);
    expect(await run((tx) => saveCalls(tx, [{ ...call, seconds: 65 }]))).toBe(0);
  });

  it('keep a person who left, and the departments as a list', async () => {
    const person = {
      first_name: 'Анна',
      last_name: 'Лебедева',
      position: '',
      is_active: true,
      department_ids: [1n, 2n],
      joined_on: '2026-08-24',
    };
    await run((tx) =>
      savePeople(tx, [
        { ...person, user_id: 1n },
        { ...person, user_id: 2n, department_ids: [] },
      ]),
    );
    expect(await run((tx) => savePeople(tx, [{ ...person, user_id: 2n, department_ids: [] }]))).toBe(1);
    const people = await run((tx) => tx.db.selectFrom('person').selectAll().orderBy('user_id').execute());
    expect(people.map((row) => [row.user_id, row.is_active, row.department_ids])).toEqual([
      [1n, false, [1n, 2n]],
      [2n, true, []],
    ]);
  });

  it('keep the percents that people have set for a stage', async () => {
    const stage = { pipeline_id: 0n, stage_id: 'NEW', name: 'Новая', sort: 10, semantics: 'P' as const, color: '' };
    await run((tx) => saveStages(tx, [stage, { ...stage, stage_id: 'OLD' }]));
    await run((tx) => tx.db.updateTable('stage').set({ win_percent: 40 }).where('stage_id', '=', 'NEW').execute());
    await run((tx) => saveStages(tx, [{ ...stage, name: 'Первая' }]));
    expect(await run((tx) => tx.db.selectFrom('stage').select(['stage_id', 'name', 'win_percent']).execute())).toEqual([
      { stage_id: 'NEW', name: 'Первая', win_percent: 40 },
    ]);
  });
});
