import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { batteryData } from './battery/battery-data.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
const call = {
  OWNER_TYPE_ID: 2,
  OWNER_ID: 1,
  TYPE_ID: 2,
  SUBJECT: 'Звонок',
  RESPONSIBLE_ID: admin,
  COMMUNICATIONS: [{ VALUE: '+79000000001', ENTITY_ID: 1, ENTITY_TYPE_ID: 3 }],
};
const deadline = '2026-11-20T15:00:00+03:00';

async function added(portal: PortalUnderTest, fields: object = {}): Promise<number> {
  const { status, body } = await portal.call(admin, 'crm.activity.add', { fields: { ...call, ...fields } });
  expect([status, body['error_description']]).toEqual([200, undefined]);
  return body['result'] as number;
}

async function read(portal: PortalUnderTest, id: number): Promise<Record<string, unknown>> {
  return (await portal.call(admin, 'crm.activity.get', { id })).body['result'] as Record<string, unknown>;
}

async function codeOf(answer: ReturnType<PortalUnderTest['call']>): Promise<unknown> {
  const { status, body } = await answer;
  return [status, body['error']];
}

describe('the fields of an activity', () => {
  it('have the defaults of the platform until they are given', async () => {
    const portal = openInstalledPortal();
    expect(await read(portal, await added(portal))).toMatchObject({
      PRIORITY: '2',
      NOTIFY_TYPE: '0',
      LOCATION: '',
      SETTINGS: [],
      PROVIDER_PARAMS: [],
      PROVIDER_DATA: null,
      RESULT_MARK: '0',
      RESULT_SUM: null,
      AUTOCOMPLETE_RULE: '0',
      IS_INCOMING_CHANNEL: 'N',
    });
  });

  it('are kept as they were given and changed one by one', async () => {
    const portal = openInstalledPortal();
    const given = { PRIORITY: 3, LOCATION: 'Офис', SETTINGS: { A: 'b' }, PROVIDER_PARAMS: { C: 'd' }, RESULT_SUM: 12.5, RESULT_MARK: 3 };
    const id = await added(portal, { ...given, DIRECTION: 1 });
    const shown = { PRIORITY: '3', LOCATION: 'Офис', SETTINGS: { A: 'b' }, PROVIDER_PARAMS: { C: 'd' }, RESULT_SUM: '12.5' };
    expect(await read(portal, id)).toMatchObject({ ...shown, RESULT_MARK: '3', IS_INCOMING_CHANNEL: 'Y' });
    await portal.call(admin, 'crm.activity.update', { id, fields: { LOCATION: 'У заказчика', IS_INCOMING_CHANNEL: 'N', STATUS: 3 } });
    expect(await read(portal, id)).toMatchObject({
      ...shown,
      LOCATION: 'У заказчика',
      IS_INCOMING_CHANNEL: 'N',
      COMPLETED: 'Y',
      STATUS: '3',
    });
  });

  it('show communications and files only to who names them', async () => {
    const portal = openInstalledPortal({ data: batteryData() });
    const id = await added(portal, { FILES: [{ fileData: ['план.pdf', 'JVBERi0='] }] });
    const list = async (select: string[]): Promise<Record<string, unknown> | undefined> =>
      rowsOf(await portal.call(admin, 'crm.activity.list', { filter: { ID: id }, select }))[0];
    expect(Object.keys((await list(['*'])) ?? {})).not.toContain('COMMUNICATIONS');
    expect(await list(['*', 'COMMUNICATIONS'])).toMatchObject({
      SUBJECT: 'Звонок',
      COMMUNICATIONS: [
        {
          ID: expect.stringMatching(/^\d+$/),
          TYPE: 'PHONE',
          VALUE: '+79000000001',
          ENTITY_ID: '1',
          ENTITY_TYPE_ID: '3',
          ENTITY_SETTINGS: { NAME: 'Вера', LAST_NAME: 'Соколова', COMPANY_TITLE: 'Компания 3', COMPANY_ID: '3' },
        },
      ],
    });
    expect(await list(['ID', 'FILES'])).toEqual({
      ID: String(id),
      FILES: [{ id: expect.any(Number), url: expect.stringContaining(`ownerTypeId=6&ownerId=${id}`) }],
    });
  });

  it('of an application are written by an application only', async () => {
    const portal = openInstalledPortal();
    const webhook = portal.emulator.makeWebhook(admin);
    const fields = { ...call, TYPE_ID: 6, PROVIDER_ID: 'REST_APP', PROVIDER_TYPE_ID: 'PLAN' };
    const request = new Request(`${webhook}crm.activity.add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fields }),
    });
    const refused = await portal.emulator.handle(request);
    expect([refused.status, await refused.json()]).toEqual([400, { error: '', error_description: 'Application context required' }]);
    const id = await added(portal, fields);
    expect(await read(portal, id)).toMatchObject({ PROVIDER_ID: 'REST_APP', PROVIDER_TYPE_ID: 'PLAN' });
    const { body } = await portal.call(admin, 'crm.activity.add', { fields: { ...fields, PROVIDER_ID: 'CONFIGURABLE_REST_APP' } });
    expect(body['error_description']).toBe('Use crm.activity.configurable.add for this activity provider');
  });
});

describe('bindings of an activity', () => {
  it('double its row for each that fits when several pairs are asked for', async () => {
    const portal = openInstalledPortal();
    const activityId = await added(portal);
    await portal.call(admin, 'crm.activity.binding.add', { activityId, entityTypeId: 3, entityId: 5 });
    const found = async (bindings: unknown): Promise<unknown[]> =>
      rowsOf(await portal.call(admin, 'crm.activity.list', { filter: { '>=ID': activityId, BINDINGS: bindings } })).map((row) => row['ID']);
    const twice = [String(activityId), String(activityId)];
    expect(await found([{ OWNER_TYPE_ID: 2 }, { OWNER_TYPE_ID: 3 }])).toEqual(twice);
    expect(await found([{ OWNER_TYPE_ID: 3 }])).toEqual([String(activityId)]);
    expect(await found([{ OWNER_ID: 5 }, { OWNER_TYPE_ID: 4 }])).toEqual([String(activityId)]);
    expect(await found([{ OWNER_TYPE_ID: 3, OWNER_ID: 6 }])).toEqual([]);
    const counted = await portal.call(admin, 'crm.activity.list', {
      filter: { ID: activityId, BINDINGS: [{ OWNER_TYPE_ID: 2 }, { OWNER_TYPE_ID: 3 }] },
    });
    expect(counted.body['total']).toBe(2);
  });

  it('are added and deleted down to the last one, which stays', async () => {
    const portal = openInstalledPortal();
    const activityId = await added(portal);
    const lead = { activityId, entityTypeId: 1, entityId: 3 };
    const deal = { activityId, entityTypeId: 2, entityId: 1 };
    const ask = (method: string, parameters: object): ReturnType<PortalUnderTest['call']> => portal.call(admin, method, { ...parameters });
    expect(await codeOf(ask('crm.activity.binding.delete', deal))).toEqual([400, 'LAST_BINDING_CANNOT_BE_DELETED']);
    expect((await ask('crm.activity.binding.add', lead)).body['result']).toBe(true);
    expect(await codeOf(ask('crm.activity.binding.add', lead))).toEqual([400, 'ACTIVITY_IS_ALREADY_BOUND']);
    expect(await codeOf(ask('crm.activity.binding.add', { ...lead, entityId: 999 }))).toEqual([400, 'OWNER_NOT_FOUND']);
    expect((await ask('crm.activity.binding.delete', deal)).body['result']).toBe(true);
    expect(await codeOf(ask('crm.activity.binding.delete', deal))).toEqual([400, 'BINDING_NOT_FOUND']);
    expect((await ask('crm.activity.binding.list', { activityId })).body['result']).toEqual([{ entityTypeId: 1, entityId: 3 }]);
    expect(await read(portal, activityId)).toMatchObject({ OWNER_TYPE_ID: '1', OWNER_ID: '3' });
  });

  it('are shown as far as their records may be read', async () => {
    const portal = openInstalledPortal();
    const deals = rowsOf(await portal.call(admin, 'crm.deal.list', { filter: { ASSIGNED_BY_ID: anna } }));
    const activityId = await added(portal, { OWNER_ID: deals[0]?.['ID'], RESPONSIBLE_ID: boris });
    await portal.call(admin, 'crm.activity.binding.add', { activityId, entityTypeId: 4, entityId: 3 });
    const { body } = await portal.call(boris, 'crm.activity.binding.list', { activityId });
    expect(body['result']).toEqual([{ entityTypeId: 4, entityId: 3 }]);
  });
});

describe('a universal activity', () => {
  const todo = { ownerTypeId: 2, ownerId: 1, deadline, title: 'Перезвонить' };

  it('is changed as a whole or in its deadline, as long as it is open', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(admin, 'crm.activity.todo.add', { ...todo, colorId: '3', pingOffsets: [0, 15] });
    const { id } = body['result'] as { id: number };
    const later = '2026-11-23T10:00:00+03:00';
    await portal.call(admin, 'crm.activity.todo.update', { ...todo, id, title: 'Написать', description: 'По плану', responsibleId: anna });
    expect(await read(portal, id)).toMatchObject({ SUBJECT: 'Написать', DESCRIPTION: 'По плану', RESPONSIBLE_ID: String(anna) });
    const moved = await portal.call(admin, 'crm.activity.todo.updateDeadline', { ...todo, id, value: later });
    expect(moved.body['result']).toEqual({ id });
    expect(await read(portal, id)).toMatchObject({ SUBJECT: 'Написать', DEADLINE: later, END_TIME: later });
    await portal.call(admin, 'crm.activity.update', { id, fields: { COMPLETED: 'Y' } });
    expect(await codeOf(portal.call(admin, 'crm.activity.todo.update', { ...todo, id }))).toEqual([400, 'CAN_NOT_UPDATE_COMPLETED_TODO']);
    expect(await codeOf(portal.call(admin, 'crm.activity.todo.add', { ...todo, parentActivityId: id }))).toEqual([
      400,
      'ERROR_PARENT_ACTIVITY_RESTRICT',
    ]);
  });

  it('belongs to the owner that is named', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(admin, 'crm.activity.todo.add', todo);
    const { id } = body['result'] as { id: number };
    const update = (wrong: object): Promise<unknown> => codeOf(portal.call(admin, 'crm.activity.todo.update', { ...todo, id, ...wrong }));
    expect(await update({ ownerId: 2 })).toEqual([400, 'NOT_FOUND']);
    expect(await update({ ownerId: 999 })).toEqual([400, 'OWNER_NOT_FOUND']);
    expect(await update({ deadline: undefined })).toEqual([400, '100']);
  });
});
