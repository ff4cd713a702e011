import { createRandom, type Random } from '#domain/forecast/random.ts';
import { shiftDay, weekday, type Day } from '#domain/period.ts';
import { productionCalendars } from '#domain/production-calendar.ts';
import { isWorkday, type Calendar } from '#domain/workdays.ts';
import type { PersonCalendar } from '#domain/intensity/norms.ts';

const russia = Object.values(productionCalendars['ru'] ?? {});

export const calendar: Calendar = {
  weekDaysOff: [6, 7],
  daysOff: new Set(russia.flatMap(({ daysOff }) => daysOff)),
  extraWorkdays: new Set(russia.flatMap(({ workdays }) => workdays)),
  yearlyDaysOff: new Set(),
};

/** A person who makes twelve calls a day on average, with a variance of one and a half times the mean. */
export const meanCalls = 12;
/** Mondays are busier than Fridays. */
const weekdayEffect = [1.1, 1.05, 1, 1, 0.85, 0.6, 0.6];

export interface GeneratedPerson {
  readonly calendar: PersonCalendar;
  readonly values: ReadonlyMap<Day, number>;
}

/** A year of calls and a quarter before it, two weeks of holidays and two days of illness in it; from `dropOn` on only a part of the calls is made. */
export function generatePerson(
  seed: number,
  first: Day,
  days: number,
  drop: { readonly on: Day; readonly part: number } | null,
): GeneratedPerson {
  const random = createRandom(seed);
  const absent = new Set<Day>();
  const holiday = shiftDay(first, 90 + Math.floor(random.uniform() * (days - 120)));
  for (let day = 0; day < 14; day += 1) absent.add(shiftDay(holiday, day));
  for (let ill = 0; ill < 2; ill += 1) absent.add(shiftDay(first, Math.floor(random.uniform() * days)));
  const person: PersonCalendar = { calendar, absent, joinedOn: null, leftOn: null };
  const values = new Map<Day, number>();
  for (let at = 0; at < days; at += 1) {
    const day = shiftDay(first, at);
    // The same draws are made on every day, so that a drop changes nothing but what follows it.
    const calls = drawCalls(random, day, drop);
    if (isWorkday(calendar, day) && !absent.has(day)) values.set(day, calls);
  }
  return { calendar: person, values };
}

function drawCalls(random: Random, day: Day, drop: { readonly on: Day; readonly part: number } | null): number {
  const mean = meanCalls * (weekdayEffect[weekday(day) - 1] ?? 1) * (drop !== null && day >= drop.on ? drop.part : 1);
  // A Poisson whose mean swings by a gamma of variance 1 / (2 × mean): the variance is 1.5 × mean.
  return mean === 0 ? 0 : random.poisson(mean * random.gamma(1 / Math.sqrt(2 * mean)));
}
