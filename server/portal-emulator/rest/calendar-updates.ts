import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { CalendarEvent } from '../records/calendar-event.ts';
import { classicError } from '../rest-error.ts';
import { inviteOthers, mayWrite, readIds, readMeeting, readSection } from './calendar-writes.ts';
import { readCalendarType, readReminders, readRule, readTimes } from './read-calendar-event.ts';
import type { RestCall, RestReply } from './rest-method.ts';

/** `calendar.event.update`: what is given changes, also in the calendars of the people who are invited; all days of a series at once. */
export function updateCalendarEvent({ portal, user, parameters }: RestCall): RestReply {
  for (const name of ['id', 'type', 'ownerId', 'name']) requireParameter(parameters, name);
  const type = readCalendarType(readParameter(parameters, 'type'));
  const ownerId = Number(readParameter(parameters, 'ownerId'));
  const event = portal.state.records.calendarEvents.find(Number(readParameter(parameters, 'id')));
  if (type === undefined || !mayWrite(user, type, ownerId)) throw classicError('Access denied');
  if (event?.type !== type || event.ownerId !== ownerId) throw classicError('An error occurred while modifying the event');
  const mode = readParameter(parameters, 'recurrence_mode');
  if (mode !== undefined && mode !== '' && mode !== 'all')
    throw classicError('An invalid editing type for the recurring event is specified');
  const changed: CalendarEvent = { ...event, ...readChanges(portal, user, { event, parameters }), modifiedAt: portalNow(portal) };
  const next = withMeeting(changed, user, parameters);
  portal.state.saveRecord('calendarEvents', next);
  spreadChange(portal, next, parameters);
  portal.sender.send('ONCALENDARENTRYUPDATE', { id: event.id }, user.id);
  return { result: event.id };
}

function readChanges(portal: Portal, user: PortalUser, { event, parameters }: { event: CalendarEvent; parameters: Parameters }) {
  const given = (name: string): unknown => readParameter(parameters, name);
  const has = (name: string): boolean => given(name) !== undefined;
  for (const name of ['name', 'description']) {
    if (typeof given(name) === 'object' && given(name) !== null) throw classicError(`Invalid value for the parameter "${name}"`);
  }
  const links = given('crm_fields');
  if (links !== undefined && !Array.isArray(links)) throw classicError('The list of event links to CRM must be an array');
  const hasTimes = (has('from') || has('from_ts')) && (has('to') || has('to_ts'));
  const choose = <T extends string>(known: readonly T[], name: string, otherwise: T): T =>
    known.find((one) => one === given(name)) ?? otherwise;
  return {
    name: String(given('name')).trim(),
    ...(hasTimes ? readTimes(portal, user, parameters) : {}),
    ...(has('section') ? { sectionId: readSection(portal, parameters, event.type, event.ownerId) } : {}),
    ...(has('description') ? { description: String(given('description')) } : {}),
    ...(has('color') ? { color: String(given('color')) } : {}),
    ...(has('location') ? { location: String(given('location')) } : {}),
    ...(has('remind') ? { reminders: readReminders(given('remind')) } : {}),
    ...(has('private_event') ? { isPrivate: given('private_event') === 'Y' } : {}),
    ...(has('rrule') ? { rule: readRule(given('rrule')) } : {}),
    ...(links === undefined ? {} : { crmLinks: links.map(String) }),
    accessibility: choose(['busy', 'absent', 'quest', 'free'] as const, 'accessibility', event.accessibility),
    importance: choose(['high', 'normal', 'low'] as const, 'importance', event.importance),
  };
}

/** A meeting stays one until it is said to be none. */
function withMeeting(event: CalendarEvent, user: PortalUser, parameters: Parameters): CalendarEvent {
  const said = readParameter(parameters, 'is_meeting');
  const { meeting: before, ...rest } = event;
  if (said === undefined || said === '') return event;
  const meeting = readMeeting(user, parameters);
  if (meeting === undefined) return rest;
  const isDescribed = isRecord(readParameter(parameters, 'meeting'));
  return { ...rest, meeting: before === undefined || isDescribed ? { ...meeting, hostId: before?.hostId ?? meeting.hostId } : before };
}

/** Entries of people who stay invited follow the host's, with what each of them has answered; others go and come. */
function spreadChange(portal: Portal, event: CalendarEvent, parameters: Parameters): void {
  if (event.id !== event.parentId) return;
  const { calendarEvents } = portal.state.records;
  const others = calendarEvents.rows.filter(({ id, parentId }) => parentId === event.id && id !== event.id);
  const given = readParameter(parameters, 'attendees');
  const { meeting } = event;
  const invited = meeting === undefined ? [] : given === undefined ? others.map(({ ownerId }) => ownerId) : readIds(given);
  for (const other of others) {
    const { id, type, ownerId, sectionId } = other;
    if (meeting === undefined || !invited.includes(ownerId)) portal.state.removeRecord('calendarEvents', id);
    else {
      const status = meeting.reinvite ? ('Q' as const) : (other.meeting?.status ?? 'Q');
      portal.state.saveRecord('calendarEvents', { ...event, id, type, ownerId, sectionId, meeting: { ...meeting, status } });
    }
  }
  const known = new Set(others.map(({ ownerId }) => ownerId));
  if (meeting !== undefined)
    inviteOthers(
      portal,
      event,
      meeting,
      invited.filter((userId) => !known.has(userId)),
    );
}

function requireParameter(parameters: Parameters, name: string): void {
  if ((readParameter(parameters, name) ?? '') !== '') return;
  throw classicError(`The required parameter "${name}" for the method "calendar.event.update" is not set.`);
}
