import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActivityRow } from '#bitrix/crm/activities.ts';
import { ContactRow } from '#bitrix/crm/contacts.ts';
import { LeadRow } from '#bitrix/crm/leads.ts';
import { TaskRow } from '#bitrix/tasks.ts';
import { CallRow } from '#bitrix/telephony.ts';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import type { ThingMetric } from '#domain/intensity/activity-metrics.ts';
import type { MetricRules } from '#domain/intensity/metric-rules.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { listCallActivity, listThingDays, type CallActivityDay } from '#store/activity-days.ts';
import { listActivityCalls, type CallsAsked } from '#store/activity-lists.ts';
import type { CountingBasis } from '#store/counting-basis.ts';
import { computeTotals, saveCountingBasis } from '#store/keep-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveContacts } from '#store/save-contacts.ts';
import { saveLeads } from '#store/save-documents.ts';
import { saveActivities, saveCalls } from '#store/save-facts.ts';
import { saveTasks } from '#store/save-tasks.ts';
import { toContactFact, toLeadFacts } from '#sync/to-document-facts.ts';
import { toActivityFact, toCallFact } from '#sync/to-facts.ts';
import { toTaskFact } from '#sync/to-goods-facts.ts';
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

/** A record of the portal's lists that a metric counts. */
interface WireThing {
  readonly kind: 'meeting' | 'letter' | 'chat' | 'todo' | 'lead' | 'contact' | 'task';
  readonly user: number;
  /** Seconds after `begin`: when it began or was entered, and when it was done; null is not done. */
  readonly at: number;
  readonly doneAt: number | null;
  readonly deadline: number | null;
}

const wireThing: fc.Arbitrary<WireThing> = fc.record({
  kind: fc.constantFrom('meeting', 'letter', 'chat', 'todo', 'lead', 'contact', 'task'),
  user: fc.constantFrom(3, 4),
  at: moment,
  doneAt: fc.option(moment, { freq: 4 }),
  deadline: fc.option(moment),
});

const instantOf = (seconds: number): Date => new Date(begin + seconds * 1000);
const wireOf = (seconds: number | null): string => (seconds === null ? '' : instantOf(seconds).toISOString());
const kinds = { meeting: 1, letter: 4, chat: 6, todo: 6 } as const;
const providers = { meeting: 'CRM_MEETING', letter: 'CRM_EMAIL', chat: 'IMOPENLINES_SESSION', todo: 'CRM_TODO' } as const;
const isActivity = (kind: WireThing['kind']): kind is keyof typeof kinds => Object.hasOwn(kinds, kind);

async function saveThings(run: Run, things: readonly (WireThing & { readonly id: number })[]): Promise<void> {
  const of = (kind: WireThing['kind']) => things.filter((one) => one.kind === kind);
  const created = ({ id, user, at }: WireThing & { id: number }) => ({
    ...{ id, assignedById: user, createdTime: wireOf(at), updatedTime: wireOf(at) },
  });
  const activities = things.flatMap((one) => (isActivity(one.kind) ? [ActivityRow.parse(toWireActivity(one, one.kind))] : []));
  const leads = of('lead').map((one) =>
    LeadRow.parse({ ...created(one), ...amount, stageSemanticId: one.doneAt === null ? 'P' : 'F', dateClosed: wireOf(one.doneAt) }),
  );
  const contacts = of('contact').map((one) => ContactRow.parse({ ...created(one), createdBy: one.user, assignedById: 9 }));
  const tasks = of('task').map((one) =>
    TaskRow.parse({
      ...{ id: String(one.id), responsibleId: String(one.user), status: one.doneAt === null ? '3' : '5', createdDate: wireOf(one.at) },
      ...{ changedDate: wireOf(one.at), deadline: wireOf(one.deadline), closedDate: wireOf(one.doneAt) },
    }),
  );
  await run(async (tx) => {
    await saveActivities(tx, activities.map(toActivityFact));
    await saveLeads(tx, toLeadFacts(leads, { base: 'RUB', all: [] }).facts);
    await saveContacts(tx, contacts.map(toContactFact));
    await saveTasks(tx, tasks.map(toTaskFact));
  });
}

const amount = { stageId: 'NEW', opportunity: 0, currencyId: 'RUB' };

const toWireActivity = (one: WireThing & { id: number }, kind: keyof typeof kinds) => ({
  ...{ ID: String(one.id), TYPE_ID: String(kinds[kind]), PROVIDER_ID: providers[kind], OWNER_TYPE_ID: '2', OWNER_ID: '1' },
  ...{ RESPONSIBLE_ID: String(one.user), DIRECTION: one.id % 2 === 0 ? '1' : '2', COMPLETED: one.doneAt === null ? 'N' : 'Y' },
  ...{ START_TIME: wireOf(one.at), END_TIME: wireOf(one.doneAt), CREATED: wireOf(one.at), LAST_UPDATED: wireOf(one.at) },
});

/** By the words of the metrics: of whom, on which moment, and how much. */
const plain: Readonly<Record<string, (one: WireThing & { id: number }) => { at: number; value: number } | null>> = {
  meetings: ({ kind, at, doneAt }) => (kind === 'meeting' && doneAt !== null ? { at, value: 1 } : null),
  emails: ({ kind, at, doneAt, id }) => (kind === 'letter' && doneAt !== null && id % 2 === 1 ? { at, value: 1 } : null),
  'open-line-sessions': ({ kind, at, doneAt }) => (kind === 'chat' && doneAt !== null ? { at, value: 1 } : null),
  'field-hours': ({ kind, at, doneAt }) => {
    if ((kind !== 'meeting' && kind !== 'todo') || doneAt === null) return null;
    const seconds = doneAt - at;
    return { at, value: seconds > 0 && seconds <= 86_400 ? Math.round(seconds / 3.6) : 0 };
  },
  'leads-processed': ({ kind, doneAt }) => (kind === 'lead' && doneAt !== null ? { at: doneAt, value: 1 } : null),
  'contacts-entered': ({ kind, at }) => (kind === 'contact' ? { at, value: 1 } : null),
  'tasks-done': ({ kind, doneAt }) => (kind === 'task' && doneAt !== null ? { at: doneAt, value: 1 } : null),
  'tasks-done-on-time': ({ kind, doneAt, deadline }) =>
    kind === 'task' && doneAt !== null && (deadline === null || doneAt <= deadline) ? { at: doneAt, value: 1 } : null,
};

function recountThings(metric: string, things: readonly (WireThing & { id: number })[], timeZone: string): string[] {
  const days = new Map<string, number>();
  for (const one of things) {
    const counted = plain[metric]?.(one) ?? null;
    if (counted === null) continue;
    const day = toDay(instantOf(counted.at), timeZone);
    if (day < span.from || day >= span.before) continue;
    days.set(`${one.user} ${day}`, (days.get(`${one.user} ${day}`) ?? 0) + counted.value);
  }
  return [...days].map(([key, value]) => `${key} ${value}`).sort();
}

const thingRules: MetricRules = {
  meetings: { entity: 'activity', kinds: ['meeting'], date: 'start' },
  'field-hours': { entity: 'activity', kinds: ['meeting', 'todo'], date: 'start' },
};

describe('things as activity', () => {
  it('equal a plain recount of the portal’s lists, in whatever order rows come', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wireThing, { maxLength: 40 }), fc.constantFrom(...zones), fc.nat(40), async (given, timeZone, late) => {
        const run = await freshPortal();
        const things = given.map((one, at) => ({ ...one, id: at + 1 }));
        await saveThings(run, things.slice(late));
        await saveThings(run, things.slice(0, late).toReversed());
        await saveThings(run, things);
        const source = { basis: countingBasis(defaultCounting, timeZone), pipelineIds: null, isKept: false };
        const asked = {
          source,
          span,
          currency: 'RUB',
          digits: 2,
          activeSince: span.from,
          callsFrom: 'statistics' as const,
          rules: thingRules,
        };
        const metrics = Object.keys(plain) as ThingMetric[];
        const counted = await run((tx) => listThingDays(tx, metrics, asked));
        for (const metric of metrics) {
          const days = (counted.get(metric) ?? []).map(({ userId, day, value }) => `${userId} ${day} ${value}`).sort();
          expect([metric, days]).toEqual([metric, recountThings(metric, things, timeZone)]);
        }
      }),
      { numRuns: 25 },
    );
  });

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
