import { activityMetrics, isThingMetric, type ActivityMetric, type ThingMetric } from '#domain/intensity/activity-metrics.ts';
import type { DayValues } from '#domain/intensity/own-past.ts';
import { rulesInForce } from '#domain/intensity/metric-rules.ts';
import { countingBasis } from '#domain/counting.ts';
import type { CallSource } from '#domain/month-facts.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { manualCode, unitDigits, type ManualCode } from '#domain/planning/metric.ts';
import {
  listCallActivity,
  listManualDays,
  listThingDays,
  listWorkHours,
  type CallActivityDay,
  type DayValueRow,
} from '#store/activity-days.ts';
import { findFactSource, listCallDays, type CallDayRow, type FactSource, type People } from '#store/daily-totals.ts';
import { listManualMetrics } from '#store/manual-metrics.ts';
import type { DaySpan } from '#store/won-day.ts';
import { readCallSource } from './call-source.ts';
import type { PortalContext } from './portal-context.ts';

/** What activity is read from; a job has it as well as a request. */
export type ActivityContext = Pick<PortalContext, 'tx' | 'portal' | 'team' | 'calendar' | 'counting' | 'now' | 'today'>;

export interface MeasuredMetric {
  readonly metric: ActivityMetric;
  /** Of the portal's own. */
  readonly name: string | null;
}

export interface Activity {
  readonly callSource: CallSource;
  readonly valuesOf: (metric: ActivityMetric, userId: bigint) => DayValues;
  /** Days with calls of a person, in their order. */
  readonly callsOf: (userId: bigint) => readonly CallActivityDay[];
  /** Calls of unknown length, which no telephony has written down. */
  readonly byHandOf: (userId: bigint) => readonly { readonly day: string; readonly calls: number }[];
}

/** Metrics that can be measured day by day in this portal. */
export async function listMeasuredMetrics({ tx }: Pick<ActivityContext, 'tx'>): Promise<MeasuredMetric[]> {
  const own = (await listManualMetrics(tx)).filter((one) => one.archivedAt === null && one.overTime === 'sum' && one.direction === 'more');
  return [...activityMetrics.map((metric) => ({ metric, name: null })), ...own.map((one) => ({ metric: manualCode(one), name: one.name }))];
}

export const readActivitySource = ({ tx, portal, counting }: ActivityContext): Promise<FactSource> =>
  findFactSource(tx, { basis: countingBasis(counting, portal.timeZone), pipelineIds: counting.pipelineIds });

/** What people did on the days of the span, by the metrics that are asked for. */
export async function readActivity(
  context: ActivityContext,
  asked: { readonly metrics: readonly ActivityMetric[]; readonly span: DaySpan; readonly people: People },
): Promise<Activity> {
  const { tx, portal } = context;
  const { span, people } = asked;
  const source = await readActivitySource(context);
  const callSource = await readCallSource(tx);
  const calls = Map.groupBy(await listCallActivity(tx, source, span, people), ({ userId }) => userId);
  const byHand = Map.groupBy(await listCallDays(tx, source, span, people), ({ userId }) => userId);
  const values = new Map<ActivityMetric, Map<bigint, Map<string, number>>>();
  const ofCalls = { calls, byHand, callSource };
  const things = {
    source,
    span,
    currency: portal.baseCurrency,
    digits: portal.currencyDigits,
    activeSince: span.from,
    rules: rulesInForce(context.counting.metricRules),
  };
  const counted = await listThingDays(tx, asked.metrics.filter(isThingMetric), { ...things, callsFrom: 'statistics' }, people);
  for (const [metric, days] of counted) values.set(metric, byPerson(days.map((day) => ({ ...day, value: toWhole(metric, day.value) }))));
  for (const metric of asked.metrics) {
    if (isThingMetric(metric)) continue;
    if (metric === 'work-hours') {
      values.set(metric, byPerson(await listWorkHours(tx, portal.timeZone, span, people)));
    } else if (!isManual(metric)) {
      values.set(metric, byPerson(toCallValues(metric, ofCalls)));
    }
  }
  await readManual(context, asked, values);
  const none: DayValues = new Map();
  return {
    callSource,
    valuesOf: (metric, userId) => values.get(metric)?.get(userId) ?? none,
    callsOf: (userId) => calls.get(userId) ?? [],
    byHandOf: (userId) => (byHand.get(userId) ?? []).map(({ day, unknownLength }) => ({ day, calls: unknownLength })),
  };
}

/** Store and domain speak of the smallest unit: hours come in thousandths. */
export const toWhole = (metric: ThingMetric, value: number): number => value / 10 ** unitDigits(metricCatalogue[metric].unit, 0);

const isManual = (metric: ActivityMetric): metric is ManualCode => metric.startsWith('manual:');

async function readManual(
  { tx, portal }: ActivityContext,
  { metrics, span }: { readonly metrics: readonly ActivityMetric[]; readonly span: DaySpan },
  values: Map<ActivityMetric, Map<bigint, Map<string, number>>>,
): Promise<void> {
  const own = new Set(metrics.filter(isManual));
  if (own.size === 0) return;
  const known = (await listManualMetrics(tx)).filter((one) => own.has(manualCode(one)));
  const days = await listManualDays(
    tx,
    known.map(({ id }) => id),
    span,
  );
  for (const one of known) {
    const part = 10 ** unitDigits(one.unit, portal.currencyDigits);
    values.set(manualCode(one), byPerson((days.get(one.id) ?? []).map((row) => ({ ...row, value: row.value / part }))));
  }
}

/** Where the portal does not let the length of calls be read, every finished call in its cards counts, and nothing is known of direction. */
function toCallValues(
  metric: Exclude<ActivityMetric, ManualCode>,
  { calls, byHand, callSource }: { calls: Map<bigint, CallActivityDay[]>; byHand: Map<bigint, CallDayRow[]>; callSource: CallSource },
): DayValueRow[] {
  if (callSource !== 'statistics') {
    if (metric !== 'calls' || callSource === 'none') return [];
    return [...byHand.values()].flat().map(({ userId, day, unknownLength }) => ({ userId, day, value: unknownLength }));
  }
  const of = (day: CallActivityDay): number => {
    if (metric === 'calls-out') return day.outCounted;
    if (metric === 'calls-in') return day.inCounted;
    return metric === 'talk-minutes' ? day.talkSeconds / 60 : day.outCounted + day.inCounted;
  };
  return [...calls.values()].flat().map((day) => ({ userId: day.userId, day: day.day, value: of(day) }));
}

function byPerson(rows: readonly DayValueRow[]): Map<bigint, Map<string, number>> {
  const people = new Map<bigint, Map<string, number>>();
  for (const { userId, day, value } of rows) {
    const days = people.get(userId) ?? new Map<string, number>();
    people.set(userId, days.set(day, (days.get(day) ?? 0) + value));
  }
  return people;
}
