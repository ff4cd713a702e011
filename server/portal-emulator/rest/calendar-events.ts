import { occurrencesOf } from '../calendar-occurrences.ts';
import { isRecord, readParameter } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { CalendarEvent } from '../records/calendar-event.ts';
import { classicError } from '../rest-error.ts';
import { writeBusyTime, writeEvent } from './calendar-event-wire.ts';
import { updateCalendarEvent } from './calendar-updates.ts';
import { addCalendarEvent, deleteCalendarEvent } from './calendar-writes.ts';
import { readCalendarType } from './read-calendar-event.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';

export const calendarEventMethods: RestMethods = {
  'calendar.event.get': { scopes: ['calendar'], answer: get },
  'calendar.event.getbyid': { scopes: ['calendar'], answer: getById },
  'calendar.event.add': { scopes: ['calendar'], answer: addCalendarEvent },
  'calendar.event.update': { scopes: ['calendar'], answer: updateCalendarEvent },
  'calendar.event.delete': { scopes: ['calendar'], answer: deleteCalendarEvent },
  'calendar.accessibility.get': { scopes: ['calendar'], answer: getAccessibility },
};

const dayMs = 86_400_000;

/** A month back and three months ahead unless told; colleagues see everything that is not private. */
function get({ portal, user, parameters }: RestCall): RestReply {
  const type = readCalendarType(readParameter(parameters, 'type'));
  if (type === undefined) throw classicError('Mandatory parameter not specified "type" for the method "calendar.event.get"');
  const owner = readParameter(parameters, 'ownerId');
  const ownerId = owner === undefined && type === 'user' ? user.id : Number(owner ?? 0);
  const today = new Date(portalNow(portal));
  const window = {
    fromMs: readDay(portal, readParameter(parameters, 'from')) ?? addMonths(today, -1),
    toMs: (readDay(portal, readParameter(parameters, 'to')) ?? addMonths(today, 3)) + dayMs,
  };
  const section = readParameter(parameters, 'section');
  const sections = (Array.isArray(section) ? section : isRecord(section) ? Object.values(section) : []).map(Number);
  const events = portal.state.records.calendarEvents.rows.filter(
    (event) =>
      event.type === type &&
      event.ownerId === ownerId &&
      (sections.length === 0 || sections.includes(event.sectionId)) &&
      maySee(user, event),
  );
  const found = events.flatMap((event) => occurrencesOf(event, window));
  return { result: found.sort(byStart).map((event) => writeEvent(portal, user, event)) };
}

/** The first of a recurring event's days stands for it; what may not be seen is not there. */
function getById({ portal, user, parameters }: RestCall): RestReply {
  const id = readParameter(parameters, 'id');
  if ((id ?? '') === '') throw classicError('The required parameter "id" for the method "calendar.event.getbyid" is not set');
  const event = portal.state.records.calendarEvents.find(Number(id));
  return { result: event !== undefined && maySee(user, event) ? writeEvent(portal, user, event) : false };
}

/** Everything people have not declined, whoever asks. */
function getAccessibility({ portal, user, parameters }: RestCall): RestReply {
  for (const name of ['users', 'from', 'to']) requireParameter(readParameter(parameters, name), name);
  const people = readParameter(parameters, 'users');
  const ids = (Array.isArray(people) ? people : isRecord(people) ? Object.values(people) : [people]).map(Number);
  const fromMs = readDay(portal, readParameter(parameters, 'from'));
  const toMs = readDay(portal, readParameter(parameters, 'to'));
  requireParameter(fromMs, 'from');
  requireParameter(toMs, 'to');
  const window = { fromMs: fromMs ?? 0, toMs: (toMs ?? 0) + dayMs };
  const busy = (id: number): unknown[] =>
    portal.state.records.calendarEvents.rows
      .filter((event) => event.type === 'user' && event.ownerId === id && event.meeting?.status !== 'N')
      .flatMap((event) => occurrencesOf(event, window))
      .sort(byStart)
      .map((event) => writeBusyTime(portal, user, event));
  return { result: Object.fromEntries(ids.filter((id) => portal.state.users.has(id)).map((id) => [String(id), busy(id)])) };
}

function requireParameter(value: unknown, name: string): void {
  if (value !== undefined && value !== null && value !== '') return;
  throw classicError(`The required parameter "${name}" for the method "calendar.accessibility.get" is not set.`);
}

function maySee(user: PortalUser, event: CalendarEvent): boolean {
  return !event.isPrivate || event.type !== 'user' || event.ownerId === user.id;
}

/** The first moment of a day in the portal's zone; undefined when it is no date. */
function readDay(portal: Portal, value: unknown): number | undefined {
  const day = typeof value === 'string' && value !== '' ? portal.zone.readDay(value) : null;
  return day === null ? undefined : portal.zone.readInstant(day);
}

function addMonths(date: Date, months: number): number {
  const moved = new Date(date);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return moved.getTime();
}

function byStart(left: CalendarEvent, right: CalendarEvent): number {
  return Date.parse(left.startAt) - Date.parse(right.startAt) || left.id - right.id;
}
