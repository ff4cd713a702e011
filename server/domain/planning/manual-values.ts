import { sum } from '../money.ts';
import { monthOf, type Day, type Month } from '../period.ts';
import { isValueOld, type ManualMetric } from './metric.ts';

/** The valid number of a person for a day, in the metric's unit; null: from this day on the number is not kept for this person. */
export interface DayValue {
  readonly userId: bigint;
  readonly day: Day;
  readonly value: bigint | null;
}

export interface PersonMonth {
  readonly userId: bigint;
  readonly month: Month;
  readonly value: bigint;
}

/**
 * Numbers of days as facts of months, by person and month: `sum` adds the days up, `latest` takes the last one.
 * A month in which nothing was entered has no fact, which is not the fact 0.
 */
export function toPersonMonths(overTime: ManualMetric['overTime'], values: readonly DayValue[]): PersonMonth[] {
  const months = new Map<string, DayValue[]>();
  for (const value of values) {
    const key = `${value.userId} ${monthOf(value.day)}`;
    months.set(key, [...(months.get(key) ?? []), value]);
  }
  return [...months.values()].flatMap((days) => toPersonMonth(overTime, days)).sort(byPersonAndMonth);
}

function toPersonMonth(overTime: ManualMetric['overTime'], days: readonly DayValue[]): PersonMonth[] {
  const last = days.reduce((latest, candidate) => (candidate.day > latest.day ? candidate : latest));
  const known = days.flatMap(({ value }) => (value === null ? [] : [value]));
  const value = overTime === 'latest' ? last.value : known.length === 0 ? null : sum(known);
  return value === null ? [] : [{ userId: last.userId, month: monthOf(last.day), value }];
}

function byPersonAndMonth(a: PersonMonth, b: PersonMonth): number {
  if (a.userId !== b.userId) return a.userId < b.userId ? -1 : 1;
  return a.month < b.month ? -1 : 1;
}

/** What a metric waits for; null when nothing has to be entered. */
export type Waiting = { readonly kind: 'nothing-entered' } | { readonly kind: 'old'; readonly userIds: readonly bigint[] } | null;

/** `newest` holds the newest day of each person who has ever had a number; nobody waits for those who do not work any more. */
export function findWaiting(
  manual: Pick<ManualMetric, 'source' | 'oldAfterDays'>,
  newest: readonly DayValue[],
  { today, working }: { today: Day; working: ReadonlySet<bigint> },
): Waiting {
  if (newest.length === 0) return isValueOld(manual, null, today) ? { kind: 'nothing-entered' } : null;
  const old = newest.filter(({ userId, day, value }) => value !== null && working.has(userId) && isValueOld(manual, day, today));
  return old.length === 0 ? null : { kind: 'old', userIds: old.map(({ userId }) => userId) };
}
