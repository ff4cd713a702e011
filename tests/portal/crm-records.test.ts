import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;

async function addItem({ call }: PortalUnderTest, entityTypeId: number, fields: object): Promise<Record<string, unknown> & { id: number }> {
  const { body } = await call(anna, 'crm.item.add', { entityTypeId, fields });
  return (body['result'] as { item: Record<string, unknown> & { id: number } }).item;
}

describe('a record that is added', () => {
  it('has the defaults of its page', async () => {
    const portal = openInstalledPortal();
    expect(await addItem(portal, 2, {})).toMatchObject({
      title: 'Сделка #61',
      typeId: 'SALE',
      sourceId: 'CALL',
      stageId: 'NEW',
      isRecurring: 'N',
      isManualOpportunity: 'N',
      opportunity: 0,
      currencyId: 'RUB',
      opened: 'Y',
      assignedById: anna,
      begindate: '2026-11-16T03:00:00+03:00',
      closedate: '2026-11-23T03:00:00+03:00',
      observers: [],
      contactIds: [],
    });
    expect(await addItem(portal, 1, {})).toMatchObject({ title: 'Лид #13', sourceId: 'CALL', createdBy: anna });
    expect(await addItem(portal, 4, {})).toMatchObject({ title: 'Компания #11', typeId: 'CUSTOMER', isMyCompany: 'N', revenue: 0 });
  });

  it('keeps every field that describes it, in both spellings', async () => {
    const portal = openInstalledPortal();
    const fields = { comments: 'Ждут', probability: '40', utmSource: 'google', observers: [2, 3], contactIds: [4, 5], originId: 'A-1' };
    const { id } = await addItem(portal, 2, fields);
    expect((await portal.call(anna, 'crm.deal.get', { id })).body['result']).toMatchObject({
      COMMENTS: 'Ждут',
      PROBABILITY: '40',
      UTM_SOURCE: 'google',
      CONTACT_ID: '4',
      ORIGIN_ID: 'A-1',
    });
    await portal.call(anna, 'crm.deal.update', { id, fields: { CONTACT_ID: 7, COMMENTS: null } });
    const { body } = await portal.call(anna, 'crm.item.get', { entityTypeId: 2, id });
    expect(body['result']).toMatchObject({ item: { contactIds: [7], contactId: 7, comments: null, observers: [2, 3], probability: 40 } });
  });

  it('refuses values its fields cannot have and changes nothing', async () => {
    const { call } = openInstalledPortal();
    const update = async (fields: object): Promise<unknown> =>
      (await call(admin, 'crm.item.update', { entityTypeId: 2, id: 5, fields })).body;
    expect(await update({ probability: 'half' })).toMatchObject({
      error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID',
      error_description: 'Invalid value for field "probability"',
    });
    expect(await update({ currencyId: 'XXX' })).toMatchObject({ error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' });
    expect(await update({ observers: 3 })).toMatchObject({
      error: '100',
      error_description: 'Expected iterable value for multiple field, but got number instead',
    });
    expect(await update({ stageId: 'C9:NEW' })).toMatchObject({ error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' });
    expect((await call(admin, 'crm.deal.get', { id: 5 })).body).toMatchObject({ result: { DATE_MODIFY: '2026-09-05T10:00:00+03:00' } });
  });

  it('is remembered by a portal that was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-state-'));
    const stateFile = join(folder, 'portal.ndjson');
    const before = openInstalledPortal({ stateFile });
    const contact = await addItem(before, 3, { name: 'Вера', fm: [{ typeId: 'EMAIL', valueType: 'WORK', value: 'v@example.com' }] });
    const deal = await addItem(before, 2, { comments: 'Помним' });
    const after = openInstalledPortal({ stateFile });
    const get = async (entityTypeId: number, id: number): Promise<unknown> =>
      (await after.call(admin, 'crm.item.get', { entityTypeId, id })).body['result'];
    expect(await get(3, contact.id)).toMatchObject({ item: { name: 'Вера', emailWork: 'v@example.com', hasEmail: 'Y' } });
    expect(await get(2, deal.id)).toMatchObject({ item: { comments: 'Помним' } });
    rmSync(folder, { recursive: true });
  });
});

describe('the template of a recurring deal', () => {
  it('stands in lists with its flag and leaves no history', async () => {
    const portal = openInstalledPortal();
    const { id } = await addItem(portal, 2, { title: 'Шаблон', isRecurring: 'Y' });
    const listed = async (filter: object): Promise<unknown> => (await portal.call(admin, 'crm.deal.list', { filter })).body['total'];
    expect([await listed({}), await listed({ IS_RECURRING: 'N' }), await listed({ IS_RECURRING: 'Y' })]).toEqual([61, 60, 1]);
    await portal.call(anna, 'crm.deal.update', { id, fields: { STAGE_ID: 'EXECUTING' } });
    expect(rowsOf(await portal.call(admin, 'crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: id } }))).toEqual([]);
  });
});

describe('contacts and companies', () => {
  it('are written and read as items, with their own events only', async () => {
    const portal = openInstalledPortal();
    const company = await addItem(portal, 4, { title: 'Складов', industry: 'TRADE' });
    const contact = await addItem(portal, 3, { name: 'Вера', lastName: 'Соколова', companyIds: [company.id] });
    expect(contact).toMatchObject({ companyId: company.id, companyIds: [company.id], typeId: 'CLIENT', entityTypeId: 3 });
    const rename = { entityTypeId: 4, id: company.id, fields: { title: 'Складовъ' } };
    expect((await portal.call(anna, 'crm.item.update', rename)).body['result']).toMatchObject({ item: { title: 'Складовъ' } });
    expect((await portal.call(anna, 'crm.company.get', { id: company.id })).body['result']).toMatchObject({
      TITLE: 'Складовъ',
      INDUSTRY: 'TRADE',
      MODIFY_BY_ID: String(anna),
    });
    expect((await portal.call(anna, 'crm.item.delete', { entityTypeId: 3, id: contact.id })).body['result']).toEqual([]);
    expect((await portal.call(anna, 'crm.item.get', { entityTypeId: 3, id: contact.id })).body['error']).toBe('NOT_FOUND');
  });

  it('are seen by their person; companies without one are seen by everybody', async () => {
    const portal = openInstalledPortal();
    const { id } = await addItem(portal, 4, { title: 'Моя' });
    expect((await portal.call(boris, 'crm.item.get', { entityTypeId: 4, id })).body).toMatchObject({
      error: 'ACCESS_DENIED',
      error_description: 'You do not have permission to view this item',
    });
    expect((await portal.call(boris, 'crm.company.list')).body['total']).toBe(10);
    expect((await portal.call(anna, 'crm.company.list')).body['total']).toBe(11);
  });
});

describe('phones and mails', () => {
  it('come in classic lists only by name and are found by their value', async () => {
    const { call } = openInstalledPortal();
    await call(admin, 'crm.lead.update', { id: 3, fields: { PHONE: [{ VALUE: '+7900', VALUE_TYPE: 'MOBILE' }] } });
    const list = async (query: object): Promise<unknown> => rowsOf(await call(admin, 'crm.lead.list', { filter: { ID: 3 }, ...query }));
    expect(await list({ select: ['*'] })).toEqual([expect.not.objectContaining({ PHONE: expect.anything() })]);
    expect(await list({ select: ['PHONE'], filter: { PHONE: '+7900' } })).toEqual([
      { ID: '3', PHONE: [{ ID: '3001', VALUE_TYPE: 'MOBILE', VALUE: '+7900', TYPE_ID: 'PHONE' }] },
    ]);
  });

  it('are changed and taken away by their id', async () => {
    const { call } = openInstalledPortal();
    const update = (PHONE: object[]): ReturnType<typeof call> => call(admin, 'crm.lead.update', { id: 3, fields: { PHONE } });
    await update([{ VALUE: '1' }, { VALUE: '2' }]);
    await update([
      { ID: 3001, VALUE: '3' },
      { ID: 3002, DELETE: 'Y' },
    ]);
    expect((await call(admin, 'crm.item.get', { entityTypeId: 1, id: 3 })).body['result']).toMatchObject({
      item: { fm: [{ id: 3001, typeId: 'PHONE', valueType: 'WORK', value: '3' }], hasPhone: 'Y', phoneWork: '3' },
    });
  });
});

describe('the universal methods', () => {
  const { call } = openInstalledPortal();
  const refusalOf = async (method: string, parameters: Record<string, unknown>): Promise<unknown> => {
    const { status, body } = await call(admin, method, parameters);
    return [status, body['error'], body['error_description']];
  };

  it('name what is missing and what has a wrong type', async () => {
    expect(await refusalOf('crm.item.get', { id: 1 })).toEqual([400, '100', 'Could not find value for parameter {entityTypeId}']);
    expect(await refusalOf('crm.item.get', { entityTypeId: 2 })).toEqual([400, '100', 'Could not find value for parameter {id}']);
    expect(await refusalOf('crm.item.get', { entityTypeId: 2, id: 'seven' })).toEqual([
      400,
      '100',
      'Invalid value {seven} to match with parameter {id}. Should be value of type int.',
    ]);
    expect(await refusalOf('crm.item.add', { entityTypeId: 2 })).toEqual([400, '100', 'Could not find value for parameter {fields}']);
    expect(await refusalOf('crm.item.list', { entityTypeId: 5 })).toEqual([
      400,
      'ENTITY_TYPE_NOT_SUPPORTED',
      'Entity type INVOICE is not supported',
    ]);
    expect(await refusalOf('crm.item.list', { entityTypeId: 2, order: { id: 'UP' } })).toEqual([
      400,
      'INVALID_ARG_VALUE',
      "Invalid order: allowed sort directions are `ASC, DESC`. But got 'UP' for field 'id'",
    ]);
  });

  it('take links of several records as a filter', async () => {
    const portal = openInstalledPortal();
    const { id } = await addItem(portal, 2, { contactIds: [4, 5] });
    const find = async (filter: object): Promise<unknown> =>
      rowsOf(await portal.call(admin, 'crm.item.list', { entityTypeId: 2, filter: { '>id': 59, ...filter }, select: ['id'] }));
    expect(await find({ contactIds: 5 })).toEqual([{ id }]);
    expect(await find({ '!contactIds': 5 })).toEqual([{ id: 60 }]);
    expect(await find({ '@contactIds': [1, 4] })).toEqual([{ id }]);
  });
});

describe('dictionaries', () => {
  it('are there as a portal is born with them, in the order that is asked for', async () => {
    const { call } = openInstalledPortal();
    const list = async (ENTITY_ID: string, order = {}): Promise<unknown[]> =>
      rowsOf(await call(admin, 'crm.status.list', { filter: { ENTITY_ID }, order })).map((row) => row['STATUS_ID']);
    expect(await list('QUOTE_STATUS')).toEqual(['DRAFT', 'SENT', 'APPROVED', 'DECLAINED']);
    expect(await list('QUOTE_STATUS', { SORT: 'DESC' })).toEqual(['DECLAINED', 'APPROVED', 'SENT', 'DRAFT']);
    expect(await list('SMART_INVOICE_STAGE_1')).toEqual(['DT31_1:N', 'DT31_1:S', 'DT31_1:P', 'DT31_1:D']);
    expect((await list('SOURCE')).slice(0, 2)).toEqual(['CALL', 'EMAIL']);
    expect((await list('DEAL_TYPE')).length).toBeGreaterThan(1);
  });

  it('are refused a filter that is none', async () => {
    const { call } = openInstalledPortal();
    expect((await call(admin, 'crm.status.list', { filter: 'SOURCE' })).body).toMatchObject({
      error: 'Invalid parameters.',
      error_description: 'Incorrect parameters passed.',
    });
  });
});
