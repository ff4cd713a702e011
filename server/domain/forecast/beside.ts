import { divideHalfEven, sum } from '../money.ts';
import type { WonDay } from '../month-facts.ts';
import { monthOf, shiftMonth, type Month } from '../period.ts';

export interface PastMonth {
  readonly month: Month;
  /** Minor units. */
  readonly fact: bigint;
}

/** Ways to forecast a month that know its past and nothing of its deals; they stand beside the forecast and are never mixed into it. */
export interface BesideForecast {
  readonly trailing: { readonly value: bigint; readonly months: readonly PastMonth[] } | null;
  readonly lastYear: PastMonth | null;
}

const trailingMonths = 3;
export const monthsBack = 12;

/**
 * Mean of the last three whole months, and the same month a year ago. Months before the first win of the span are not zero but unknown:
 * nobody worked here then, or nobody has told us.
 */
export function besideForecast(won: readonly WonDay[], month: Month): BesideForecast {
  const facts = new Map(
    [...Map.groupBy(won, ({ day }) => monthOf(day))].map(([past, days]) => [past, sum(days.map(({ amount }) => amount))]),
  );
  const first = [...facts.keys()].toSorted()[0];
  const months = Array.from({ length: trailingMonths }, (_, back) => shiftMonth(month, back - trailingMonths))
    .filter((past) => first !== undefined && past >= first)
    .map((past) => ({ month: past, fact: facts.get(past) ?? 0n }));
  const total = sum(months.map(({ fact }) => fact));
  const yearAgo = shiftMonth(month, -monthsBack);
  const fact = facts.get(yearAgo) ?? 0n;
  return {
    trailing: total === 0n ? null : { value: divideHalfEven(total, BigInt(months.length)), months },
    lastYear: fact === 0n ? null : { month: yearAgo, fact },
  };
}
