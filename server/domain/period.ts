/** A calendar day `2026-11-16`; plain text, so that it has no zone of its own. */
export type Day = string;

/** A calendar month `2026-11`. */
export type Month = string;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function parts(month: Month): { year: number; month: number } {
  return { year: Number(month.slice(0, 4)), month: Number(month.slice(5, 7)) };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Number of days of a month. */
export function daysInMonth(month: Month): number {
  const at = parts(month);
  return at.month === 2 && isLeap(at.year) ? 29 : (monthLengths[at.month - 1] ?? 30);
}

/** All days of a month in order. */
export function listDays(month: Month): Day[] {
  return Array.from({ length: daysInMonth(month) }, (_, index) => `${month}-${pad(index + 1)}`);
}

/** The month `count` months later (or earlier when negative). */
export function shiftMonth(month: Month, count: number): Month {
  const at = parts(month);
  const months = at.year * 12 + at.month - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${pad((months % 12) + 1)}`;
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function firstDay(month: Month): Day {
  return `${month}-01`;
}

export function lastDay(month: Month): Day {
  return `${month}-${pad(daysInMonth(month))}`;
}

/** Days since 1 March 0000 of the proleptic Gregorian calendar (Howard Hinnant's civil calendar algorithm). */
function toSerial(day: Day): number {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
}

function fromSerial(serial: number): Day {
  const era = Math.floor(serial / 146_097);
  const dayOfEra = serial - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(date)}`;
}

/** The day `count` days later (or earlier when negative). */
export function shiftDay(day: Day, count: number): Day {
  return fromSerial(toSerial(day) + count);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return toSerial(to) - toSerial(from);
}

/** Weekday of a day: 1 Monday … 7 Sunday. */
export function weekday(day: Day): number {
  // 1 March 0000 is a Wednesday.
  return ((toSerial(day) + 2) % 7) + 1;
}
