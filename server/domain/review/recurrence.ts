import { shiftMonth, type Month } from '../period.ts';

/** A month that has ended: what a person was to bring and brought. Minor units. */
export interface EndedMonth {
  readonly month: Month;
  readonly plan: bigint | null;
  readonly fact: bigint;
}

/** How many months in a row, the present one included, a number has been red: a month without a plan or one that was met ends the row. */
export function countMonthsInRow(present: Month, ended: readonly EndedMonth[]): number {
  const red = new Set(ended.filter(isRed).map(({ month }) => month));
  let count = 1;
  while (red.has(shiftMonth(present, -count))) count += 1;
  return count;
}

/** The same limit as of the pace: below nine tenths of the plan. */
function isRed({ plan, fact }: EndedMonth): boolean {
  return plan !== null && plan > 0n && fact * 10n < plan * 9n;
}

/** In how many reviews in a row, the latest first, a subject was on the agenda. */
export function countReviewsInRow(reviews: readonly { readonly hadSubject: boolean }[]): number {
  const broken = reviews.findIndex(({ hadSubject }) => !hadSubject);
  return broken === -1 ? reviews.length : broken;
}
