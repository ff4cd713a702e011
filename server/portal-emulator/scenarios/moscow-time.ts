import type { SeededRandom } from './seeded-random.ts';

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** Moscow keeps UTC+3 all year since 2014. */
const moscowOffsetMs = 3 * 3_600_000;

/** Instant of a Moscow wall clock, `2026-11-16 10:42`. */
export function moscow(wallClock: string): number {
  return Date.parse(`${wallClock.replace(' ', 'T')}Z`) - moscowOffsetMs;
}

/** Calendar day in Moscow, `2026-11-16`. */
export function moscowDay(instant: number): string {
  return new Date(instant + moscowOffsetMs).toISOString().slice(0, 10);
}

export function toInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Week-ends and the days off of the production calendar that the history touches. */
export function isWorkday(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  const monthDay = day.slice(5);
  return !(monthDay >= '01-01' && monthDay <= '01-08') && !publicHolidays.has(monthDay);
}

export function workdaysBetween(firstDay: string, lastDay: string): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) if (isWorkday(day)) days.push(day);
  return days;
}

export function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** A moment inside office hours of a day. */
export function workMoment(random: SeededRandom, day: string): number {
  return moscow(`${day} 09:10`) + random.between(0, 505) * minuteMs + random.between(0, 59) * 1000;
}

/** The nearest earlier moment when people are at work. */
export function toWorkTime(instant: number): number {
  let day = moscowDay(instant);
  while (!isWorkday(day)) day = addDays(day, -1);
  const minutes = Math.floor((instant + moscowOffsetMs) / minuteMs) % 1440;
  const inOffice = minutes >= 545 && minutes < 1075 ? minutes : 545 + ((minutes * 7919) % 530);
  const seconds = Math.floor(instant / 1000) % 60;
  return moscow(`${day} 00:00`) + inOffice * minuteMs + seconds * 1000;
}

const publicHolidays = new Set(['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']);
