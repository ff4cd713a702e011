import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna } = smallPortalPeople;
const outgoing = { USER_ID: anna, PHONE_NUMBER: '+7 (900) 123-45-67', TYPE: 1, CRM_ENTITY_TYPE: 'COMPANY', CRM_ENTITY_ID: 3 };
let listener: EventListener | null = null;

afterEach(async () => {
  await listener?.close();
  listener = null;
});

async function registerCall(portal: PortalUnderTest, parameters: object = outgoing): Promise<Record<string, unknown>> {
  const { status, body } = await portal.call(anna, 'telephony.externalCall.register', { ...parameters });
  expect([status, body['error_description']]).toEqual([200, undefined]);
  return body['result'] as Record<string, unknown>;
}

async function finishCall(portal: PortalUnderTest, parameters: object): Promise<Record<string, unknown>> {
  const { status, body } = await portal.call(anna, 'telephony.externalCall.finish', { USER_ID: anna, ...parameters });
  expect([status, body['error_description']]).toEqual([200, undefined]);
  return body['result'] as Record<string, unknown>;
}

describe('a call of an external PBX', () => {
  it('is registered under an id of its own with the client it was told', async () => {
    const answer = await registerCall(openInstalledPortal());
    expect(answer).toEqual({
      CALL_ID: expect.stringMatching(/^externalCall\.[0-9a-f]{32}\.\d{10}$/),
      CRM_CREATED_LEAD: null,
      CRM_CREATED_ENTITIES: [],
      CRM_ENTITY_TYPE: 'COMPANY',
      CRM_ENTITY_ID: 3,
    });
  });

  it('leaves a row of the statistics and an activity when it is finished, and says so', async () => {
    const portal = openInstalledPortal();
    listener = await listenForEvents();
    const { handler, received } = listener;
    for (const event of ['ONVOXIMPLANTCALLEND', 'ONCRMACTIVITYADD']) await portal.call(admin, 'event.bind', { event, handler });
    const { CALL_ID } = await registerCall(portal, { ...outgoing, LINE_NUMBER: '3', EXTERNAL_CALL_ID: 'pbx-1' });
    const finished = await finishCall(portal, { CALL_ID, DURATION: 95, VOTE: 5, COST: 1.5, COST_CURRENCY: 'RUB' });
    await portal.emulator.settle();
    const activityId = finished['CRM_ACTIVITY_ID'];
    expect(finished).toEqual({
      CALL_ID,
      EXTERNAL_CALL_ID: 'pbx-1',
      PORTAL_USER_ID: anna,
      PHONE_NUMBER: '+79001234567',
      PORTAL_NUMBER: '3',
      INCOMING: '1',
      CALL_DURATION: 95,
      CALL_START_DATE: {},
      CALL_STATUS: 1,
      CALL_VOTE: 5,
      COST: 1.5,
      COST_CURRENCY: 'RUB',
      CALL_FAILED_CODE: '200',
      CALL_FAILED_REASON: '',
      REST_APP_ID: '1',
      REST_APP_NAME: 'Курс',
      CRM_ACTIVITY_ID: 44,
      COMMENT: null,
      CRM_ENTITY_TYPE: 'COMPANY',
      CRM_ENTITY_ID: 3,
      ID: 131,
    });
    const [row] = rowsOf(await portal.call(anna, 'voximplant.statistic.get', { FILTER: { '>ID': 130 } }));
    expect(row).toMatchObject({
      ID: '131',
      CALL_ID,
      CALL_TYPE: '1',
      CALL_DURATION: '95',
      CALL_START_DATE: '2026-11-16T10:42:00+03:00',
      COST: '1.5000',
      CALL_VOTE: '5',
      CRM_ACTIVITY_ID: String(activityId),
      PORTAL_NUMBER: '3',
      EXTERNAL_CALL_ID: 'pbx-1',
    });
    const { body } = await portal.call(anna, 'crm.activity.get', { id: activityId });
    expect(body['result']).toMatchObject({
      TYPE_ID: '2',
      DIRECTION: '2',
      COMPLETED: 'Y',
      ORIGIN_ID: `VI_${String(CALL_ID)}`,
      SETTINGS: [],
    });
    const ended = received.find((event) => event['event'] === 'ONVOXIMPLANTCALLEND');
    expect(ended).toMatchObject({
      'data[CALL_ID]': CALL_ID,
      'data[CALL_TYPE]': '1',
      'data[CALL_DURATION]': '95',
      'data[CALL_START_DATE]': '2026-11-16T10:42:00+03:00',
      'data[CALL_FAILED_CODE]': '200',
      'data[PORTAL_USER_ID]': String(anna),
      'data[CRM_ACTIVITY_ID]': '44',
    });
    expect(received.find((event) => event['event'] === 'ONCRMACTIVITYADD')).toMatchObject({ 'data[FIELDS][ID]': '44' });
  });

  it('announces that it begins and is taken, once', async () => {
    const portal = openInstalledPortal();
    listener = await listenForEvents();
    const { handler, received } = listener;
    for (const event of ['ONVOXIMPLANTCALLINIT', 'ONVOXIMPLANTCALLSTART']) await portal.call(admin, 'event.bind', { event, handler });
    const { CALL_ID } = await registerCall(portal, { ...outgoing, LINE_NUMBER: '+74950000000' });
    await registerCall(portal, { ...outgoing, LINE_NUMBER: '+74950000000' });
    await portal.emulator.settle();
    const [init, ...others] = received.filter((event) => event['event'] === 'ONVOXIMPLANTCALLINIT');
    expect(init).toMatchObject({
      'data[CALL_ID]': CALL_ID,
      'data[CALL_TYPE]': '1',
      'data[CALLER_ID]': '+74950000000',
      'data[REST_APP_ID]': '1',
    });
    expect(others).toEqual([]);
    const started = received.find((event) => event['event'] === 'ONVOXIMPLANTCALLSTART');
    expect(started).toMatchObject({ 'data[CALL_ID]': CALL_ID, 'data[USER_ID]': String(anna) });
  });

  it('belongs to who has the extension', async () => {
    const data = smallPortal();
    const portal = openInstalledPortal({
      data: { ...data, users: data.users.map((user) => (user.id === anna ? { ...user, phoneInner: '103' } : user)) },
    });
    const { USER_ID: _, ...call } = outgoing;
    const { CALL_ID } = await registerCall(portal, { ...call, USER_PHONE_INNER: '103' });
    const { body } = await portal.call(anna, 'telephony.externalCall.finish', { CALL_ID, USER_PHONE_INNER: '103', DURATION: 5 });
    expect(body['result']).toMatchObject({ PORTAL_USER_ID: anna });
    const unknown = await portal.call(anna, 'telephony.externalCall.register', { ...call, USER_PHONE_INNER: '999' });
    expect(unknown.body['error_description']).toBe('User is not found or is not active');
  });

  it('tells in its activity how it ended and with whom', async () => {
    const portal = openInstalledPortal();
    const { CALL_ID } = await registerCall(portal);
    const { CRM_ACTIVITY_ID: id } = await finishCall(portal, { CALL_ID, DURATION: 5, VOTE: 5 });
    const select = ['RESULT_STREAM', 'RESULT_MARK', 'COMMUNICATIONS'];
    const [row] = rowsOf(await portal.call(anna, 'crm.activity.list', { filter: { ID: id }, select }));
    expect(row).toMatchObject({
      RESULT_STREAM: '2',
      RESULT_MARK: '3',
      COMMUNICATIONS: [{ TYPE: 'PHONE', VALUE: '+79001234567', ENTITY_ID: '3', ENTITY_TYPE_ID: '4' }],
    });
  });

  it('is counted for nobody who may not view the statistics', async () => {
    const { call } = openInstalledPortal({ data: { ...smallPortal(), withoutCallStatistics: [anna] } });
    const { status, body } = await call(anna, 'voximplant.statistic.get');
    expect([status, body]).toEqual([403, { error: 'ACCESS_DENIED', error_description: 'Access denied!' }]);
    expect((await call(admin, 'voximplant.statistic.get')).body['total']).toBe(130);
  });

  it('belongs to the open deal of the company first and to the company beside it', async () => {
    const portal = openInstalledPortal();
    const { body: added } = await portal.call(admin, 'crm.deal.add', { fields: { TITLE: 'Открытая', COMPANY_ID: 3 } });
    const { CALL_ID } = await registerCall(portal);
    const { CRM_ACTIVITY_ID: activityId } = await finishCall(portal, { CALL_ID, DURATION: 5 });
    const { body } = await portal.call(admin, 'crm.activity.binding.list', { activityId });
    expect(body['result']).toEqual([
      { entityTypeId: 2, entityId: added['result'] },
      { entityTypeId: 4, entityId: 3 },
    ]);
    const found = await portal.call(admin, 'crm.activity.list', { filter: { BINDINGS: [{ OWNER_TYPE_ID: 4, OWNER_ID: 3 }] } });
    expect(rowsOf(found).map((row) => row['ID'])).toContain(String(activityId));
  });

  it('is missed without a duration: incoming ones stay open and say so in their settings', async () => {
    const portal = openInstalledPortal();
    const { CALL_ID } = await registerCall(portal, { ...outgoing, TYPE: 2 });
    const { CALL_FAILED_CODE, CALL_STATUS, CRM_ACTIVITY_ID: id } = await finishCall(portal, { CALL_ID });
    expect([CALL_FAILED_CODE, CALL_STATUS]).toEqual(['304', 0]);
    const { body } = await portal.call(anna, 'crm.activity.get', { id });
    expect(body['result']).toMatchObject({ COMPLETED: 'N', DIRECTION: '1', SETTINGS: { MISSED_CALL: true } });
  });

  it('of an unknown number leaves no activity, or a new lead when it was asked for', async () => {
    const portal = openInstalledPortal();
    const stranger = { USER_ID: anna, PHONE_NUMBER: '+79990000000', TYPE: 2 };
    const first = await registerCall(portal, stranger);
    expect(first).toMatchObject({ CRM_ENTITY_TYPE: null, CRM_ENTITY_ID: null });
    expect(await finishCall(portal, { CALL_ID: first['CALL_ID'], DURATION: 3 })).toMatchObject({ CRM_ACTIVITY_ID: null });
    const second = await registerCall(portal, { ...stranger, CRM_CREATE: 1 });
    expect(second).toMatchObject({
      CRM_CREATED_LEAD: 13,
      CRM_CREATED_ENTITIES: [{ ENTITY_TYPE: 'LEAD', ENTITY_ID: 13 }],
      CRM_ENTITY_TYPE: 'LEAD',
    });
    const third = await finishCall(portal, { CALL_ID: second['CALL_ID'], DURATION: 3 });
    expect((await portal.call(admin, 'crm.activity.get', { id: third['CRM_ACTIVITY_ID'] })).body).toMatchObject({
      result: { OWNER_TYPE_ID: '1', OWNER_ID: '13' },
    });
  });

  it('announced again within half an hour is the same call, unless its own id differs', async () => {
    const portal = openInstalledPortal();
    const first = await registerCall(portal);
    expect((await registerCall(portal))['CALL_ID']).toBe(first['CALL_ID']);
    expect((await registerCall(portal, { ...outgoing, EXTERNAL_CALL_ID: 'another' }))['CALL_ID']).not.toBe(first['CALL_ID']);
  });

  it.each([
    [{ USER_ID: '' }, 'USER_ID or USER_PHONE_INNER should be set'],
    [{ USER_ID: 99 }, 'User is not found or is not active'],
    [{ TYPE: 7 }, 'Unknown TYPE'],
    [{ PHONE_NUMBER: 'кто-то' }, 'Unsupported phone number format'],
    [{ CALL_START_DATE: 'вчера' }, 'CALL_START_DATE should be in the ISO-8601 format'],
  ])('is refused with %j', async (wrong, description) => {
    const { call } = openInstalledPortal();
    const { status, body } = await call(anna, 'telephony.externalCall.register', { ...outgoing, ...wrong });
    expect([status, body]).toEqual([400, { error: 'ERROR_CORE', error_description: description }]);
  });

  it('is finished once and only after it was registered', async () => {
    const portal = openInstalledPortal();
    const finish = (CALL_ID: unknown): ReturnType<typeof portal.call> =>
      portal.call(anna, 'telephony.externalCall.finish', { CALL_ID, USER_ID: anna });
    expect((await finish(['list'])).body).toMatchObject({ error: 'INVALID_ARGUMENT', error_description: 'CALL_ID must be a string' });
    const { CALL_ID } = await registerCall(portal);
    expect((await finish(CALL_ID)).status).toBe(200);
    expect((await finish(CALL_ID)).body).toMatchObject({ error: 'ERROR_CORE' });
  });
});
