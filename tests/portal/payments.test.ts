import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { batteryData } from './battery/battery-data.ts';
import { admin, openInstalledPortal, registration, type Answer } from './portal-under-test.ts';

const { anna, boris, head } = smallPortalPeople;
const portal = openInstalledPortal({ data: batteryData(), application: { ...registration, scopes: [...registration.scopes, 'sale'] } });

const ofDeal = (userId: number, entityId: number, more: Record<string, unknown> = {}): Promise<Answer> =>
  portal.call(userId, 'crm.item.payment.list', { entityTypeId: 2, entityId, ...more });
const ids = (rows: unknown): unknown[] => (rows as { id: number }[]).map(({ id }) => id);
const paid = async (parameters: Record<string, unknown>): Promise<unknown[]> => {
  const { body } = await portal.call(admin, 'sale.payment.list', parameters);
  return ids((body['result'] as { payments: unknown }).payments);
};

describe('payments of a record', () => {
  it('are those of the orders bound to it', async () => {
    expect(ids((await ofDeal(admin, 1)).body['result'])).toEqual([9, 10]);
    expect((await ofDeal(admin, 2)).body).toMatchObject({
      result: [{ id: 11, paid: 'Y', datePaid: '2026-11-05T13:00:00+03:00', sum: 500.5 }],
    });
    expect((await ofDeal(admin, 3)).body['result']).toEqual([]);
    expect((await ofDeal(admin, 1)).body).not.toHaveProperty('total');
  });

  it('are filtered and ordered', async () => {
    expect(ids((await ofDeal(admin, 1, { filter: { paid: 'N' } })).body['result'])).toEqual([10]);
    expect(ids((await ofDeal(admin, 1, { order: { id: 'desc' } })).body['result'])).toEqual([10, 9]);
  });

  it('are told to whoever may read the record', async () => {
    expect((await ofDeal(head, 1)).status).toBe(200);
    expect((await ofDeal(anna, 1)).body).toMatchObject({ error: '0', error_description: 'Access denied' });
    expect((await ofDeal(boris, 1)).status).toBe(200);
    expect((await ofDeal(admin, 999)).body['error']).toBe('0');
  });
});

describe('payments of the portal', () => {
  it('are found by the day they came and by whether they came', async () => {
    expect(await paid({ filter: { '>=datePaid': '2026-11-01T00:00:00+03:00', paid: 'Y' } })).toEqual([11]);
    expect(await paid({ filter: { '=paid': 'N' } })).toEqual([10]);
    expect(await paid({ order: { sum: 'desc' } })).toEqual([9, 10, 11]);
  });

  it('tell what was returned', async () => {
    const { body } = await portal.call(admin, 'sale.payment.list', {
      filter: { isReturn: 'Y' },
      select: ['id', 'isReturn', 'payReturnDate'],
    });
    expect(body['result']).toEqual({ payments: [{ id: 11, isReturn: 'Y', payReturnDate: '2026-11-06T03:00:00+03:00' }] });
  });

  it('are for administrators with the permission of sales', async () => {
    expect((await portal.call(head, 'sale.payment.list')).body['error']).toBe('200040300010');
    const poor = openInstalledPortal({ data: batteryData() });
    expect((await poor.call(admin, 'sale.payment.list')).body['error']).toBe('insufficient_scope');
  });
});

describe('orders bound to records', () => {
  it('lead from a payment to its deal', async () => {
    const { body } = await portal.call(admin, 'crm.orderentity.list', { filter: { '@orderId': [8], ownerTypeId: 2 } });
    expect(body).toMatchObject({ result: { orderEntity: [{ orderId: 8, ownerId: 2, ownerTypeId: 2 }] }, total: 1 });
    expect((await portal.call(anna, 'crm.orderentity.list')).body['error']).toBe('200040300010');
  });

  it('come all at once without a start', async () => {
    const orderBindings = Array.from({ length: 120 }, (_, index) => ({ id: index + 1, orderId: index + 1, ownerId: 1, ownerTypeId: 2 }));
    const large = openInstalledPortal({ data: { ...batteryData(), records: { orderBindings } } });
    const count = async (start: number): Promise<number> => {
      const { body } = await large.call(admin, 'crm.orderentity.list', { start });
      return (body['result'] as { orderEntity: unknown[] }).orderEntity.length;
    };
    expect([await count(0), await count(-1)]).toEqual([50, 120]);
  });
});
