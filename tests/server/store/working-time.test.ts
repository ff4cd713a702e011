import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveDeals } from '#store/save-facts.ts';
import { savePeople } from '#store/structure.ts';
import { listSellers, saveAbsentDays, saveWorkRecords, type WorkRecord } from '#store/working-time.ts';
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

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 6));
const record = (record_id: bigint, user_id: bigint, day: number, change: Partial<WorkRecord> = {}): WorkRecord => ({
  record_id,
  user_id,
  started_at: at(day),
  ended_at: null,
  worked_seconds: 0,
  break_seconds: 0,
  is_approved: true,
  ...change,
});
const records = () => run((tx) => tx.db.selectFrom('work_record').selectAll().where('portal_id', '=', tx.portalId).execute());
const absences = () => run((tx) => tx.db.selectFrom('calendar_absence').selectAll().where('portal_id', '=', tx.portalId).execute());

describe('working days', () => {
  it('that were read again replace those of the same people and time, and no others', async () => {
    const all = { userIds: [3n, 4n], since: at(1) };
    await run((tx) => saveWorkRecords(tx, { ...all, records: [record(1n, 3n, 5), record(2n, 3n, 9), record(3n, 4n, 9)] }));
    const closed = record(2n, 3n, 9, { ended_at: at(10), worked_seconds: 28_800 });
    expect(await run((tx) => saveWorkRecords(tx, { userIds: [3n], since: at(8), records: [closed] }))).toBe(1);
    expect(await run((tx) => saveWorkRecords(tx, { userIds: [3n], since: at(5), records: [closed] }))).toBe(1);
    expect((await records()).map((row) => [row.record_id, row.worked_seconds]).toSorted()).toEqual([
      [2n, 28_800],
      [3n, 0],
    ]);
  });
});

describe('absent days', () => {
  it('are replaced within the span that was read', async () => {
    const november = { from: '2026-11-01', before: '2026-12-01' };
    const days = ['2026-11-18', '2026-11-19', '2026-12-01'].map((day) => ({ user_id: 3n, day }));
    expect(await run((tx) => saveAbsentDays(tx, { ...november, days }))).toBe(2);
    expect(await run((tx) => saveAbsentDays(tx, { ...november, days: days.slice(0, 1) }))).toBe(1);
    expect(await run((tx) => saveAbsentDays(tx, { from: '2026-12-01', before: '2027-01-01', days: [] }))).toBe(0);
    expect((await absences()).map((row) => row.day)).toEqual(['2026-11-18']);
  });
});

describe('people who sell', () => {
  it('are active and in charge of an open deal or of one that moved lately', async () => {
    const person = (user_id: bigint, is_active = true) => ({
      user_id,
      first_name: '',
      last_name: '',
      position: '',
      is_active,
      department_ids: [],
      joined_on: null,
    });
    const deal = (deal_id: bigint, responsible_id: bigint, semantics: 'P' | 'F', day: number) =>
      ({
        deal_id,
        responsible_id,
        semantics,
        pipeline_id: 0n,
        stage_id: 'X',
        amount_minor: 0n,
        currency: 'RUB',
        base_minor: 0n,
        created_at: at(1),
        modified_at: at(day),
        moved_at: at(day),
        close_day: null,
        is_repeat: false,
        company_id: null,
        lead_id: null,
      }) as const;
    await run((tx) => savePeople(tx, [person(1n), person(2n), person(3n), person(4n, false)]));
    const deals = [deal(1n, 1n, 'P', 1), deal(2n, 2n, 'F', 9), deal(3n, 3n, 'F', 2), deal(4n, 4n, 'P', 9)];
    await run((tx) => saveDeals(tx, deals, at(10)));
    expect(await run((tx) => listSellers(tx, at(8)))).toEqual([1n, 2n]);
  });
});
