import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, rowsOf } from './portal-under-test.ts';

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
    expect([body['total'], body['result']]).toEqual([
      1,
      {
        items: [
          {
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
            dealId: 3,
            quoteNumber: 'КП-5',
          },
        ],
      },
    ]);
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

  it('are seen by their people only and changed by nobody', async () => {
    expect(rowsOf(await call(boris, 'crm.item.list', { entityTypeId: 7 }))).toEqual([]);
    expect((await call(boris, 'crm.item.get', { entityTypeId: 7, id: 5 })).body['error']).toBe('ACCESS_DENIED');
    expect((await call(anna, 'crm.item.get', { entityTypeId: 7, id: 6 })).body['error']).toBe('NOT_FOUND');
    expect((await call(admin, 'crm.item.update', { entityTypeId: 7, id: 5, fields: { title: 'Другое' } })).status).toBe(403);
    expect((await call(admin, 'crm.item.delete', { entityTypeId: 31, id: 9 })).status).toBe(403);
  });

  it('are not there where the portal has none', async () => {
    expect(rowsOf(await openInstalledPortal().call(admin, 'crm.item.list', { entityTypeId: 31 }))).toEqual([]);
  });
});
