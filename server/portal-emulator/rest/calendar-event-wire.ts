import { offsetSeconds, writeFormatted, writeSiteDay, writeSiteTime } from '../site-dates.ts';
import type { Portal } from '../portal.ts';
import type { PortalUser } from '../portal-data.ts';
import type { CalendarEvent } from '../records/calendar-event.ts';

/** An entry as `calendar.event.get` answers it: dates in the site's format, instants beside them as text. */
export function writeEvent(portal: Portal, user: PortalUser, event: CalendarEvent): Record<string, unknown> {
  const attendees = attendeesOf(portal, event);
  const { createdAt, modifiedAt } = event;
  return {
    ID: String(event.id),
    PARENT_ID: String(event.parentId),
    DELETED: 'N',
    CAL_TYPE: event.type,
    OWNER_ID: String(event.ownerId),
    NAME: event.name,
    ...writeTimes(portal, user, event),
    ORIGINAL_DATE_FROM: null,
    DT_LENGTH: (Date.parse(event.endAt) - Date.parse(event.startAt)) / 1000,
    EVENT_TYPE: null,
    CREATED_BY: String(event.createdById),
    DATE_CREATE: writeSiteTime(portal.state.data.language, createdAt, portal.state.data.timeZone),
    TIMESTAMP_X: writeSiteTime(portal.state.data.language, modifiedAt, portal.state.data.timeZone),
    DESCRIPTION: event.description,
    PRIVATE_EVENT: event.isPrivate ? 'Y' : '',
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    ...writeMeeting(portal, event),
    LOCATION: event.location,
    REMIND: event.reminders,
    COLOR: event.color,
    ...writeRule(portal, event),
    EXDATE: '',
    DAV_XML_ID: `${event.startAt.replaceAll(/[-:]/g, '')}-${event.parentId}@${new URL(portal.options.portalOrigin).hostname}`,
    G_EVENT_ID: '',
    DAV_EXCH_LABEL: '',
    CAL_DAV_LABEL: '',
    VERSION: '1',
    ATTENDEES_CODES: attendees.map(({ id }) => `U${id}`),
    RECURRENCE_ID: null,
    RELATIONS: null,
    SECTION_ID: String(event.sectionId),
    SYNC_STATUS: null,
    UF_CRM_CAL_EVENT: event.crmLinks.length === 0 ? false : event.crmLinks,
    UF_WEBDAV_CAL_EVENT: false,
    SECTION_DAV_XML_ID: null,
    SECT_ID: String(event.sectionId),
    ATTENDEE_LIST: attendees,
    COLLAB_ID: null,
    attendeesEntityList: attendees.map(({ id }) => ({ entityId: 'user', id })),
    '~DESCRIPTION': event.description,
  };
}

/** An entry as `calendar.accessibility.get` answers it: when, and nothing of what. */
export function writeBusyTime(portal: Portal, user: PortalUser, event: CalendarEvent): Record<string, unknown> {
  const {
    DATE_FROM_FORMATTED: _from,
    DATE_TO_FORMATTED: _to,
    TZ_OFFSET_FROM: _fromOffset,
    TZ_OFFSET_TO: _toOffset,
    ...times
  } = writeTimes(portal, user, event);
  return {
    ID: String(event.id),
    NAME: event.name,
    ...times,
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    EVENT_TYPE: null,
  };
}

/** Whole days have no zone, their last day is the one before the end. */
function writeTimes(portal: Portal, user: PortalUser, event: CalendarEvent) {
  const { startAt, endAt, zoneFrom, zoneTo, isAllDay } = event;
  const { language, timeZone } = portal.state.data;
  const lastMoment = isAllDay ? new Date(Date.parse(endAt) - 1000).toISOString() : endAt;
  const write = (instant: string, zone: string): string =>
    isAllDay ? writeSiteDay(language, instant.slice(0, 10)) : writeSiteTime(language, instant, zone);
  const seconds = (instant: string): string => String(Date.parse(instant) / 1000);
  const ahead = (instant: string, zone: string): number => (isAllDay ? 0 : offsetSeconds(instant, zone));
  const aheadOfUser = (instant: string, zone: string): number =>
    isAllDay ? 0 : offsetSeconds(instant, zone) - offsetSeconds(instant, user.timeZone || timeZone);
  return {
    DATE_FROM: write(startAt, zoneFrom),
    DATE_TO: write(lastMoment, zoneTo),
    TZ_FROM: zoneFrom,
    TZ_TO: zoneTo,
    TZ_OFFSET_FROM: String(ahead(startAt, zoneFrom)),
    TZ_OFFSET_TO: String(ahead(endAt, zoneTo)),
    DATE_FROM_TS_UTC: seconds(startAt),
    DATE_TO_TS_UTC: seconds(isAllDay ? `${lastMoment.slice(0, 10)}T00:00:00Z` : endAt),
    DT_SKIP_TIME: isAllDay ? 'Y' : 'N',
    DATE_FROM_FORMATTED: writeFormatted(startAt, zoneFrom, isAllDay),
    DATE_TO_FORMATTED: writeFormatted(lastMoment, zoneTo, isAllDay),
    '~USER_OFFSET_FROM': aheadOfUser(startAt, zoneFrom),
    '~USER_OFFSET_TO': aheadOfUser(endAt, zoneTo),
  };
}

function writeMeeting(portal: Portal, { meeting, createdById }: CalendarEvent): Record<string, unknown> {
  if (!meeting) return { IS_MEETING: false, MEETING_STATUS: null, MEETING_HOST: String(createdById), MEETING: null };
  const host = portal.state.users.get(meeting.hostId);
  return {
    IS_MEETING: true,
    MEETING_STATUS: meeting.status,
    MEETING_HOST: String(meeting.hostId),
    MEETING: {
      HOST_NAME: host ? `${host.name} ${host.lastName}` : '',
      NOTIFY: meeting.notify,
      REINVITE: meeting.reinvite,
      ALLOW_INVITE: meeting.allowInvite,
      HIDE_GUESTS: meeting.hideGuests,
      MEETING_CREATOR: createdById,
      LANGUAGE_ID: portal.state.data.language,
      MAIL_FROM: '',
    },
  };
}

function writeRule({ state }: Portal, { rule }: CalendarEvent): Record<string, unknown> {
  if (!rule) return { RRULE: '', '~RRULE_DESCRIPTION': '' };
  const until = rule.until === null ? null : writeSiteDay(state.data.language, rule.until);
  const days = rule.weekdays.length === 0 ? '' : `;BYDAY=${rule.weekdays.join(',')}`;
  return {
    RRULE: {
      FREQ: rule.frequency,
      ...(rule.weekdays.length === 0 ? {} : { BYDAY: Object.fromEntries(rule.weekdays.map((day) => [day, day])) }),
      INTERVAL: rule.interval,
      ...(rule.count === null ? {} : { COUNT: rule.count }),
      ...(until === null ? {} : { UNTIL: until, '~UNTIL': until, UNTIL_TS: Date.parse(`${rule.until}T00:00:00Z`) / 1000 }),
    },
    '~RRULE_DESCRIPTION': `FREQ=${rule.frequency};INTERVAL=${rule.interval}${days}`,
  };
}

/** Everybody who has an entry of the meeting; the owner alone where it is none. */
function attendeesOf(portal: Portal, event: CalendarEvent): { id: number; entryId: string; status: string }[] {
  if (!event.meeting) return event.type === 'user' ? [{ id: event.ownerId, entryId: String(event.id), status: 'H' }] : [];
  return portal.state.records.calendarEvents.rows.flatMap((entry) =>
    entry.parentId === event.parentId && entry.meeting
      ? [{ id: entry.ownerId, entryId: String(entry.id), status: entry.meeting.status }]
      : [],
  );
}
