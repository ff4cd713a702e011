import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
const event = { type: 'user', ownerId: anna, name: 'Разбор плана', from: '2026-11-17 15:00:00', to: '2026-11-17 16:30:00' };
let listener: EventListener | null = null;

afterEach(async () => {
  await listener?.close();
  listener = null;
});

async function added(portal: PortalUnderTest, changes: object = {}, userId: number = anna): Promise<number> {
  const { status, body } = await portal.call(userId, 'calendar.event.add', { ...event, ...changes });
  expect([status, body['error_description']]).toEqual([200, undefined]);
  return body['result'] as number;
}

async function eventsOf(portal: PortalUnderTest, parameters: object = {}, userId: number = anna): Promise<Record<string, unknown>[]> {
  return rowsOf(await portal.call(userId, 'calendar.event.get', { type: 'user', ownerId: anna, ...parameters }));
}

describe('a calendar entry', () => {
  it('carries the dates of the site and the instants beside them', async () => {
    const portal = openInstalledPortal();
    const id = await added(portal);
    expect(await eventsOf(portal)).toMatchObject([
      {
        ID: String(id),
        PARENT_ID: String(id),
        OWNER_ID: String(anna),
        NAME: 'Разбор плана',
        DATE_FROM: '17.11.2026 15:00:00',
        DATE_TO: '17.11.2026 16:30:00',
        TZ_FROM: 'Europe/Moscow',
        TZ_OFFSET_FROM: '10800',
        DATE_FROM_TS_UTC: String(Date.parse('2026-11-17T12:00:00Z') / 1000),
        DT_LENGTH: 5400,
        DT_SKIP_TIME: 'N',
        DATE_CREATE: '16.11.2026 10:42:00',
        DATE_FROM_FORMATTED: 'Tue Nov 17 2026 15:00:00',
        ACCESSIBILITY: 'busy',
        IS_MEETING: false,
        '~USER_OFFSET_FROM': 0,
      },
    ]);
  });

  it('is written the American way on an English portal', async () => {
    const portal = openInstalledPortal({ data: { ...smallPortal(), language: 'en' } });
    await added(portal);
    expect(await eventsOf(portal)).toMatchObject([{ DATE_FROM: '11/17/2026 03:00:00 pm', DATE_CREATE: '11/16/2026 10:42:00 am' }]);
  });

  it.each([
    [{ from: '2026-11-17T15:00:00+01:00', to: '2026-11-17T16:00:00Z', timezone_from: 'Asia/Tokyo' }, '2026-11-17T14:00:00Z'],
    [{ timezone_from: 'Asia/Tokyo' }, '2026-11-17T06:00:00Z'],
    [{ from_ts: 1_795_000_000, to_ts: 1_795_003_600 }, new Date(1_795_000_000_000).toISOString()],
    [{}, '2026-11-17T12:00:00Z'],
  ])('begins where %j says', async (changes, instant) => {
    const portal = openInstalledPortal();
    await added(portal, changes);
    expect(await eventsOf(portal)).toMatchObject([{ DATE_FROM_TS_UTC: String(Date.parse(instant) / 1000) }]);
  });

  it('of whole days has neither time nor zone', async () => {
    const portal = openInstalledPortal();
    await added(portal, { from: '2026-11-17', to: '2026-11-18', skip_time: 'Y' });
    expect(await eventsOf(portal)).toMatchObject([
      {
        DATE_FROM: '17.11.2026',
        DATE_TO: '18.11.2026',
        DT_SKIP_TIME: 'Y',
        DT_LENGTH: 172_800,
        TZ_OFFSET_FROM: '0',
        DATE_FROM_TS_UTC: String(Date.parse('2026-11-17T00:00:00Z') / 1000),
        DATE_FROM_FORMATTED: 'Tue Nov 17 2026',
      },
    ]);
  });

  it('is found a month back and three months ahead, or within what is asked', async () => {
    const portal = openInstalledPortal();
    await added(portal, { name: 'Давно', from: '2026-10-01 10:00:00', to: '2026-10-01 11:00:00' });
    await added(portal, { name: 'Скоро', from: '2027-02-10 10:00:00', to: '2027-02-10 11:00:00' });
    await added(portal, { name: 'Потом', from: '2027-03-10 10:00:00', to: '2027-03-10 11:00:00' });
    expect((await eventsOf(portal)).map((row) => row['NAME'])).toEqual(['Скоро']);
    expect((await eventsOf(portal, { from: '2026-10-01', to: '2026-10-01' })).map((row) => row['NAME'])).toEqual(['Давно']);
  });

  it('that recurs comes once for each of its days', async () => {
    const portal = openInstalledPortal();
    const rrule = { FREQ: 'WEEKLY', BYDAY: ['MO', 'WE'], INTERVAL: 2, UNTIL: '2026-12-20' };
    await added(portal, { from: '2026-11-16 09:00:00', to: '2026-11-16 09:15:00', rrule });
    const days = (await eventsOf(portal, { from: '2026-11-16', to: '2027-01-31' })).map((row) => String(row['DATE_FROM']).slice(0, 10));
    expect(days).toEqual(['16.11.2026', '18.11.2026', '30.11.2026', '02.12.2026', '14.12.2026', '16.12.2026']);
    await added(portal, { name: 'Трижды', from: '2027-01-04 09:00:00', to: '2027-01-04 09:15:00', rrule: { FREQ: 'DAILY', COUNT: 3 } });
    expect((await eventsOf(portal, { from: '2027-01-01', to: '2027-01-31' })).map((row) => row['NAME'])).toEqual(Array(3).fill('Трижды'));
  });

  it('of a meeting stands in the calendar of everybody invited', async () => {
    const portal = openInstalledPortal();
    const id = await added(portal, { is_meeting: 'Y', attendees: [anna, boris], meeting: { notify: true } });
    const [own] = await eventsOf(portal);
    const [other] = await eventsOf(portal, { ownerId: boris }, boris);
    expect(own).toMatchObject({
      IS_MEETING: true,
      MEETING_STATUS: 'H',
      MEETING_HOST: String(anna),
      MEETING: { HOST_NAME: 'Анна Лебедева', NOTIFY: true },
      ATTENDEES_CODES: [`U${anna}`, `U${boris}`],
    });
    expect(other).toMatchObject({ PARENT_ID: String(id), OWNER_ID: String(boris), MEETING_STATUS: 'Q', MEETING_HOST: String(anna) });
    expect(other?.['ATTENDEE_LIST']).toEqual([
      { id: anna, entryId: String(id), status: 'H' },
      { id: boris, entryId: other?.['ID'], status: 'Q' },
    ]);
    expect((await portal.call(anna, 'calendar.event.delete', { id })).body['result']).toBe(true);
    expect(await eventsOf(portal, { ownerId: boris }, boris)).toEqual([]);
  });

  it('sends its id when it is added and deleted', async () => {
    const portal = openInstalledPortal();
    listener = await listenForEvents();
    const { handler, received } = listener;
    for (const name of ['ONCALENDARENTRYADD', 'ONCALENDARENTRYDELETE']) await portal.call(admin, 'event.bind', { event: name, handler });
    const id = await added(portal);
    await portal.call(anna, 'calendar.event.delete', { id });
    await portal.emulator.settle();
    expect(received.map((sent) => `${sent['event']} ${sent['data[id]']}`).toSorted()).toEqual([
      `ONCALENDARENTRYADD ${id}`,
      `ONCALENDARENTRYDELETE ${id}`,
    ]);
  });

  it('is private when it says so, and nobody writes into the calendar of a colleague', async () => {
    const portal = openInstalledPortal();
    await added(portal, { private_event: 'Y' });
    expect(await eventsOf(portal, {}, boris)).toEqual([]);
    const refused = await portal.call(boris, 'calendar.event.add', event);
    expect([refused.status, refused.body['error_description']]).toEqual([400, 'Access denied']);
    expect(await eventsOf(portal)).toHaveLength(1);
  });

  it.each([
    [{ to: undefined }, 'The required parameter "to" for the method "calendar.event.add" is not set'],
    [{ name: ['план'] }, 'Invalid value for the parameter "name"'],
    [{ section: 77 }, 'You specified an invalid calendar section ID or the user does not have access to it'],
    [{ from: 'завтра' }, 'An error occurred while creating the event'],
    [{ type: 'group' }, 'Access denied'],
  ])('is refused with %j', async (wrong, description) => {
    const portal = openInstalledPortal();
    const { status, body } = await portal.call(anna, 'calendar.event.add', { ...event, ...wrong });
    expect([status, body['error'], body['error_description']]).toEqual([400, '', description]);
    expect(await eventsOf(portal)).toEqual([]);
  });

  it('is in the calendar that is named, once it is known', async () => {
    const portal = openInstalledPortal();
    await added(portal);
    const section = Number((await eventsOf(portal))[0]?.['SECTION_ID']);
    await added(portal, { name: 'Второй', section });
    expect(await eventsOf(portal, { section: [section] })).toHaveLength(2);
    expect(await eventsOf(portal, { section: [section + 1] })).toEqual([]);
  });
});

describe('a changed calendar entry', () => {
  const update = (portal: PortalUnderTest, changes: object, userId: number = anna) =>
    portal.call(userId, 'calendar.event.update', { type: 'user', ownerId: anna, name: event.name, ...changes });
  const meeting = { is_meeting: 'Y', attendees: [anna, boris] };

  it('keeps what is not named, and everybody invited has the change', async () => {
    const portal = openInstalledPortal();
    const id = await added(portal, { ...meeting, description: 'Раз в неделю', rrule: { FREQ: 'WEEKLY', COUNT: 3 } });
    const { body } = await update(portal, {
      id,
      name: 'Планёрка',
      from: '2026-11-18 10:00:00',
      to: '2026-11-18 10:45:00',
      recurrence_mode: 'all',
    });
    expect(body['result']).toBe(id);
    const changed = { NAME: 'Планёрка', DESCRIPTION: 'Раз в неделю', DATE_FROM: '18.11.2026 10:00:00', DT_LENGTH: 2700 };
    expect(await eventsOf(portal)).toMatchObject(Array.from({ length: 3 }, () => ({ NAME: 'Планёрка', DT_LENGTH: 2700 })));
    expect((await portal.call(anna, 'calendar.event.getbyid', { id })).body['result']).toMatchObject(changed);
    expect((await eventsOf(portal, { ownerId: boris }, boris))[0]).toMatchObject({
      ...changed,
      PARENT_ID: String(id),
      MEETING_STATUS: 'Q',
    });
  });

  it('stands with those who are invited now, and with nobody else', async () => {
    const portal = openInstalledPortal();
    const id = await added(portal, meeting);
    await update(portal, { id, is_meeting: 'Y', attendees: [anna, admin] });
    expect(await eventsOf(portal, { ownerId: boris }, boris)).toEqual([]);
    expect(await eventsOf(portal, { ownerId: admin }, admin)).toMatchObject([{ PARENT_ID: String(id) }]);
    await update(portal, { id, is_meeting: 'N' });
    expect(await eventsOf(portal, { ownerId: admin }, admin)).toEqual([]);
    expect(await eventsOf(portal)).toMatchObject([{ IS_MEETING: false }]);
  });

  it.each([
    [{ id: 77 }, 'An error occurred while modifying the event'],
    [{ name: '' }, 'The required parameter "name" for the method "calendar.event.update" is not set.'],
    [{ recurrence_mode: 'sometimes' }, 'An invalid editing type for the recurring event is specified'],
    [{ from: 'завтра', to: 'потом' }, 'An error occurred while creating the event'],
  ])('is refused with %j', async (wrong, description) => {
    const portal = openInstalledPortal();
    const id = await added(portal);
    const { status, body } = await update(portal, { id, ...wrong });
    expect([status, body['error_description']]).toEqual([400, description]);
    expect(await eventsOf(portal)).toMatchObject([{ NAME: event.name, DATE_FROM: '17.11.2026 15:00:00' }]);
  });

  it('is nobody’s but the owner’s, and a private one is not told to others', async () => {
    const portal = openInstalledPortal();
    const id = await added(portal, { private_event: 'Y' });
    expect((await update(portal, { id, name: 'Чужое' }, boris)).body['error_description']).toBe('Access denied');
    expect((await portal.call(boris, 'calendar.event.getbyid', { id })).body['result']).toBe(false);
  });
});

describe('the busy time of people', () => {
  it('comes by person and without what has been declined or lies elsewhere', async () => {
    const portal = openInstalledPortal();
    await added(portal, { accessibility: 'absent', importance: 'high' });
    const { body } = await portal.call(boris, 'calendar.accessibility.get', {
      users: [anna, boris, 99],
      from: '2026-11-17',
      to: '2026-11-17',
    });
    expect(body['result']).toEqual({
      [anna]: [
        {
          ID: '1',
          NAME: 'Разбор плана',
          DATE_FROM: '17.11.2026 15:00:00',
          DATE_TO: '17.11.2026 16:30:00',
          DATE_FROM_TS_UTC: '1794916800',
          DATE_TO_TS_UTC: '1794922200',
          '~USER_OFFSET_FROM': 0,
          '~USER_OFFSET_TO': 0,
          DT_SKIP_TIME: 'N',
          TZ_FROM: 'Europe/Moscow',
          TZ_TO: 'Europe/Moscow',
          ACCESSIBILITY: 'absent',
          IMPORTANCE: 'high',
          EVENT_TYPE: null,
        },
      ],
      [boris]: [],
    });
    const elsewhere = await portal.call(boris, 'calendar.accessibility.get', { users: [anna], from: '2026-11-18', to: '2026-11-19' });
    expect(elsewhere.body['result']).toEqual({ [anna]: [] });
  });
});
