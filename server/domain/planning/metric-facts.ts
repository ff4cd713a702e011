import { ratioOf } from './combine-targets.ts';
import { partsOf, type CountableCode } from './countable-metrics.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { Day } from '../period.ts';
import { parsePlanPeriod, type PeriodKey } from './plan-period.ts';

/**
 * What things of the same people in a month, or in another period, sum to, in the metric's smallest unit.
 * Somebody's alone has one of the people, nobody's has none; things that several share stand once, with all of them.
 */
export interface FactShare {
  readonly people: readonly bigint[];
  readonly month: PeriodKey;
  readonly value: bigint;
}

/** Sums of shares by month for any group of people; undefined is everybody, also those whom the structure does not know. */
export type GroupSums = (people: ReadonlySet<bigint> | undefined) => ReadonlyMap<PeriodKey, bigint>;

/** Looks through the shares once, so that hundreds of groups can be summed: what several of a group share counts once in it. */
export function sumByGroup(shares: readonly FactShare[]): GroupSums {
  const alone = new Map<bigint, FactShare[]>();
  const shared = new Map<bigint, FactShare[]>();
  for (const share of shares) {
    const known = share.people.length === 1 ? alone : shared;
    for (const userId of share.people) {
      const own = known.get(userId);
      if (own === undefined) known.set(userId, [share]);
      else own.push(share);
    }
  }
  return (people) => {
    if (people === undefined) return addUp(shares);
    const own = [...people].flatMap((userId) => alone.get(userId) ?? []);
    const common = new Set([...people].flatMap((userId) => shared.get(userId) ?? []));
    return addUp([...own, ...common]);
  };
}

function addUp(shares: readonly FactShare[]): Map<PeriodKey, bigint> {
  const sums = new Map<PeriodKey, bigint>();
  for (const { month, value } of shares) sums.set(month, (sums.get(month) ?? 0n) + value);
  return sums;
}

/** What is counted: months or other periods in order, today, and the sums of the metric's parts as `partsOf` names them. */
export interface Counted {
  readonly months: readonly PeriodKey[];
  readonly today: Day;
  readonly parts: readonly GroupSums[];
}

/**
 * The facts of a group month by month and of all months together, in the metric's smallest unit. A month to come has none yet,
 * a ratio of nothing has none at all; of a state the last month that has begun stands for all.
 */
export function factsOfGroup(
  code: CountableCode,
  people: ReadonlySet<bigint> | undefined,
  { months, today, parts }: Counted,
): { values: (bigint | null)[]; total: bigint | null } {
  const metric = metricCatalogue[code];
  const sums = partsOf(code).map((_, at) => parts[at]?.(people) ?? new Map<PeriodKey, bigint>());
  const begun = months.filter((month) => hasBegun(month, today));
  const numberOf = (of: readonly PeriodKey[]): bigint | null => {
    if (of.length === 0) return null;
    const [first = 0n, second] = sums.map((part) => of.reduce((total, month) => total + (part.get(month) ?? 0n), 0n));
    return second === undefined ? first : ratioOf(metric, first, second);
  };
  return {
    values: months.map((month) => numberOf(begun.includes(month) ? [month] : [])),
    total: numberOf(metric.overTime === 'latest' ? begun.slice(-1) : begun),
  };
}

/** The first day of a period is today or has passed. */
export function hasBegun(key: PeriodKey, today: Day): boolean {
  return (parsePlanPeriod(key)?.from ?? '9999-12-31') <= today;
}
