import type { CalendarEvent, CalendarRule } from './records/calendar-event.ts';
import { zoneOf } from './site-dates.ts';

const dayMs = 86_400_000;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The times an event takes place within a window; each occurrence keeps the wall clock of the first one. */
export function occurrencesOf(event: CalendarEvent, window: Window): CalendarEvent[] {
  if (!event.rule) return isWithin(event, window) ? [event] : [];
  const zone = zoneOf(event.zoneFrom);
  const lengthMs = Date.parse(event.endAt) - Date.parse(event.startAt);
  const first = zone.writeInstant(event.startAt);
  const time = first.slice(11, 19);
  const found: CalendarEvent[] = [];
  for (const day of daysOf(event.rule, first.slice(0, 10), zone.dayOf(window.toMs))) {
    const startMs = zone.readInstant(`${day} ${time}`);
    const occurrence = { ...event, startAt: writeSeconds(startMs), endAt: writeSeconds(startMs + lengthMs) };
    if (isWithin(occurrence, window)) found.push(occurrence);
  }
  return found;
}

function isWithin(event: CalendarEvent, { fromMs, toMs }: Window): boolean {
  return Date.parse(event.startAt) < toMs && Date.parse(event.endAt) > fromMs;
}

/** Calendar days of a rule up to the last day that is asked for. */
function* daysOf(rule: CalendarRule, firstDay: string, lastDay: string): Generator<string> {
  const last = rule.until !== null && rule.until < lastDay ? rule.until : lastDay;
  let given = 0;
  for (let day = firstDay; day <= last; day = nextDay(day)) {
    if (!fits(rule, firstDay, day)) continue;
    yield day;
    given += 1;
    if (rule.count !== null && given >= rule.count) return;
  }
}

function fits({ frequency, interval, weekdays: wanted }: CalendarRule, firstDay: string, day: string): boolean {
  const [first, at] = [Date.parse(firstDay), Date.parse(day)];
  const months = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  switch (frequency) {
    case 'DAILY':
      return ((at - first) / dayMs) % interval === 0;
    case 'WEEKLY':
      return ((mondayOf(at) - mondayOf(first)) / dayMs / 7) % interval === 0 && isAmong(wanted, at, first);
    case 'MONTHLY':
      return day.slice(8) === firstDay.slice(8) && (months(day) - months(firstDay)) % interval === 0;
    case 'YEARLY':
      return day.slice(5) === firstDay.slice(5) && (Number(day.slice(0, 4)) - Number(firstDay.slice(0, 4))) % interval === 0;
  }
}

function isAmong(wanted: readonly string[], atMs: number, firstMs: number): boolean {
  const weekday = (epochMs: number): string => weekdays[new Date(epochMs).getUTCDay()] ?? '';
  return wanted.length === 0 ? weekday(atMs) === weekday(firstMs) : wanted.includes(weekday(atMs));
}

function mondayOf(epochMs: number): number {
  return epochMs - ((new Date(epochMs).getUTCDay() + 6) % 7) * dayMs;
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}

function writeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
