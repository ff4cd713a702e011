import type { Day } from '../period.ts';
import { isWorkday, type Calendar } from '../workdays.ts';
import type { PlanPeriod } from './plan-period.ts';
import { listPeriodDays } from './sub-periods.ts';

/** Days of a person that are not worked; both ends belong to it. */
export interface DaySpan {
  readonly from: Day;
  readonly to: Day;
}

/** When a person works: the company's calendar, from the first day to the last, without absences. */
export interface PersonCalendar {
  readonly calendar: Calendar;
  readonly joinedOn: Day | null;
  /** The last day that is still worked. */
  readonly leftOn: Day | null;
  readonly absences: readonly DaySpan[];
}

/** The calendar of somebody who works all its days. */
export function fullCalendar(calendar: Calendar): PersonCalendar {
  return { calendar, joinedOn: null, leftOn: null, absences: [] };
}

export function isPersonWorkday(person: PersonCalendar, day: Day): boolean {
  if (person.joinedOn !== null && day < person.joinedOn) return false;
  if (person.leftOn !== null && day > person.leftOn) return false;
  return isWorkday(person.calendar, day) && !person.absences.some((absence) => absence.from <= day && day <= absence.to);
}

/** Own working days of a period in order. */
export function listPersonWorkdays(person: PersonCalendar, period: Pick<PlanPeriod, 'from' | 'to'>): Day[] {
  return listPeriodDays(period).filter((day) => isPersonWorkday(person, day));
}
