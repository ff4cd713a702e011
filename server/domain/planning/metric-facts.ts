import { ratioOf } from './combine-targets.ts';
import { partsOf, type CountableCode } from './countable-metrics.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { Month } from '../period.ts';

/**
 * What things of the same people in a month sum to, in the metric's smallest unit.
 * Somebody's alone has one of the people, nobody's has none; things that several share stand once, with all of them.
 */
export interface FactShare {
  readonly people: readonly bigint[];
  readonly month: Month;
  readonly value: bigint;
}

/** Sums of shares by month for any group of people; undefined is everybody, also those whom the structure does not know. */
export type GroupSums = (people: ReadonlySet<bigint> | undefined) => ReadonlyMap<Month, bigint>;

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

function addUp(shares: readonly FactShare[]): Map<Month, bigint> {
  const sums = new Map<Month, bigint>();
  for (const { month, value } of shares) sums.set(month, (sums.get(month) ?? 0n) + value);
  return sums;
}

/** What is counted: months in order, the present one, and the sums of the metric's parts as `partsOf` names them. */
export interface Counted {
  readonly months: readonly Month[];
  readonly present: Month;
  readonly parts: readonly GroupSums[];
}

/**
 * The facts of a group month by month and of all months together, in the metric's smallest unit. A month to come has none yet,
 * a ratio of nothing has none at all; of a state the last month that has begun stands for all.
 */
export function factsOfGroup(
  code: CountableCode,
  people: ReadonlySet<bigint> | undefined,
  { months, present, parts }: Counted,
): { values: (bigint | null)[]; total: bigint | null } {
  const metric = metricCatalogue[code];
  const sums = partsOf(code).map((_, at) => parts[at]?.(people) ?? new Map<Month, bigint>());
  const begun = months.filter((month) => month <= present);
  const numberOf = (of: readonly Month[]): bigint | null => {
    if (of.length === 0) return null;
    const [first = 0n, second] = sums.map((part) => of.reduce((total, month) => total + (part.get(month) ?? 0n), 0n));
    return second === undefined ? first : ratioOf(metric, first, second);
  };
  return {
    values: months.map((month) => numberOf(month <= present ? [month] : [])),
    total: numberOf(metric.overTime === 'latest' ? begun.slice(-1) : begun),
  };
}
