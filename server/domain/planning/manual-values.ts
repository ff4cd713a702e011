import type { Day } from '../period.ts';
import { isValueOld, type ManualMetric } from './metric.ts';

/** The valid number of a person for a day, in the metric's unit; null: from this day on the number is not kept for this person. */
export interface DayValue {
  readonly userId: bigint;
  readonly day: Day;
  readonly value: bigint | null;
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
