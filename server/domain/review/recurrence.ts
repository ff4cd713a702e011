import { shiftMonth, type Month } from '../period.ts';
import type { Metric } from '../plan.ts';
import { isRedAgainst } from './red-level.ts';

/** A month that has ended: what a person was to bring of a metric and brought, in the smallest part of its unit. */
export interface EndedMonth {
  readonly month: Month;
  readonly metric: Metric;
  readonly plan: bigint | null;
  /** Null where it is not known: such a month is not red. */
  readonly fact: bigint | null;
}

/** How many months in a row, the present one included, a number has been red: a month without a plan or one that was met ends the row. */
export function countMonthsInRow(present: Month, ended: readonly EndedMonth[]): number {
  const red = new Set(ended.filter(isRed).map(({ month }) => month));
  let count = 1;
  while (red.has(shiftMonth(present, -count))) count += 1;
  return count;
}

/** By the same limits as the present one. */
function isRed({ metric, plan, fact }: EndedMonth): boolean {
  return plan !== null && fact !== null && isRedAgainst({ metric, fact, expected: plan });
}

/** In how many reviews in a row, the latest first, a subject was on the agenda. */
export function countReviewsInRow(reviews: readonly { readonly hadSubject: boolean }[]): number {
  const broken = reviews.findIndex(({ hadSubject }) => !hadSubject);
  return broken === -1 ? reviews.length : broken;
}
