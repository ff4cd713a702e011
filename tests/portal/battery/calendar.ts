import { z } from 'zod';
import { answer, documented, refusal, rowsOf } from './documented.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, integer } = wire;
const siteTime = z.string().regex(/^\d\d[./]\d\d[./]\d{4} \d\d:\d\d:\d\d( [ap]m)?$/);
const formatted = z.string().regex(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d$/);
const secondsText = z.string().regex(/^-?\d+$/);
const yesNo = z.enum(['Y', 'N']);

const times = {
  DATE_FROM: siteTime,
  DATE_TO: siteTime,
  TZ_FROM: text,
  TZ_TO: text,
  DATE_FROM_TS_UTC: secondsText,
  DATE_TO_TS_UTC: secondsText,
  DT_SKIP_TIME: yesNo,
  '~USER_OFFSET_FROM': integer,
  '~USER_OFFSET_TO': integer,
};

const settings = documented({
  work_time_start: text,
  work_time_end: text,
  year_holidays: text,
  year_workdays: text,
  week_holidays: z.array(z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])),
  week_start: text,
  user_name_template: text,
  sync_by_push: z.boolean(),
  user_show_login: z.boolean(),
  path_to_user: text,
  path_to_user_calendar: text,
  path_to_group: text,
  path_to_group_calendar: text,
  path_to_vr: text,
  path_to_rm: text,
  rm_iblock_type: text,
  rm_iblock_id: text,
  dep_manager_sub: z.boolean(),
  denied_superpose_types: z.array(text),
  pathes_for_sites: z.union([z.boolean(), text]),
  forum_id: text,
  rm_for_sites: z.boolean(),
  path_to_type_company_calendar: text,
  path_to_type_location: text,
  path_to_type_open_event: text,
});

const event = documented({
  ...times,
  ID: idText,
  PARENT_ID: idText,
  DELETED: yesNo,
  CAL_TYPE: text,
  OWNER_ID: idText,
  NAME: text,
  ORIGINAL_DATE_FROM: orNull(siteTime),
  TZ_OFFSET_FROM: secondsText,
  TZ_OFFSET_TO: secondsText,
  DT_LENGTH: integer,
  EVENT_TYPE: orNull(text),
  CREATED_BY: idText,
  DATE_CREATE: siteTime,
  TIMESTAMP_X: siteTime,
  DESCRIPTION: text,
  PRIVATE_EVENT: text,
  ACCESSIBILITY: z.enum(['busy', 'absent', 'quest', 'free']),
  IMPORTANCE: z.enum(['high', 'normal', 'low']),
  IS_MEETING: z.boolean(),
  MEETING_STATUS: z.enum(['Y', 'N', 'Q', 'H']),
  MEETING_HOST: idText,
  MEETING: documented({
    HOST_NAME: text,
    NOTIFY: z.boolean(),
    REINVITE: z.boolean(),
    ALLOW_INVITE: z.boolean(),
    HIDE_GUESTS: z.boolean(),
    MEETING_CREATOR: integer,
    LANGUAGE_ID: text,
    MAIL_FROM: text,
  }),
  LOCATION: text,
  REMIND: z.array(documented({ type: z.enum(['min', 'hour', 'day']), count: integer })),
  COLOR: text,
  RRULE: documented({
    FREQ: text,
    BYDAY: z.record(text, text),
    INTERVAL: integer,
    UNTIL: text,
    '~UNTIL': text,
    UNTIL_TS: integer,
  }),
  EXDATE: text,
  DAV_XML_ID: text,
  G_EVENT_ID: text,
  DAV_EXCH_LABEL: text,
  CAL_DAV_LABEL: text,
  VERSION: idText,
  ATTENDEES_CODES: z.array(z.string().regex(/^U\d+$/)),
  RECURRENCE_ID: orNull(integer),
  RELATIONS: orNull(z.looseObject({})),
  SECTION_ID: idText,
  SYNC_STATUS: orNull(text),
  UF_CRM_CAL_EVENT: z.array(text),
  UF_WEBDAV_CAL_EVENT: z.union([z.literal(false), z.array(text)]),
  SECTION_DAV_XML_ID: orNull(text),
  DATE_FROM_FORMATTED: formatted,
  DATE_TO_FORMATTED: formatted,
  SECT_ID: idText,
  ATTENDEE_LIST: z.array(documented({ id: integer, entryId: idText, status: z.enum(['Y', 'N', 'Q', 'H']) })),
  COLLAB_ID: orNull(integer),
  '~RRULE_DESCRIPTION': text,
  attendeesEntityList: z.array(documented({ entityId: z.literal('user'), id: integer })),
  '~DESCRIPTION': text,
});

const busyTime = documented({ ...times, ID: idText, NAME: text, ACCESSIBILITY: text, IMPORTANCE: text, EVENT_TYPE: orNull(text) });

async function ownCalendar(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('profile');
  return { type: 'user', ownerId: Number((body['result'] as { ID: string }).ID) };
}

async function newMeeting(portal: BatteryPortal): Promise<Params> {
  return {
    ...(await ownCalendar(portal)),
    name: 'Разбор плана',
    from: '2030-02-04 15:00:00',
    to: '2030-02-04 16:00:00',
    timezone_from: 'Europe/Berlin',
    is_meeting: 'Y',
    attendees: [1],
    rrule: { FREQ: 'WEEKLY', BYDAY: ['MO', 'WE'], INTERVAL: 1, UNTIL: '2030-02-20' },
    remind: [{ type: 'min', count: 50 }],
    crm_fields: ['CO_1', 'L_5'],
  };
}

const drop = (portal: BatteryPortal, id: unknown): Promise<unknown> => portal.call('calendar.event.delete', { id });

async function february(portal: BatteryPortal): Promise<Params> {
  await portal.call('calendar.event.add', await newMeeting(portal));
  return { ...(await ownCalendar(portal)), from: '2030-02-04', to: '2030-02-08' };
}

async function changedMeeting(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.call('calendar.event.add', await newMeeting(portal));
  return { ...(await newMeeting(portal)), id: body['result'], name: 'Разбор плана и факта', recurrence_mode: 'all' };
}

export const calendarChecks: MethodChecks = {
  'calendar.settings.get': {
    success: { answers: answer(settings) },
    error: strangerRefused,
    wrongType: { given: { id: 'unneeded' }, answers: answer(settings) },
  },
  'calendar.event.get': {
    writes: true,
    success: {
      given: february,
      answers: answer(rowsOf(event)),
      cleanUp: (portal, { body }) => drop(portal, (body['result'] as { ID: string }[])[0]?.ID),
    },
    error: {
      given: { ownerId: 1 },
      ...refusal('', 400, 'Mandatory parameter not specified "type" for the method "calendar.event.get"'),
    },
    wrongType: {
      given: { type: ['user'], ownerId: 1 },
      ...refusal('', 400, 'Mandatory parameter not specified "type" for the method "calendar.event.get"'),
    },
  },
  'calendar.event.add': {
    writes: true,
    success: { given: newMeeting, answers: answer(integer), cleanUp: (portal, { body }) => drop(portal, body['result']) },
    error: {
      given: async (portal) => ({ ...(await newMeeting(portal)), name: '' }),
      ...refusal('', 400, 'The required parameter "name" for the method "calendar.event.add" is not set'),
    },
    wrongType: {
      given: async (portal) => ({ ...(await newMeeting(portal)), crm_fields: 'CO_1' }),
      ...refusal('', 400, 'The list of event links to CRM must be an array'),
    },
  },
  'calendar.event.getbyid': {
    writes: true,
    success: {
      given: async (portal) => ({ id: (await portal.call('calendar.event.add', await newMeeting(portal))).body['result'] }),
      answers: answer(event),
      cleanUp: (portal, { body }) => drop(portal, (body['result'] as { ID: string }).ID),
    },
    error: { ...refusal('', 400, 'The required parameter "id" for the method "calendar.event.getbyid" is not set') },
    wrongType: { given: { id: 'first' }, answers: answer(z.literal(false)) },
  },
  'calendar.event.update': {
    writes: true,
    success: {
      given: changedMeeting,
      answers: answer(integer),
      cleanUp: (portal, { body }) => drop(portal, body['result']),
    },
    error: {
      given: async (portal) => ({ ...(await ownCalendar(portal)), name: 'Разбор плана' }),
      ...refusal('', 400, 'The required parameter "id" for the method "calendar.event.update" is not set.'),
    },
    wrongType: {
      given: async (portal) => ({ ...(await ownCalendar(portal)), id: 'first', name: 'Разбор плана' }),
      ...refusal('', 400, 'An error occurred while modifying the event'),
    },
  },
  'calendar.event.delete': {
    writes: true,
    success: {
      given: async (portal) => ({ id: (await portal.call('calendar.event.add', await newMeeting(portal))).body['result'] }),
      answers: answer(z.literal(true)),
    },
    error: { ...refusal('', 400, 'Event id not specified') },
    wrongType: { given: { id: 'first' }, ...refusal('', 400, 'An error occurred while deleting the event') },
  },
  'calendar.accessibility.get': {
    writes: true,
    success: {
      given: async (portal) => ({ ...(await february(portal)), users: [1] }),
      answers: answer(documented({ 1: rowsOf(busyTime) })),
      cleanUp: (portal, { body }) => drop(portal, (body['result'] as Record<string, { ID: string }[]>)['1']?.[0]?.ID),
    },
    error: {
      given: { users: [1], to: '2030-02-08' },
      ...refusal('', 400, 'The required parameter "from" for the method "calendar.accessibility.get" is not set.'),
    },
    wrongType: {
      given: { users: [1], from: ['2030-02-04'], to: '2030-02-08' },
      ...refusal('', 400, 'The required parameter "from" for the method "calendar.accessibility.get" is not set.'),
    },
  },
};
