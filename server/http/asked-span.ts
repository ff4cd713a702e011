import { daysBetween, shiftDay, type Day, type Month } from '#domain/period.ts';
import { AppError } from '#kernel/errors.ts';
import type { DaySpan } from '#store/won-day.ts';
import { spanOf } from './learned-forecast.ts';

export interface AskedSpan {
  readonly month: Month;
  /** Any days instead of the month, both inclusive. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

const longestDays = 366;

/** The days that are asked for; a day that no calendar has is none. */
export function readSpan({ month, from, to }: AskedSpan): DaySpan {
  if (from === undefined && to === undefined) return spanOf(month);
  if (from === undefined || to === undefined) throw new AppError('bad-request', 'The first and the last day go together');
  const isThere = (day: Day): boolean => shiftDay(day, 0) === day;
  const length = isThere(from) && isThere(to) ? daysBetween(from, to) + 1 : 0;
  if (length < 1 || length > longestDays) throw new AppError('bad-request', 'The days end before they begin, or are more than a year');
  return { from, before: shiftDay(to, 1) };
}
