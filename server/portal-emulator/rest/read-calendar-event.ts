import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { CalendarEvent, CalendarRule } from '../records/calendar-event.ts';
import { classicError } from '../rest-error.ts';
import { isTimeZone, zoneOf } from '../site-dates.ts';

export type CalendarType = CalendarEvent['type'];

const calendarTypes = ['user', 'group', 'company_calendar'] as const;
const wholeDay = /^\d{4}-\d\d-\d\d/;
const withOffset = /(Z|[+-]\d\d:?\d\d)$/;

export function readCalendarType(value: unknown): CalendarType | undefined {
  return calendarTypes.find((known) => known === value);
}

type Times = Pick<CalendarEvent, 'startAt' | 'endAt' | 'isAllDay' | 'zoneFrom' | 'zoneTo'>;

/** An offset in the date wins over the zones, zones over the zone of the caller; `from_ts` and `to_ts` need none. */
export function readTimes(portal: Portal, user: PortalUser, parameters: Parameters): Times {
  const text = (name: string): string => String(readParameter(parameters, name) ?? '').trim();
  const own = user.timeZone || portal.state.data.timeZone;
  const given = (name: string, otherwise: string): string => (isTimeZone(text(name)) && text(name) !== '' ? text(name) : otherwise);
  const zoneFrom = given('timezone_from', own);
  const zoneTo = given('timezone_to', zoneFrom);
  if (text('skip_time') === 'Y') return readWholeDays(text('from'), text('to'));
  const startMs = text('from_ts') === '' ? readMoment(text('from'), zoneFrom) : Number(text('from_ts')) * 1000;
  const endMs = text('to_ts') === '' ? readMoment(text('to'), zoneTo) : Number(text('to_ts')) * 1000;
  if (!(startMs <= endMs)) throw failed();
  return { startAt: writeSeconds(startMs), endAt: writeSeconds(endMs), isAllDay: false, zoneFrom, zoneTo };
}

export function readRule(value: unknown): CalendarRule | null {
  if (!isRecord(value)) return null;
  const frequency = (['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).find((known) => known === value['FREQ']);
  if (frequency === undefined) return null;
  const days = value['BYDAY'];
  const named = Array.isArray(days) ? days : isRecord(days) ? Object.values(days) : [];
  const until = String(value['UNTIL'] ?? '');
  const count = Math.trunc(Number(value['COUNT'] ?? 0)) || 0;
  return {
    frequency,
    interval: Math.max(1, Math.trunc(Number(value['INTERVAL'] ?? 1)) || 1),
    count: count > 0 ? count : null,
    weekdays: frequency === 'WEEKLY' ? named.map(String) : [],
    until: wholeDay.test(until) ? until.slice(0, 10) : null,
  };
}

export function readReminders(value: unknown): CalendarEvent['reminders'] {
  return (Array.isArray(value) ? value : []).filter(isRecord).flatMap((one) => {
    const type = (['min', 'hour', 'day'] as const).find((known) => known === one['type']);
    return type === undefined ? [] : [{ type, count: Math.trunc(Number(one['count'])) || 0 }];
  });
}

function failed(): Error {
  return classicError('An error occurred while creating the event');
}

function readWholeDays(from: string, to: string): Times {
  const [first, last] = [from, to].map((text) => (wholeDay.test(text) ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : Number.NaN));
  if (first === undefined || last === undefined || !(first <= last)) throw failed();
  return { startAt: writeSeconds(first), endAt: writeSeconds(last + 86_400_000), isAllDay: true, zoneFrom: '', zoneTo: '' };
}

function readMoment(text: string, zone: string): number {
  return withOffset.test(text) && text.length > 10 ? Date.parse(text) : zoneOf(zone).readInstant(text);
}

function writeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
