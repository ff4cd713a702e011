import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallRow } from '#bitrix/telephony.ts';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { listCallActivity, listThingDays, type CallActivityDay } from '#store/activity-days.ts';
import { listActivityCalls, type CallsAsked } from '#store/activity-lists.ts';
import type { CountingBasis } from '#store/counting-basis.ts';
import { computeTotals, saveCountingBasis } from '#store/keep-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveLeads } from '#store/save-documents.ts';
import { saveActivities, saveCalls } from '#store/save-facts.ts';
import { toCallFact } from '#sync/to-facts.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

type Run = <T>(work: (tx: PortalTransaction) => Promise<T>) => Promise<T>;

async function freshPortal(): Promise<Run> {
  const portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
  return (work) => store.forPortal(portalId).transaction(work);
}

/** A row of the portal's own list, as it comes over the wire. */
interface WireCall {
  readonly ID: string;
  readonly PORTAL_USER_ID: string;
  readonly CALL_TYPE: string;
  readonly CALL_DURATION: string;
  readonly CALL_START_DATE: string;
  readonly CALL_FAILED_CODE: string;
  readonly CRM_ACTIVITY_ID: string | null;
}

const rule = { secondsOut: 30, secondsIn: 45, workFrom: 540, workTo: 1080 };
// Berlin turns its clocks back on 25 October 2026 at 01:00 UTC.
const zones = ['Europe/Moscow', 'Europe/Berlin', 'Asia/Vladivostok'] as const;
const span = { from: '2026-10-24', before: '2026-10-28' };
const begin = Date.UTC(2026, 9, 23, 12);

/** Around midnights, the turning of the clocks, and the ends of the working day: at them to the second, and beside them. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 5 * 86_400 }),
  fc.tuple(fc.integer({ min: 0, max: 5 * 24 }), fc.constantFrom(-1, 0, 1)).map(([hour, beside]) => hour * 3600 + beside),
);
const wireCall = fc
  .record({
    user: fc.constantFrom('3', '4'),
    type: fc.constantFrom('1', '1', '2', '3', '4', '5'),
    seconds: fc.constantFrom(0, 29, 30, 31, 44, 45, 46, 300),
    code: fc.constantFrom('200', '200', '200', '304', '486', '603-S'),
    at: moment,
    activity: fc.option(fc.integer({ min: 1, max: 9 })),
  })
  .map(({ user, type, seconds, code, at, activity }): Omit<WireCall, 'ID'> => ({
    PORTAL_USER_ID: user,
    CALL_TYPE: type,
    CALL_DURATION: String(seconds),
    CALL_START_DATE: new Date(begin + at * 1000).toISOString(),
    CALL_FAILED_CODE: code,
    CRM_ACTIVITY_ID: activity === null ? null : String(activity),
  }));

/** The plain count: the list of the portal, row by row, by the words of the rules. */
function recount(rows: readonly WireCall[], timeZone: string): CallActivityDay[] {
  const days = new Map<string, Record<keyof Omit<CallActivityDay, 'userId' | 'day'>, number>>();
  for (const row of rows) {
    if (row.CALL_TYPE === '5') continue;
    const at = new Date(row.CALL_START_DATE);
    const key = `${row.PORTAL_USER_ID} ${toDay(at, timeZone)}`;
    const day = days.get(key) ?? {
      all: 0,
      outAll: 0,
      outCounted: 0,
      inAll: 0,
      inCounted: 0,
      missed: 0,
      calledBack: 0,
      talkSeconds: 0,
      late: 0,
    };
    days.set(key, day);
    const isOut = row.CALL_TYPE === '1';
    const isIn = row.CALL_TYPE === '2' || row.CALL_TYPE === '3';
    const isAnswered = row.CALL_FAILED_CODE === '200';
    const seconds = Number(row.CALL_DURATION);
    const isLong = isAnswered && ((isOut && seconds > rule.secondsOut) || (isIn && seconds > rule.secondsIn));
    const [hours = 0, minutes = 0] = toTimeOfDay(at, timeZone).split(':').map(Number);
    const minute = hours * 60 + minutes;
    day.all += 1;
    day.outAll += Number(isOut);
    day.inAll += Number(isIn);
    day.outCounted += Number(isOut && isLong);
    day.inCounted += Number(isIn && isLong);
    day.missed += Number(isIn && row.CALL_FAILED_CODE === '304');
    day.calledBack += Number(row.CALL_TYPE === '4' && isAnswered);
    day.talkSeconds += isAnswered ? seconds : 0;
    day.late += Number(isLong && (minute < rule.workFrom || minute >= rule.workTo));
  }
  return [...days]
    .map(([key, day]) => ({ userId: BigInt(key.split(' ')[0] ?? 0), day: key.split(' ')[1] ?? '', ...day }))
    .filter(({ day }) => day >= span.from && day < span.before)
    .sort((a, b) => (a.userId === b.userId ? (a.day < b.day ? -1 : 1) : a.userId < b.userId ? -1 : 1));
}

const save = (run: Run, rows: readonly WireCall[]) =>
  run((tx) =>
    saveCalls(
      tx,
      rows.flatMap((row) => toCallFact(CallRow.parse(row)) ?? []),
    ),
  );

describe('calls as activity', () => {
  it('equal a plain recount of the portal’s list, kept or not, in whatever order rows come', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wireCall, { maxLength: 40 }), fc.constantFrom(...zones), fc.nat(40), async (given, timeZone, late) => {
        const run = await freshPortal();
        const rows = given.map((row, at): WireCall => ({ ...row, ID: String(at + 1) }));
        const basis: CountingBasis = countingBasis({ ...defaultCounting, calls: rule }, timeZone);
        // One call is one call, however many deals it is bound to: the portal lists its activity once.
        await run((tx) =>
          saveActivities(
            tx,
            Array.from({ length: 9 }, (_, at) => activity(BigInt(at + 1))),
          ),
        );
        await save(run, rows.slice(late));
        await run((tx) => saveCountingBasis(tx, basis));
        // Registered later than they were made, and told once more: neither is lost, neither counts twice.
        await save(run, rows.slice(0, late).toReversed());
        await save(run, rows);
        const source = { basis, pipelineIds: null };
        const expected = recount(rows, timeZone);
        expect(await run((tx) => listCallActivity(tx, { ...source, isKept: true }, span))).toEqual(expected);
        expect(await run((tx) => listCallActivity(tx, { ...source, isKept: false }, span))).toEqual(expected);
        const sum = (name: keyof Omit<CallActivityDay, 'userId' | 'day'>): number => expected.reduce((all, day) => all + day[name], 0);
        const totalOf = async (which: CallsAsked): Promise<number> =>
          (await run((tx) => listActivityCalls(tx, { which, basis, span, people: null, daysOff: [] }, { offset: 0, limit: 5 }))).total;
        expect(await totalOf('calls')).toBe(sum('outCounted') + sum('inCounted'));
        expect(await totalOf('calls-out')).toBe(sum('outCounted'));
        expect(await totalOf('calls-late')).toBe(sum('late'));
        expect(await totalOf('calls-missed')).toBe(sum('missed'));
      }),
      { numRuns: 25 },
    );
  });

  it('are summed anew when the rule changes', async () => {
    const run = await freshPortal();
    const basis = countingBasis({ ...defaultCounting, calls: rule }, 'Europe/Moscow');
    await run((tx) => saveCountingBasis(tx, basis));
    const call = { PORTAL_USER_ID: '3', CALL_TYPE: '1', CALL_FAILED_CODE: '200', CRM_ACTIVITY_ID: null, CALL_DURATION: '31' };
    await save(run, [{ ...call, ID: '1', CALL_START_DATE: '2026-10-26T09:00:00.000Z' }]);
    const counted = async (of: CountingBasis): Promise<number[]> =>
      (await run((tx) => listCallActivity(tx, { basis: of, pipelineIds: null, isKept: true }, span))).map(({ outCounted }) => outCounted);
    expect(await counted(basis)).toEqual([1]);
    const stricter = { ...basis, callRule: { ...rule, secondsOut: 31 } };
    expect(await run((tx) => saveCountingBasis(tx, stricter))).toBe(true);
    expect(await counted(stricter)).toEqual([0]);
    expect(await run((tx) => computeTotals(tx, 'call_total'))).toHaveLength(1);
  });
});

describe('things as activity', () => {
  it('fall on the day of the portal’s zone on which they were done', async () => {
    const run = await freshPortal();
    const at = new Date('2026-10-24T21:30:00.000Z');
    const lead = {
      ...{ stage_id: 'CONVERTED', semantics: 'S' as const, source: '', amount_minor: 0n, currency: 'RUB', base_minor: 0n },
      ...{ created_at: at, modified_at: at, moved_at: at, closed_at: at, is_repeat: false, company_id: null },
    };
    await run((tx) =>
      saveLeads(
        tx,
        [1n, 2n].map((lead_id) => ({ ...lead, lead_id, responsible_id: 3n })),
      ),
    );
    const days = (timeZone: string) =>
      run(async (tx) => {
        const source = { basis: countingBasis(defaultCounting, timeZone), pipelineIds: null, isKept: false };
        const asked = { source, span, currency: 'RUB', digits: 2, activeSince: span.from, callsFrom: 'statistics' as const };
        return (await listThingDays(tx, ['leads-processed'], asked, [3n])).get('leads-processed');
      });
    expect(await days('Europe/Moscow')).toEqual([{ userId: 3n, day: '2026-10-25', value: 2 }]);
    expect(await days('Europe/Berlin')).toEqual([{ userId: 3n, day: '2026-10-24', value: 2 }]);
  });
});

function activity(activity_id: bigint) {
  const at = new Date(begin);
  return {
    ...{ activity_id, kind: 2, provider: 'VOXIMPLANT_CALL', owner_kind: 2, owner_id: 1n, responsible_id: 3n },
    ...{ direction: 2, is_completed: true, started_at: at, modified_at: at },
  };
}
