import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
const quote = {
  id: 5,
  title: 'Предложение',
  number: 'КП-5',
  stageId: 'SENT',
  amount: '120000.50',
  currency: 'RUB',
  dealId: 3,
  companyId: 4,
  responsibleId: anna,
  createdAt: '2026-11-02T07:00:00Z',
  modifiedAt: '2026-11-03T07:00:00Z',
  issuedOn: '2026-11-02',
  dueOn: null,
} as const;
const invoice = {
  ...quote,
  id: 9,
  title: 'Счёт',
  number: '9',
  stageId: 'DT31_2:P',
  categoryId: 2,
  movedAt: '2026-11-10T07:00:00Z',
  dueOn: '2026-11-20',
};

const { call } = openInstalledPortal({ data: { ...smallPortal(), quotes: [quote], invoices: [invoice] } });

describe('quotes and smart invoices', () => {
  it('are listed as items, each with its own fields', async () => {
    const { body } = await call(admin, 'crm.item.list', { entityTypeId: 7, filter: { '>opportunity': 100_000 }, order: { id: 'ASC' } });
    expect(body['total']).toBe(1);
    expect(rowsOf({ status: 200, body })[0]).toMatchObject({
      id: 5,
      title: 'Предложение',
      stageId: 'SENT',
      opportunity: 120_000.5,
      currencyId: 'RUB',
      companyId: 4,
      assignedById: anna,
      createdTime: '2026-11-02T10:00:00+03:00',
      updatedTime: '2026-11-03T10:00:00+03:00',
      begindate: '2026-11-02T03:00:00+03:00',
      closedate: null,
      closed: 'N',
      dealId: 3,
      quoteNumber: 'КП-5',
      entityTypeId: 7,
    });
    expect((await call(admin, 'crm.item.get', { entityTypeId: 31, id: 9 })).body['result']).toMatchObject({
      item: { id: 9, stageId: 'DT31_2:P', categoryId: 2, parentId2: 3, accountNumber: '9', movedTime: '2026-11-10T10:00:00+03:00' },
    });
  });

  it('have no fields of each other', async () => {
    expect((await call(admin, 'crm.item.list', { entityTypeId: 7, filter: { '>movedTime': '2026-01-01' } })).body['error']).toBe(
      'INVALID_ARG_VALUE',
    );
    const { body } = await call(admin, 'crm.item.fields', { entityTypeId: 31 });
    expect(Object.keys((body['result'] as { fields: object }).fields)).toEqual(expect.arrayContaining(['parentId2', 'movedTime']));
  });

  it('are seen and changed by their people only', async () => {
    expect(rowsOf(await call(boris, 'crm.item.list', { entityTypeId: 7 }))).toEqual([]);
    expect((await call(boris, 'crm.item.get', { entityTypeId: 7, id: 5 })).body['error']).toBe('ACCESS_DENIED');
    expect((await call(boris, 'crm.item.update', { entityTypeId: 7, id: 5, fields: { title: 'Другое' } })).body['error']).toBe(
      'ACCESS_DENIED',
    );
    expect((await call(boris, 'crm.quote.get', { id: 5 })).body['error_description']).toBe('Access denied');
    expect((await call(anna, 'crm.item.get', { entityTypeId: 7, id: 6 })).body['error']).toBe('NOT_FOUND');
  });

  it('are not there where the portal has none', async () => {
    expect(rowsOf(await openInstalledPortal().call(admin, 'crm.item.list', { entityTypeId: 31 }))).toEqual([]);
  });
});

describe('a quote', () => {
  it('comes with a number, a week of validity and an event, and refuses a stage of nowhere', async () => {
    const portal = openInstalledPortal();
    const events = await listen(portal, ['ONCRMQUOTEADD', 'ONCRMQUOTEUPDATE', 'ONCRMQUOTEDELETE']);
    const id = (await portal.call(anna, 'crm.quote.add', { fields: { TITLE: 'Короба', OPPORTUNITY: '15.5' } })).body['result'];
    expect((await portal.call(admin, 'crm.quote.get', { id })).body['result']).toMatchObject({
      TITLE: 'Короба',
      STATUS_ID: 'DRAFT',
      OPPORTUNITY: '15.50',
      QUOTE_NUMBER: String(id),
      ASSIGNED_BY_ID: String(anna),
      BEGINDATE: '2026-11-16T03:00:00+03:00',
      CLOSEDATE: '2026-11-23T03:00:00+03:00',
    });
    expect((await portal.call(anna, 'crm.quote.update', { id, fields: { STATUS_ID: 'NOWHERE' } })).status).toBe(400);
    await portal.call(anna, 'crm.quote.update', { id, fields: { STATUS_ID: 'APPROVED' } });
    expect((await portal.call(admin, 'crm.quote.get', { id })).body['result']).toMatchObject({ STATUS_ID: 'APPROVED', CLOSED: 'Y' });
    await portal.call(anna, 'crm.quote.delete', { id });
    expect(await events()).toMatchObject([
      { event: 'ONCRMQUOTEADD', 'data[FIELDS][ID]': String(id) },
      { event: 'ONCRMQUOTEUPDATE' },
      { event: 'ONCRMQUOTEDELETE' },
    ]);
  });

  it('has no stage history', async () => {
    const { body } = await call(admin, 'crm.stagehistory.list', { entityTypeId: 7 });
    expect(body).toMatchObject({ error: 'ENTITY_TYPE_NOT_SUPPORTED', error_description: 'Entity type QUOTE is not supported' });
  });
});

describe('a smart invoice', () => {
  it('tells each of its changes twice, by the event of all types and by that of its own', async () => {
    const portal = openInstalledPortal();
    const events = await listen(portal, ['ONCRMDYNAMICITEMADD', 'ONCRMDYNAMICITEMUPDATE_31', 'ONCRMDYNAMICITEMDELETE']);
    const { body } = await portal.call(anna, 'crm.item.add', { entityTypeId: 31, fields: { title: 'Счёт', parentId2: 3 } });
    const { item } = body['result'] as { item: { id: number } };
    expect(item).toMatchObject({ stageId: 'DT31_1:N', categoryId: 1, parentId2: 3, previousStageId: null, currencyId: 'RUB' });
    await portal.call(anna, 'crm.item.update', { entityTypeId: 31, id: item.id, fields: { stageId: 'DT31_1:P' } });
    await portal.call(anna, 'crm.item.delete', { entityTypeId: 31, id: item.id });
    const about = { 'data[FIELDS][ID]': String(item.id), 'data[FIELDS][ENTITY_TYPE_ID]': '31' };
    expect(await events()).toMatchObject([
      { event: 'ONCRMDYNAMICITEMADD', ...about },
      { event: 'ONCRMDYNAMICITEMUPDATE_31', ...about },
      { event: 'ONCRMDYNAMICITEMDELETE', ...about },
    ]);
  });

  it('is worth its goods until somebody writes its amount', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(anna, 'crm.item.add', { entityTypeId: 31, fields: { title: 'Счёт' } });
    const { id } = (body['result'] as { item: { id: number } }).item;
    const fields = { ownerType: 'SI', ownerId: id, productName: 'Короб', price: 12.5, quantity: 4 };
    expect((await portal.call(anna, 'crm.item.productrow.add', { fields })).status).toBe(200);
    const amount = async (): Promise<unknown> => (await portal.call(anna, 'crm.item.get', { entityTypeId: 31, id })).body['result'];
    expect(await amount()).toMatchObject({ item: { opportunity: 50, isManualOpportunity: 'N' } });
    await portal.call(anna, 'crm.item.update', { entityTypeId: 31, id, fields: { opportunity: 7, isManualOpportunity: 'Y' } });
    await portal.call(anna, 'crm.item.productrow.add', { fields });
    expect(await amount()).toMatchObject({ item: { opportunity: 7, isManualOpportunity: 'Y' } });
  });

  it('leaves a history that goes with it', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(anna, 'crm.item.add', { entityTypeId: 31, fields: { title: 'Счёт' } });
    const { item } = body['result'] as { item: { id: number } };
    const update = { entityTypeId: 31, id: item.id, fields: { stageId: 'DT31_1:P' } };
    expect((await portal.call(anna, 'crm.item.update', update)).body['result']).toMatchObject({
      item: { stageId: 'DT31_1:P', previousStageId: 'DT31_1:N', movedBy: anna, closedate: '2026-11-23T03:00:00+03:00' },
    });
    const history = async (userId: number): Promise<unknown[]> =>
      rowsOf(await portal.call(userId, 'crm.stagehistory.list', { entityTypeId: 31, filter: { OWNER_ID: item.id } }));
    expect(await history(anna)).toMatchObject([
      { TYPE_ID: 1, STAGE_ID: 'DT31_1:N', STAGE_SEMANTIC_ID: 'P', CATEGORY_ID: 1 },
      { TYPE_ID: 3, STAGE_ID: 'DT31_1:P', STAGE_SEMANTIC_ID: 'S' },
    ]);
    expect(await history(boris)).toEqual([]);
    await portal.call(anna, 'crm.item.delete', { entityTypeId: 31, id: item.id });
    expect(await history(admin)).toEqual([]);
  });
});

async function listen(portal: PortalUnderTest, names: readonly string[]): Promise<() => Promise<readonly unknown[]>> {
  const listener = await listenForEvents();
  for (const event of names) await portal.call(admin, 'event.bind', { event, handler: listener.handler });
  return async () => {
    await portal.emulator.settle();
    await listener.close();
    return listener.received;
  };
}
