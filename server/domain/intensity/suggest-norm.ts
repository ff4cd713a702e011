import { shiftDay, weekday, type Day } from '../period.ts';
import { isAtWork, type PersonCalendar } from './norms.ts';
import { medianOf, quantileOf, type DayValues } from './own-past.ts';

export const suggestionWeeks = 12;
/** Fewer worked days say nothing. */
const fewestDays = 20;
const upper = 0.8;

export interface NormSuggestion {
  readonly median: number;
  /** The level that one day in five reaches. */
  readonly upper: number;
  /** Medians by weekday from Monday on; null where nobody works then. */
  readonly weekdays: readonly (number | null)[];
  readonly people: number;
  readonly days: number;
}

/** What people have done on the days they worked in the twelve weeks before `today`; null without enough of them. */
export function suggestNorm(
  people: readonly { readonly calendar: PersonCalendar; readonly values: DayValues }[],
  today: Day,
): NormSuggestion | null {
  const days = Array.from({ length: suggestionWeeks * 7 }, (_, at) => shiftDay(today, -at - 1));
  const worked = people.map(({ calendar, values }) =>
    days.filter((day) => isAtWork(calendar, day)).map((day) => ({ weekday: weekday(day), value: values.get(day) ?? 0 })),
  );
  const all = worked.flat();
  const values = all.map(({ value }) => value);
  const [median, high] = [medianOf(values), quantileOf(values, upper)];
  if (median === null || high === null || all.length < fewestDays) return null;
  return {
    median,
    upper: high,
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((number) => medianOf(all.filter((one) => one.weekday === number).map(({ value }) => value))),
    people: worked.filter((own) => own.length > 0).length,
    days: all.length,
  };
}
