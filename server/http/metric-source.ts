import { rankField, relationshipDays } from '#domain/intensity/relationship.ts';
import { isWithoutRule, rulesInForce } from '#domain/intensity/metric-rules.ts';
import { hasClientOwners, partsOf, type Attribution, type CountableCode, type ThingCode } from '#domain/planning/countable-metrics.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { hasBegun, type FactShare } from '#domain/planning/metric-facts.ts';
import type { MetricSource } from '#domain/planning/metric.ts';
import type { PeriodKey, PlanPeriod } from '#domain/planning/plan-period.ts';
import { shiftDay } from '#domain/period.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listShares } from '#store/metric-facts.ts';
import { listReadTimes } from '#store/read-times.ts';
import type { ThingsAsked } from '#store/things.ts';
import { readCallSource } from './call-source.ts';
import { readPeriod } from './asked-period.ts';
import { readFactSource, type FactsContext } from './month-facts.ts';
import { findRelationshipField } from './relationship-field.ts';

/** A client who bought nothing for so long is not active; the portal has no setting of it yet. */
const activeDays = 90;

/** What a metric is read from in this portal: how fresh it is, and what to ask the store for. */
export interface MetricReading {
  readonly isRefused: boolean;
  /** Nobody has said of what the metric is counted. */
  readonly isUnset: boolean;
  readonly factsAt: Date | null;
  /** As it was asked for, where the metric knows it. */
  readonly attribution: Attribution;
  /** The things of a month or another period; of a state as it is at its end, or now. */
  thingsOf(key: PeriodKey): ThingsAsked;
  /** What each of the metric's parts says of the periods that have begun, which follow one another. */
  listShares(keys: readonly PeriodKey[]): Promise<(readonly FactShare[])[]>;
}

/** Entities of the copy that the portal may refuse to let us read; goods come with their deals. */
const entityOf: Partial<Record<MetricSource, string>> = {
  'product-rows': 'product-rows',
  leads: 'leads',
  contacts: 'contacts',
  quotes: 'quotes',
  invoices: 'invoices',
  payments: 'payments',
  tasks: 'tasks',
};
const readWithDeals: ReadonlySet<MetricSource> = new Set<MetricSource>(['deals', 'clients', 'product-rows']);

export async function readMetric(context: FactsContext, code: CountableCode, asked: Attribution = 'responsible'): Promise<MetricReading> {
  const { tx, portal, today, counting } = context;
  const parts = partsOf(code);
  const freshness = await readFreshness(context, parts);
  const source = await readFactSource(context);
  const attribution = asked === 'client-owner' && hasClientOwners(code) ? asked : 'responsible';
  const field = parts.some((part) => part.startsWith('relationship-')) ? await findRelationshipField(tx) : null;
  const basic = {
    source,
    currency: portal.baseCurrency,
    digits: portal.currencyDigits,
    callsFrom: freshness.callsFrom,
    rules: rulesInForce(counting.metricRules),
    ...(field === null ? {} : { relationshipField: rankField(field) }),
    ...(attribution === 'client-owner' ? { isByClientOwner: true } : {}),
  };
  const thingsOf = ({ from, to }: Pick<PlanPeriod, 'from' | 'to'>): ThingsAsked => {
    const last = to < today ? to : today;
    // Facts are counted as they stand, also those that somebody has dated ahead; a state is looked at today.
    const before = shiftDay(metricCatalogue[code].overTime === 'latest' ? last : to, 1);
    return {
      ...basic,
      span: { from, before },
      activeSince: shiftDay(last, 1 - activeDays),
      through: last,
      relationshipDays,
    };
  };
  return {
    isRefused: freshness.isRefused || isWithoutRule(counting.metricRules, code),
    isUnset: isWithoutRule(counting.metricRules, code),
    factsAt: freshness.at,
    attribution,
    thingsOf: (key) => thingsOf(readPeriod(key)),
    listShares: async (keys) => {
      const begun = keys.filter((key) => hasBegun(key, today)).map(readPeriod);
      const [first, last] = [begun[0], begun.at(-1)];
      if (first === undefined || last === undefined) return parts.map(() => []);
      const areMonths = begun.every(({ kind }) => kind === 'month');
      const shares: (readonly FactShare[])[] = [];
      for (const part of parts) {
        // Days sort themselves into months; a state, and any other period, is asked for alone.
        if (metricCatalogue[part].overTime === 'latest' || !areMonths) shares.push(await listOneByOne(part, begun));
        else shares.push(await listShares(tx, part, thingsOf({ from: first.from, to: last.to })));
      }
      return shares;
    },
  };

  async function listOneByOne(part: ThingCode, periods: readonly PlanPeriod[]): Promise<FactShare[]> {
    const shares: FactShare[] = [];
    for (const period of periods) shares.push(...(await listShares(tx, part, thingsOf(period), period.key)));
    return shares;
  }
}

interface MetricFreshness {
  /** As old as the oldest of what the metric is made of. */
  readonly at: Date | null;
  readonly isRefused: boolean;
  readonly callsFrom: ThingsAsked['callsFrom'];
}

async function readFreshness({ tx }: FactsContext, parts: readonly ThingCode[]): Promise<MetricFreshness> {
  const sources = parts.map((part) => metricCatalogue[part].source);
  const { dealsAt, callsAt } = await findFactTimes(tx);
  const callSource = sources.includes('calls') ? await readCallSource(tx) : 'statistics';
  const read = await listReadTimes(
    tx,
    sources.flatMap((source) => entityOf[source] ?? []),
  );
  const times = sources.map((source) => {
    if (source === 'calls' || source === 'activities' || source === 'open-lines') return callsAt;
    return readWithDeals.has(source) ? dealsAt : (read.find(({ entity }) => entity === entityOf[source])?.at ?? null);
  });
  return {
    at: times.reduce((oldest, at) => (oldest === null || at === null ? null : at < oldest ? at : oldest), times[0] ?? null),
    isRefused: callSource === 'none' || read.some(({ isRefused }) => isRefused),
    callsFrom: callSource === 'activities' ? 'activities' : 'statistics',
  };
}
