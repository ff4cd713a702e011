import { listDays, shiftDay, weekday, type Day, type Month } from './period.ts';

/** Which days are worked; built at the edge from the portal's settings and the production calendar. */
export interface Calendar {
  /** Weekdays off: 1 Monday … 7 Sunday. */
  readonly weekDaysOff: readonly number[];
  readonly daysOff: ReadonlySet<Day>;
  /** Days worked although they would be off. */
  readonly extraWorkdays: ReadonlySet<Day>;
  /** Days off of every year as `MM-DD`. */
  readonly yearlyDaysOff: ReadonlySet<string>;
  /** Days of every year worked although they would be off, as `MM-DD`; a day off of one year wins. */
  readonly yearlyWorkdays?: ReadonlySet<string>;
}

export function isWorkday(calendar: Calendar, day: Day): boolean {
  if (calendar.extraWorkdays.has(day)) return true;
  if (calendar.daysOff.has(day)) return false;
  if (calendar.yearlyWorkdays?.has(day.slice(5)) === true) return true;
  if (calendar.yearlyDaysOff.has(day.slice(5))) return false;
  return !calendar.weekDaysOff.includes(weekday(day));
}

/** A screen asks for the same month once for each of its rows. */
const listed = new WeakMap<Calendar, Map<Month, readonly Day[]>>();

/** Working days of a month in order. */
export function listWorkdays(calendar: Calendar, month: Month): readonly Day[] {
  const months = listed.get(calendar) ?? new Map<Month, readonly Day[]>();
  listed.set(calendar, months);
  const workdays = months.get(month) ?? listDays(month).filter((day) => isWorkday(calendar, day));
  months.set(month, workdays);
  return workdays;
}

/**
 * Working days of the month that have ended before `today`; today is not counted until it ends.
 * Golden: November 2026 in Russia has 20, and 9 of them have passed on the 16th.
 */
export function listPassedWorkdays(calendar: Calendar, month: Month, today: Day): readonly Day[] {
  return listWorkdays(calendar, month).filter((day) => day < today);
}

/** The working day before `day`, looking back at most `limit` days. */
export function previousWorkday(calendar: Calendar, day: Day, limit = 30): Day | undefined {
  for (let back = 1; back <= limit; back += 1) {
    const candidate = shiftDay(day, -back);
    if (isWorkday(calendar, candidate)) return candidate;
  }
  return undefined;
}

/** The `count` last working days before `day`, newest first. */
export function lastWorkdays(calendar: Calendar, day: Day, count: number): Day[] {
  const found: Day[] = [];
  let at: Day | undefined = day;
  while (found.length < count && at !== undefined) {
    at = previousWorkday(calendar, at);
    if (at !== undefined) found.push(at);
  }
  return found;
}
