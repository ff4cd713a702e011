import { AppError } from '#kernel/errors.ts';
import { rankField, relationshipDays } from '#domain/intensity/relationship.ts';
import { isWithoutRule, rulesInForce } from '#domain/intensity/metric-rules.ts';
import { partsOf, type CountableCode, type ThingCode } from '#domain/planning/countable-metrics.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { FactShare } from '#domain/planning/metric-facts.ts';
import type { MetricSource } from '#domain/planning/metric.ts';
import { firstDay, lastDay, monthOf, shiftDay, shiftMonth, type Month } from '#domain/period.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listShares } from '#store/metric-facts.ts';
import { listReadTimes } from '#store/read-times.ts';
import type { ThingsAsked } from '#store/things.ts';
import { readCallSource } from './call-source.ts';
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
  /** The things of a month; of a state as it is at the month's end, or now. */
  monthOf(month: Month): ThingsAsked;
  /** What each of the metric's parts says of the months that have begun. */
  listShares(months: readonly Month[]): Promise<(readonly FactShare[])[]>;
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

export async function readMetric(context: FactsContext, code: CountableCode): Promise<MetricReading> {
  const { tx, portal, today, counting } = context;
  const parts = partsOf(code);
  const freshness = await readFreshness(context, parts);
  const source = await readFactSource(context);
  const field = parts.some((part) => part.startsWith('relationship-')) ? await findRelationshipField(tx) : null;
  const basic = {
    source,
    currency: portal.baseCurrency,
    digits: portal.currencyDigits,
    callsFrom: freshness.callsFrom,
    rules: rulesInForce(counting.metricRules),
    ...(field === null ? {} : { relationshipField: rankField(field) }),
  };
  const asked = (from: Month, to: Month): ThingsAsked => {
    const last = lastDay(to) < today ? lastDay(to) : today;
    // Facts are counted as they stand, also those that somebody has dated ahead; a state is looked at today.
    const before = metricCatalogue[code].overTime === 'latest' ? shiftDay(last, 1) : firstDay(shiftMonth(to, 1));
    return {
      ...basic,
      span: { from: firstDay(from), before },
      activeSince: shiftDay(last, 1 - activeDays),
      through: last,
      relationshipDays,
    };
  };
  return {
    isRefused: freshness.isRefused || isWithoutRule(counting.metricRules, code),
    isUnset: isWithoutRule(counting.metricRules, code),
    factsAt: freshness.at,
    monthOf: (month) => asked(month, month),
    listShares: async (months) => {
      const begun = months.filter((month) => month <= monthOf(today));
      const [first, last] = [begun[0], begun.at(-1)];
      if (first === undefined || last === undefined) return parts.map(() => []);
      const shares: (readonly FactShare[])[] = [];
      for (const part of parts) {
        if (metricCatalogue[part].overTime === 'latest') shares.push(await listStates(part, begun));
        else shares.push(await listShares(tx, part, asked(first, last)));
      }
      return shares;
    },
  };

  async function listStates(part: ThingCode, months: readonly Month[]): Promise<FactShare[]> {
    const states: FactShare[] = [];
    for (const month of months) states.push(...(await listShares(tx, part, asked(month, month), month)));
    return states;
  }
}

/** The months asked for; the calendar of the contract ends somewhere. */
export function listMonths(from: Month, count: number): Month[] {
  const months = Array.from({ length: count }, (_, at) => shiftMonth(from, at));
  if ((months.at(-1) ?? from) > '2199-12') throw new AppError('bad-request', 'The months reach beyond the calendar');
  return months;
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
