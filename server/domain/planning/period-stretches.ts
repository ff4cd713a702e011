import type { Day } from '../period.ts';
import type { Calendar } from '../workdays.ts';
import { fullCalendar, listPersonWorkdays } from './person-workdays.ts';
import { lengthOf, periodOf, type PlanPeriod } from './plan-period.ts';

export type StretchKind = 'day' | 'week' | 'month';

/** Calendar days up to which a plan is spread over days, and up to which over weeks. */
const [mostForDays, mostForWeeks] = [14, 62];

/** Working days in a row that a person spreads a target over. */
export interface Stretch {
  readonly from: Day;
  readonly to: Day;
  readonly workdays: number;
}

/** What a plan is spread over by whom it is for: a week by days, a month by weeks, a quarter and a year by months. */
export function stretchKind(period: PlanPeriod): StretchKind {
  const length = lengthOf(period);
  return length <= mostForDays ? 'day' : length <= mostForWeeks ? 'week' : 'month';
}

/** Days, calendar weeks or months of a period cut at its ends and to their working days; what has none of them is left out. */
export function listStretches(calendar: Calendar, period: PlanPeriod): Stretch[] {
  const kind = stretchKind(period);
  const days = Map.groupBy(listPersonWorkdays(fullCalendar(calendar), period), (day) => periodOf(kind, day).key);
  return [...days.values()].map((own) => ({ from: own[0] ?? period.from, to: own.at(-1) ?? period.to, workdays: own.length }));
}
