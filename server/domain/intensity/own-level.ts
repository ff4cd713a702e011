import { shiftDay, weekday, type Day } from '../period.ts';
import { isAtWork, type PersonCalendar } from './norms.ts';
import { medianOf, type DayValues } from './own-past.ts';

export const levelWeeks = 12;

/** What a person does on a usual day, from twelve weeks before a day. */
export interface OwnLevel {
  readonly mean: number;
  /** Of a single day. */
  readonly deviation: number;
  readonly mad: number;
  /** The first day with anything: days before it are not known to be days without. */
  readonly since: Day;
  /** The level of a weekday: the mean, moved by half towards what the weekday itself says. */
  readonly of: (day: Day) => number;
}

/** Null with fewer worked days than are asked for. */
export function levelBefore(person: PersonCalendar, values: DayValues, before: Day, fewestDays: number): OwnLevel | null {
  const days: { readonly weekday: number; readonly value: number }[] = [];
  let since: Day | null = null;
  for (let day = shiftDay(before, -7 * levelWeeks); day < before; day = shiftDay(day, 1)) {
    if (!isAtWork(person, day)) continue;
    const value = values.get(day) ?? 0;
    if (since === null && value > 0) since = day;
    if (since !== null) days.push({ weekday: weekday(day), value });
  }
  if (since === null || days.length < fewestDays) return null;
  const mean = days.reduce((total, { value }) => total + value, 0) / days.length;
  const weekdays = new Map<number, number>();
  for (const [number, own] of Map.groupBy(days, (one) => one.weekday)) {
    const ownMean = own.reduce((total, { value }) => total + value, 0) / own.length;
    weekdays.set(number, (ownMean + mean) / 2);
  }
  const of = (day: Day): number => weekdays.get(weekday(day)) ?? mean;
  const rests = days.map((one) => one.value - (weekdays.get(one.weekday) ?? mean));
  const variance = rests.reduce((total, rest) => total + rest * rest, 0) / Math.max(1, days.length - 1);
  // Counts swing by at least the root of their mean, however steady they were by luck.
  const deviation = Math.sqrt(Math.max(variance, mean));
  return { mean, deviation, mad: medianOf(rests.map(Math.abs)) ?? 0, since, of };
}
