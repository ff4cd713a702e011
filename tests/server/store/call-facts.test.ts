import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { findLastTouch, listCountedCalls, listUnknownCalls } from '#store/call-facts.ts';
import { listCallDays } from '#store/daily-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { saveActivities, saveCalls, type ActivityFact, type CallFact } from '#store/save-facts.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portals = 0n;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const basis = countingBasis(defaultCounting, 'Europe/Moscow');
const source = { basis, pipelineIds: null, isKept: false };
const november = { from: '2026-11-01', before: '2026-12-01' };
const everybody = { people: null, offset: 0, limit: 100 };
const instant = (text: string): Date => new Date(`${text}Z`);

const call = (callId: bigint, change: Partial<CallFact> = {}): CallFact => ({
  call_id: callId,
  user_id: 5n,
  kind: 1,
  seconds: 60,
  code: '200',
  started_at: instant('2026-11-10T09:00:00'),
  activity_id: null,
  ...change,
});

const activity = (activityId: bigint, change: Partial<ActivityFact> = {}): ActivityFact => ({
  activity_id: activityId,
  kind: 2,
  provider: 'VOXIMPLANT_CALL',
  owner_kind: 2,
  owner_id: 700n,
  responsible_id: 5n,
  direction: 2,
  is_completed: true,
  started_at: instant('2026-11-10T09:00:00'),
  modified_at: instant('2026-11-10T09:00:00'),
  ...change,
});

async function portalWith(calls: CallFact[], activities: ActivityFact[] = []): Promise<PortalStore> {
  const portal = store.forPortal((portals += 1n));
  await portal.transaction(async (tx) => {
    await saveCalls(tx, calls);
    await saveActivities(tx, activities);
  });
  return portal;
}

const counted = async (calls: CallFact[]): Promise<bigint[]> => {
  const portal = await portalWith(calls);
  const rows = await portal.transaction((tx) => listCountedCalls(tx, basis, november, everybody));
  const days = await portal.transaction((tx) => listCallDays(tx, source, november));
  expect(days.reduce((total, day) => total + day.counted, 0)).toBe(rows.length);
  return rows.map((row) => row.callId).sort((a, b) => Number(a - b));
};

describe('counted calls', () => {
  it('are strictly longer than 30 seconds', async () => {
    expect(await counted([29, 30, 31].map((seconds, index) => call(BigInt(index + 1), { seconds })))).toEqual([3n]);
  });

  it('were answered: code 200 only', async () => {
    expect(await counted(['200', '304', '603', '', '2000'].map((code, index) => call(BigInt(index + 1), { code })))).toEqual([1n]);
  });

  it('are outgoing, incoming or redirected; an information call never counts', async () => {
    expect(await counted([1, 2, 3, 5].map((kind, index) => call(BigInt(index + 1), { kind, seconds: 6000 })))).toEqual([1n, 2n, 3n]);
  });

  it('are cut by days in the company’s zone', async () => {
    const instants = ['2026-10-31T20:59:59', '2026-10-31T21:00:00', '2026-11-30T20:59:59', '2026-11-30T21:00:00'];
    expect(await counted(instants.map((at, index) => call(BigInt(index + 1), { started_at: instant(at) })))).toEqual([2n, 3n]);
  });
});

describe('calls of unknown length', () => {
  it('are finished call activities without a telephony row', async () => {
    const portal = await portalWith(
      [call(1n, { activity_id: 11n }), call(2n, { activity_id: null })],
      [
        activity(11n),
        activity(12n),
        activity(13n, { is_completed: false }),
        activity(14n, { kind: 1 }),
        activity(15n, { provider: 'REST_APP', direction: 1, owner_kind: 1, owner_id: 3n }),
      ],
    );
    const rows = await portal.transaction((tx) => listUnknownCalls(tx, basis, november, everybody));
    expect(rows.map((row) => [row.callId, row.seconds, row.kind, row.dealId])).toEqual([
      [15n, null, 2, null],
      [12n, null, 1, 700n],
    ]);
    expect(await portal.transaction((tx) => listCallDays(tx, source, november))).toEqual([
      { userId: 5n, day: '2026-11-10', counted: 2, unknownLength: 2 },
    ]);
  });

  it('are not invented for a short or missed telephony call that has its activity', async () => {
    const portal = await portalWith(
      [call(1n, { activity_id: 11n, seconds: 3 }), call(2n, { activity_id: 12n, code: '304' })],
      [activity(11n), activity(12n)],
    );
    expect(await portal.transaction((tx) => listUnknownCalls(tx, basis, november, everybody))).toEqual([]);
    const days = await portal.transaction((tx) => listCallDays(tx, source, november));
    expect(days.map((day) => [day.counted, day.unknownLength])).toEqual([[0, 0]]);
  });

  it('do not take the telephony row of another portal for their own', async () => {
    await portalWith([call(1n, { activity_id: 11n })]);
    const portal = await portalWith([], [activity(11n)]);
    expect(await portal.transaction((tx) => listUnknownCalls(tx, basis, november, everybody))).toHaveLength(1);
  });
});

describe('days of calls', () => {
  it('sum both kinds by person and day, and the lists behind them have as many lines', async () => {
    const people = [5n, 6n];
    const starts = ['2026-11-10T20:30:00', '2026-11-10T21:30:00', '2026-11-11T09:00:00'].map(instant);
    const calls = people.flatMap((user_id, p) =>
      starts.map((started_at, s) => call(BigInt(p * 10 + s + 1), { user_id, started_at, seconds: s === 2 ? 10 : 90 })),
    );
    const activities = people.flatMap((responsible_id, p) =>
      starts.map((started_at, s) => activity(BigInt(p * 10 + s + 101), { responsible_id, started_at })),
    );
    const portal = await portalWith(calls, activities);
    const days = await portal.transaction((tx) => listCallDays(tx, source, november));
    expect(days).toEqual(
      people.flatMap((userId) => [
        { userId, day: '2026-11-10', counted: 1, unknownLength: 1 },
        { userId, day: '2026-11-11', counted: 1, unknownLength: 2 },
      ]),
    );
    for (const userId of people) {
      const page = { people: [userId], offset: 0, limit: 100 };
      const own = days.filter((day) => day.userId === userId);
      expect(await portal.transaction((tx) => listCountedCalls(tx, basis, november, page))).toHaveLength(
        own.reduce((total, day) => total + day.counted, 0),
      );
      expect(await portal.transaction((tx) => listUnknownCalls(tx, basis, november, page))).toHaveLength(
        own.reduce((total, day) => total + day.unknownLength, 0),
      );
    }
    expect(await portal.transaction((tx) => listCountedCalls(tx, basis, november, { people: [], offset: 0, limit: 100 }))).toEqual([]);
  });

  it('read in pages without losing or repeating a call', async () => {
    const portal = await portalWith(Array.from({ length: 7 }, (_, index) => call(BigInt(index + 1))));
    const pages = await Promise.all(
      [0, 3, 6].map((offset) => portal.transaction((tx) => listCountedCalls(tx, basis, november, { people: null, offset, limit: 3 }))),
    );
    expect(pages.flat().map((row) => row.callId)).toEqual([7n, 6n, 5n, 4n, 3n, 2n, 1n]);
  });

  it('name the deal of a call by its activity', async () => {
    const portal = await portalWith(
      [call(1n, { activity_id: 11n }), call(2n, { activity_id: 12n })],
      [activity(11n), activity(12n, { owner_kind: 1 })],
    );
    const rows = await portal.transaction((tx) => listCountedCalls(tx, basis, november, everybody));
    expect(rows.map((row) => [row.callId, row.dealId])).toEqual([
      [2n, null],
      [1n, 700n],
    ]);
  });
});

describe('the last touch of a card', () => {
  it('is the newest finished activity up to now, with the number of all', async () => {
    const portal = await portalWith(
      [call(1n, { activity_id: 11n, seconds: 95 })],
      [
        activity(10n, { started_at: instant('2026-11-01T09:00:00') }),
        activity(11n),
        activity(12n, { started_at: instant('2026-11-20T09:00:00') }),
        activity(13n, { started_at: instant('2026-11-12T09:00:00'), is_completed: false }),
        activity(14n, { owner_id: 701n, started_at: instant('2026-11-12T09:00:00') }),
      ],
    );
    const find = (ownerId: bigint) =>
      portal.transaction((tx) => findLastTouch(tx, { ownerKind: 2, ownerId, before: instant('2026-11-16T00:00:00') }));
    expect(await find(700n)).toEqual({ at: instant('2026-11-10T09:00:00'), direction: 2, seconds: 95, touches: 2 });
    expect(await find(999n)).toBeUndefined();
  });
});
