import { shiftDay, type Day } from '../period.ts';
import { isAtWork, type PersonCalendar } from './norms.ts';

/** Values of a person by day; a day without one is 0 where the person worked. */
export type DayValues = ReadonlyMap<Day, number>;

export const pastWeeks = 4;
/** Of four same weekdays so many must have been worked, or the past says nothing of the day. */
const fewestSame = 2;

/** The middle of values, or the mean of the two middle ones. */
export function medianOf(values: readonly number[]): number | null {
  return quantileOf(values, 0.5);
}

/** Linear between neighbours. */
export function quantileOf(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/** What the person did on the same weekday of the weeks before a day, worked days only, newest first. */
export function sameWeekdays(person: PersonCalendar, values: DayValues, day: Day, since: Day | null = null): number[] {
  const past: number[] = [];
  for (const one of workedBefore(person, day)) if (since === null || one >= since) past.push(values.get(one) ?? 0);
  return past;
}

/** A page asks for the same days of a person once for each metric. */
const worked = new WeakMap<PersonCalendar, Map<Day, readonly Day[]>>();

function workedBefore(person: PersonCalendar, day: Day): readonly Day[] {
  const known = worked.get(person) ?? new Map<Day, readonly Day[]>();
  worked.set(person, known);
  const days =
    known.get(day) ?? Array.from({ length: pastWeeks }, (_, at) => shiftDay(day, -7 * (at + 1))).filter((past) => isAtWork(person, past));
  known.set(day, days);
  return days;
}

/** The own usual of a day: the median of the same weekday over four weeks; null without enough of them. */
export function usualOn(person: PersonCalendar, values: DayValues, day: Day, since: Day | null = null): number | null {
  const past = sameWeekdays(person, values, day, since);
  return past.length < fewestSame ? null : medianOf(past);
}

/** The own usual of some days; days not worked count nothing, null where any worked day has too little past. */
export function usualOver(person: PersonCalendar, values: DayValues, days: readonly Day[], since: Day | null = null): number | null {
  const own = days.filter((day) => isAtWork(person, day));
  const usual = own.map((day) => usualOn(person, values, day, since));
  return own.length === 0 || usual.includes(null) ? null : usual.reduce<number>((total, value) => total + (value ?? 0), 0);
}
