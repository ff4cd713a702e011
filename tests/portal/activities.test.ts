import { smallPortalPeople } from '#support/small-portal.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForEvents, type EventListener } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
const meeting = {
  OWNER_TYPE_ID: 2,
  OWNER_ID: 1,
  TYPE_ID: 1,
  SUBJECT: 'Встреча у заказчика',
  RESPONSIBLE_ID: anna,
  START_TIME: '2026-11-20T12:00:00+03:00',
  END_TIME: '2026-11-20T13:00:00+03:00',
  COMMUNICATIONS: [{ VALUE: '', ENTITY_ID: 1, ENTITY_TYPE_ID: 4 }],
};
let listener: EventListener | null = null;

afterEach(async () => {
  await listener?.close();
  listener = null;
});

async function listenTo(portal: PortalUnderTest, events: readonly string[]): Promise<EventListener> {
  listener = await listenForEvents();
  for (const event of events) await portal.call(admin, 'event.bind', { event, handler: listener.handler });
  return listener;
}

async function errorOf(answer: ReturnType<PortalUnderTest['call']>): Promise<unknown> {
  const { status, body } = await answer;
  return [status, body['error'], body['error_description']];
}

describe('an activity', () => {
  it('is added, changed and deleted, each with its event', async () => {
    const portal = openInstalledPortal();
    const { received } = await listenTo(portal, ['ONCRMACTIVITYADD', 'ONCRMACTIVITYUPDATE', 'ONCRMACTIVITYDELETE']);
    const { body } = await portal.call(admin, 'crm.activity.add', { fields: meeting });
    const id = body['result'];
    expect(id).toBe(44);
    expect((await portal.call(admin, 'crm.activity.get', { id })).body['result']).toMatchObject({
      ID: '44',
      TYPE_ID: '1',
      PROVIDER_ID: 'CRM_MEETING',
      SUBJECT: 'Встреча у заказчика',
      START_TIME: '2026-11-20T12:00:00+03:00',
      END_TIME: '2026-11-20T13:00:00+03:00',
      DEADLINE: '2026-11-20T12:00:00+03:00',
      COMPLETED: 'N',
      STATUS: '1',
      DIRECTION: '0',
      AUTHOR_ID: String(admin),
      RESPONSIBLE_ID: String(anna),
      CREATED: '2026-11-16T10:42:00+03:00',
    });
    await portal.call(anna, 'crm.activity.update', { id, fields: { COMPLETED: 'Y', DESCRIPTION: 'Договорились' } });
    const [row] = rowsOf(await portal.call(anna, 'crm.activity.list', { filter: { ID: id } }));
    expect(row).toMatchObject({
      COMPLETED: 'Y',
      STATUS: '2',
      DESCRIPTION: 'Договорились',
      EDITOR_ID: String(anna),
      SUBJECT: 'Встреча у заказчика',
    });
    expect((await portal.call(anna, 'crm.activity.delete', { id })).body['result']).toBe(true);
    expect(await errorOf(portal.call(anna, 'crm.activity.get', { id }))).toEqual([400, '', 'Activity is not found']);
    await portal.emulator.settle();
    const seen = received.map((event) => `${event['event']} ${event['data[FIELDS][ID]']}`);
    expect(seen.toSorted()).toEqual(['ONCRMACTIVITYADD 44', 'ONCRMACTIVITYDELETE 44', 'ONCRMACTIVITYUPDATE 44']);
  });

  it.each([
    [{ SUBJECT: '' }, 'The field SUBJECT is not defined or empty'],
    [{ TYPE_ID: 77 }, 'The field TYPE_ID is not defined or invalid'],
    [{ TYPE_ID: 6 }, 'The custom activity without provider is not supported in current context'],
    [{ RESPONSIBLE_ID: 0 }, 'The field RESPONSIBLE_ID is not defined or invalid'],
    [{ COMMUNICATIONS: [] }, 'The field COMMUNICATIONS is not defined or invalid'],
    [{ COMMUNICATIONS: [{}, {}] }, 'The only one communication is allowed for activity of specified type'],
    [{ OWNER_ID: 999 }, 'Could not build binding. Please ensure that owner info and communications are defined correctly'],
  ])('is refused with %j', async (wrong, description) => {
    const { call } = openInstalledPortal();
    expect(await errorOf(call(admin, 'crm.activity.add', { fields: { ...meeting, ...wrong } }))).toEqual([400, '', description]);
    expect((await call(admin, 'crm.activity.list', { filter: { '>ID': 43 } })).body['total']).toBe(0);
  });

  it("of another's deal is neither added nor seen", async () => {
    const { call } = openInstalledPortal();
    const [foreign] = rowsOf(await call(admin, 'crm.deal.list', { filter: { ASSIGNED_BY_ID: anna } }));
    const fields = { ...meeting, OWNER_ID: foreign?.['ID'] };
    expect(await errorOf(call(boris, 'crm.activity.add', { fields }))).toEqual([400, '', 'Access denied']);
    const { body } = await call(anna, 'crm.activity.add', { fields });
    expect(await errorOf(call(boris, 'crm.activity.get', { id: body['result'] }))).toEqual([400, '', 'Access denied']);
  });

  it('of the universal kind stands on its deadline', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(anna, 'crm.activity.todo.add', {
      ownerTypeId: 1,
      ownerId: await ownLead(portal),
      deadline: '2026-11-20T15:00:00',
      title: 'Перезвонить',
    });
    expect(body['result']).toEqual({ id: 44 });
    expect((await portal.call(anna, 'crm.activity.get', { id: 44 })).body['result']).toMatchObject({
      TYPE_ID: '6',
      PROVIDER_ID: 'CRM_TODO',
      SUBJECT: 'Перезвонить',
      DEADLINE: '2026-11-20T15:00:00+03:00',
      RESPONSIBLE_ID: String(anna),
    });
  });

  it.each([
    [{ deadline: '' }, '100'],
    [{ ownerId: 999 }, 'OWNER_NOT_FOUND'],
    [{ deadline: 'завтра' }, 'WRONG_DATETIME_FORMAT'],
  ])('of the universal kind is refused with %j', async (wrong, code) => {
    const { call } = openInstalledPortal();
    const { status, body } = await call(admin, 'crm.activity.todo.add', {
      ownerTypeId: 2,
      ownerId: 1,
      deadline: '2026-11-20T15:00:00+03:00',
      ...wrong,
    });
    expect([status, body['error']]).toEqual([400, code]);
  });
});

describe('a comment in the timeline', () => {
  it('is kept with its author and sends its id', async () => {
    const portal = openInstalledPortal();
    const { received } = await listenTo(portal, ['ONCRMTIMELINECOMMENTADD']);
    const { body } = await portal.call(admin, 'crm.timeline.comment.add', {
      fields: { ENTITY_ID: 1, ENTITY_TYPE: 'deal', COMMENT: 'План снижен' },
    });
    expect(body['result']).toBe(1);
    await portal.emulator.settle();
    expect(received).toMatchObject([{ 'data[ID]': '1' }]);
    expect((await portal.call(admin, 'crm.timeline.comment.get', { id: 1 })).body['result']).toMatchObject({
      ID: '1',
      ENTITY_ID: '1',
      ENTITY_TYPE: 'deal',
      COMMENT: 'План снижен',
      AUTHOR_ID: String(admin),
    });
  });

  it.each([
    [{ FIELDS: { ENTITY_ID: 1, ENTITY_TYPE: 'deal', COMMENT: 'x' } }, '100'],
    [{ fields: { ENTITY_ID: 1, ENTITY_TYPE: 'deal', COMMENT: '' } }, 'INVALID_ARG_VALUE'],
    [{ fields: { ENTITY_ID: 999, ENTITY_TYPE: 'deal', COMMENT: 'x' } }, 'OWNER_NOT_FOUND'],
    [{ fields: { ENTITY_ID: 1, ENTITY_TYPE: 'planet', COMMENT: 'x' } }, 'OWNER_NOT_FOUND'],
  ])('is refused with %j', async (parameters, code) => {
    const { status, body } = await openInstalledPortal().call(admin, 'crm.timeline.comment.add', parameters);
    expect([status, body['error']]).toEqual([400, code]);
  });
});

describe('a deleted record', () => {
  it('takes its history and its activities with it and sends its event', async () => {
    const portal = openInstalledPortal();
    const { received } = await listenTo(portal, ['ONCRMDEALDELETE', 'ONCRMLEADDELETE']);
    const activities = { filter: { OWNER_TYPE_ID: 2, OWNER_ID: 2 } };
    expect(rowsOf(await portal.call(admin, 'crm.activity.list', activities))).toHaveLength(1);
    expect((await portal.call(admin, 'crm.deal.delete', { id: 2 })).body['result']).toBe(true);
    expect((await portal.call(admin, 'crm.item.delete', { entityTypeId: 1, id: 3 })).body['result']).toEqual([]);
    expect(await errorOf(portal.call(admin, 'crm.deal.get', { id: 2 }))).toEqual([400, '', 'Not found']);
    expect(await errorOf(portal.call(admin, 'crm.item.delete', { entityTypeId: 2, id: 2 }))).toEqual([400, 'NOT_FOUND', 'Item not found']);
    expect(await errorOf(portal.call(admin, 'crm.deal.delete', { id: 'x' }))).toEqual([400, '', 'ID is not defined or invalid.']);
    expect(rowsOf(await portal.call(admin, 'crm.activity.list', activities))).toEqual([]);
    const history = await portal.call(admin, 'crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: 2 } });
    expect(rowsOf(history)).toEqual([]);
    await portal.emulator.settle();
    const seen = received.map((event) => `${event['event']} ${event['data[FIELDS][ID]']}`);
    expect(seen.toSorted()).toEqual(['ONCRMDEALDELETE 2', 'ONCRMLEADDELETE 3']);
  });

  it('never lends its id to a new one', async () => {
    const { call } = openInstalledPortal();
    await call(admin, 'crm.deal.delete', { id: 60 });
    expect((await call(admin, 'crm.deal.add', { fields: { TITLE: 'Новая' } })).body['result']).toBe(61);
  });

  it('of another is refused', async () => {
    const { call } = openInstalledPortal();
    const [foreign] = rowsOf(await call(admin, 'crm.deal.list', { filter: { ASSIGNED_BY_ID: anna } }));
    expect(await errorOf(call(boris, 'crm.deal.delete', { id: foreign?.['ID'] }))).toEqual([400, '', 'Access denied']);
  });
});

describe('a new lead', () => {
  it('starts at the first status with a row of history and its event', async () => {
    const portal = openInstalledPortal();
    const { received } = await listenTo(portal, ['ONCRMLEADADD']);
    expect((await portal.call(anna, 'crm.lead.add', { fields: { TITLE: 'Звонок с сайта' } })).body['result']).toBe(13);
    const item = await portal.call(anna, 'crm.item.add', { entityTypeId: 1, fields: { title: 'Ещё один', opportunity: 5 } });
    expect(item.body['result']).toMatchObject({ item: { id: 14, title: 'Ещё один', stageId: 'NEW', opportunity: 5 } });
    const history = await portal.call(anna, 'crm.stagehistory.list', { entityTypeId: 1, filter: { OWNER_ID: 13 } });
    expect(rowsOf(history)).toMatchObject([{ TYPE_ID: 1, STATUS_ID: 'NEW' }]);
    await portal.emulator.settle();
    expect(received.map((event) => event['data[FIELDS][ID]']).toSorted()).toEqual(['13', '14']);
  });
});

async function ownLead(portal: PortalUnderTest): Promise<number> {
  const [lead] = rowsOf(await portal.call(anna, 'crm.lead.list', { filter: { ASSIGNED_BY_ID: anna } }));
  return Number(lead?.['ID']);
}
