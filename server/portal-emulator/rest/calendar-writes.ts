import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { portalNow, type Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { CalendarEvent } from '../records/calendar-event.ts';
import { classicError } from '../rest-error.ts';
import { readCalendarType, readReminders, readRule, readTimes, type CalendarType } from './read-calendar-event.ts';
import type { RestCall, RestReply } from './rest-method.ts';

/** `calendar.event.add`: one entry, and one more in the calendar of everybody who is invited. */
export function addCalendarEvent({ portal, user, parameters }: RestCall): RestReply {
  for (const name of ['type', 'ownerId', 'name']) requireParameter(parameters, [name]);
  requireParameter(parameters, ['from', 'from_ts']);
  requireParameter(parameters, ['to', 'to_ts']);
  const type = readCalendarType(readParameter(parameters, 'type'));
  const ownerId = Number(readParameter(parameters, 'ownerId'));
  if (type === undefined || !mayWrite(user, type, ownerId)) throw classicError('Access denied');
  const draft = readDraft(portal, user, parameters);
  const id = portal.state.records.calendarEvents.nextId();
  const sectionId = readSection(portal, parameters, type, ownerId);
  const meeting = readMeeting(user, parameters);
  const entry: CalendarEvent = { ...draft, id, parentId: id, type, ownerId, sectionId, ...(meeting ? { meeting } : {}) };
  portal.state.saveRecord('calendarEvents', entry);
  if (meeting) inviteOthers(portal, entry, meeting, readIds(readParameter(parameters, 'attendees')));
  portal.sender.send('ONCALENDARENTRYADD', { id }, user.id);
  return { result: id };
}

/** `calendar.event.delete`: without the host's entry nobody has one; an invited person deletes the own entry only. */
export function deleteCalendarEvent({ portal, user, parameters }: RestCall): RestReply {
  const given = readParameter(parameters, 'id');
  if ((given ?? '') === '') throw classicError('Event id not specified');
  const { calendarEvents } = portal.state.records;
  const event = calendarEvents.find(Number(given));
  if (!event || !mayWrite(user, event.type, event.ownerId)) throw classicError('An error occurred while deleting the event');
  const entries = event.id === event.parentId ? calendarEvents.rows.filter(({ parentId }) => parentId === event.id) : [event];
  for (const { id } of entries) portal.state.removeRecord('calendarEvents', id);
  portal.sender.send('ONCALENDARENTRYDELETE', { id: event.id }, user.id);
  return { result: true };
}

export function inviteOthers(
  portal: Portal,
  entry: CalendarEvent,
  meeting: NonNullable<CalendarEvent['meeting']>,
  invited: readonly number[],
): void {
  for (const ownerId of new Set(invited)) {
    if (ownerId === meeting.hostId || !portal.state.users.has(ownerId)) continue;
    const id = portal.state.records.calendarEvents.nextId();
    const sectionId = ensureSection(portal, 'user', ownerId);
    portal.state.saveRecord('calendarEvents', { ...entry, id, type: 'user', ownerId, sectionId, meeting: { ...meeting, status: 'Q' } });
  }
}

function readDraft(
  portal: Portal,
  user: PortalUser,
  parameters: Parameters,
): Omit<CalendarEvent, 'id' | 'parentId' | 'type' | 'ownerId' | 'sectionId'> {
  const given = (name: string): unknown => readParameter(parameters, name);
  for (const name of ['name', 'description']) {
    if (typeof given(name) === 'object' && given(name) !== null) throw classicError(`Invalid value for the parameter "${name}"`);
  }
  const links = given('crm_fields');
  if (links !== undefined && !Array.isArray(links)) throw classicError('The list of event links to CRM must be an array');
  const at = portalNow(portal);
  return {
    ...readTimes(portal, user, parameters),
    name: String(given('name')).trim(),
    description: String(given('description') ?? ''),
    createdById: user.id,
    createdAt: at,
    modifiedAt: at,
    color: String(given('color') ?? ''),
    accessibility: (['busy', 'absent', 'quest', 'free'] as const).find((known) => known === given('accessibility')) ?? 'busy',
    importance: (['high', 'normal', 'low'] as const).find((known) => known === given('importance')) ?? 'normal',
    isPrivate: given('private_event') === 'Y',
    location: String(given('location') ?? ''),
    reminders: readReminders(given('remind')),
    rule: readRule(given('rrule')),
    crmLinks: (links ?? []).map(String),
  };
}

export function readMeeting(user: PortalUser, parameters: Parameters): CalendarEvent['meeting'] {
  if (readParameter(parameters, 'is_meeting') !== 'Y') return undefined;
  const given = readParameter(parameters, 'meeting');
  const isOn = (name: string): boolean => isRecord(given) && ['true', 'Y', '1'].includes(String(given[name]));
  const switches = {
    notify: isOn('notify'),
    reinvite: isOn('reinvite'),
    allowInvite: isOn('allow_invite'),
    hideGuests: isOn('hide_guests'),
  };
  return { hostId: user.id, ...switches, status: 'H' };
}

/** One's own calendar; administrators write to all, the company's included. There are no groups here. */
export function mayWrite(user: PortalUser, type: CalendarType, ownerId: number): boolean {
  if (type === 'group' || !Number.isInteger(ownerId)) return false;
  return user.isAdmin || (type === 'user' && ownerId === user.id);
}

/** A section is found by itself unless it is given; `auto_detect_section` Y finds it even then. */
export function readSection(portal: Portal, parameters: Parameters, type: CalendarType, ownerId: number): number {
  const given = readParameter(parameters, 'section');
  if (given === undefined || given === '' || readParameter(parameters, 'auto_detect_section') === 'Y') {
    return ensureSection(portal, type, ownerId);
  }
  const section = portal.state.records.calendarSections.find(Number(given));
  if (section?.type !== type || section.ownerId !== ownerId) {
    throw classicError('You specified an invalid calendar section ID or the user does not have access to it');
  }
  return section.id;
}

/** The first calendar of the owner; who has none gets one. */
function ensureSection(portal: Portal, type: CalendarType, ownerId: number): number {
  const { calendarSections } = portal.state.records;
  const known = calendarSections.rows.find((section) => section.type === type && section.ownerId === ownerId);
  if (known) return known.id;
  const owner = portal.state.users.get(ownerId);
  const name = type === 'user' && owner ? `${owner.name} ${owner.lastName}` : portal.state.data.title;
  const section = { id: calendarSections.nextId(), type, ownerId, name };
  portal.state.saveRecord('calendarSections', section);
  return section.id;
}

function requireParameter(parameters: Parameters, names: readonly string[]): void {
  const isMissing = names.every((name) => (readParameter(parameters, name) ?? '') === '');
  if (isMissing) throw classicError(`The required parameter "${names[0]}" for the method "calendar.event.add" is not set`);
}

export function readIds(value: unknown): number[] {
  return (Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []).map(Number);
}
