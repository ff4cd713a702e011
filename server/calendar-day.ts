/** Making one takes longer than a thousand uses of it; there are as many as zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone, `2026-11-16`. */
export function toDay(instant: Date, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(instant);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of an instant on the wall clock of a time zone, `10:42`. */
export function toTimeOfDay(instant: Date, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  clocks.set(timeZone, clock);
  return clock.format(instant);
}

/** Days since 1970 on the wall clock of a time zone, to the minute. */
export function toDayNumber(instant: Date, timeZone: string): number {
  return Date.parse(`${toDay(instant, timeZone)}T${toTimeOfDay(instant, timeZone)}:00Z`) / 86_400_000;
}
