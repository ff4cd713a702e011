import { smallPortalPeople } from '#support/small-portal.ts';
import { round } from '#portal-emulator/product-row-price.ts';
import { describe, expect, it } from 'vitest';
import { batteryData } from './battery/battery-data.ts';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, type Answer, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris, head } = smallPortalPeople;
const open = (): PortalUnderTest => openInstalledPortal({ data: batteryData() });

interface Row {
  readonly id: number;
  readonly ownerId: number;
  readonly [field: string]: unknown;
}

const rowsIn = ({ body }: Answer): Row[] => (body['result'] as { productRows: Row[] }).productRows;
const rowIn = ({ body }: Answer): Row => (body['result'] as { productRow: Row }).productRow;

async function newDeal(portal: PortalUnderTest, fields: Record<string, unknown> = {}): Promise<number> {
  return (await portal.call(admin, 'crm.deal.add', { fields: { TITLE: 'Проверка', ...fields } })).body['result'] as number;
}

async function amountOf(portal: PortalUnderTest, id: number): Promise<unknown> {
  return ((await portal.call(admin, 'crm.deal.get', { id })).body['result'] as Record<string, unknown>)['OPPORTUNITY'];
}

const listed = (portal: PortalUnderTest, userId: number, filter: Record<string, unknown>): Promise<Answer> =>
  portal.call(userId, 'crm.item.productrow.list', { filter });

describe('prices of a row', () => {
  it('follow from the final price as the pages show', async () => {
    const portal = open();
    const [deal] = rowsIn(await listed(portal, admin, { '=ownerType': 'D', '=ownerId': 1, '=productId': 1243 }));
    expect(deal).toMatchObject({ priceExclusive: 81_818.18, priceNetto: 90_909.09, priceBrutto: 100_000, discountSum: 9090.91 });
    const [lead] = rowsIn(await listed(portal, admin, { '=ownerType': 'L', '=ownerId': 1 }));
    expect(lead).toMatchObject({
      price: 22_175.328,
      priceExclusive: 19_799.4,
      priceNetto: 32_999,
      priceBrutto: 36_958.88,
      discountSum: 13_199.6,
    });
  });

  it('take an absolute discount off the price without tax', async () => {
    const portal = open();
    const fields = { ownerType: 'D', ownerId: await newDeal(portal), price: 900, discountTypeId: 1, discountSum: 100 };
    expect(rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields }))).toMatchObject({
      priceExclusive: 900,
      priceNetto: 1000,
      priceBrutto: 1000,
      discountRate: 10,
      discountSum: 100,
    });
  });

  it('know what a free piece would have cost', async () => {
    const portal = open();
    const fields = { ownerType: 'D', ownerId: await newDeal(portal), price: 0, discountTypeId: 2, discountRate: 100, discountSum: 250 };
    expect(rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields }))).toMatchObject({ priceNetto: 250, discountSum: 250 });
  });

  it('are told in the base currency too', async () => {
    const portal = open();
    const ownerId = await newDeal(portal, { CURRENCY_ID: 'USD' });
    const { priceAccount } = rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields: { ownerType: 'D', ownerId, price: 10 } }));
    expect(priceAccount).toBe(800);
  });

  it('are rounded half away from zero', () => {
    expect([1.005, -1.005, 2.675, 0].map(round)).toEqual([1.01, -1.01, 2.68, 0]);
  });
});

describe('the amount of a deal', () => {
  it('is the sum of its rows until it is written by hand', async () => {
    const portal = open();
    const id = await newDeal(portal, { OPPORTUNITY: 5 });
    const owner = { ownerType: 'D', ownerId: id };
    const row = rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields: { ...owner, price: 100.5, quantity: 2 } }));
    expect(await amountOf(portal, id)).toBe('201.00');
    await portal.call(admin, 'crm.item.productrow.update', { id: row.id, fields: { quantity: 3 } });
    expect(await amountOf(portal, id)).toBe('301.50');
    await portal.call(admin, 'crm.deal.update', { id, fields: { IS_MANUAL_OPPORTUNITY: 'Y' } });
    await portal.call(admin, 'crm.item.productrow.set', { ...owner, productRows: [{ price: 7 }, { price: 8, quantity: 2 }] });
    expect(await amountOf(portal, id)).toBe('301.50');
    await portal.call(admin, 'crm.deal.update', { id, fields: { IS_MANUAL_OPPORTUNITY: 'N' } });
    await portal.call(admin, 'crm.deal.productrows.set', { id, rows: [{ PRODUCT_NAME: 'Одна', PRICE: 11 }] });
    expect(await amountOf(portal, id)).toBe('11.00');
  });

  it('changes with the event of its change', async () => {
    const listener = await listenForEvents();
    try {
      const portal = open();
      const id = await newDeal(portal);
      await portal.call(admin, 'event.bind', { event: 'ONCRMDEALUPDATE', handler: listener.handler });
      await portal.call(admin, 'crm.item.productrow.add', { fields: { ownerType: 'D', ownerId: id, price: 1 } });
      await portal.emulator.settle();
      expect(listener.received.map((event) => event['event'])).toEqual(['ONCRMDEALUPDATE']);
    } finally {
      await listener.close();
    }
  });

  it('of a lead follows its rows, too', async () => {
    const portal = open();
    const lead = (await portal.call(admin, 'crm.lead.add', { fields: { TITLE: 'Проверка' } })).body['result'] as number;
    await portal.call(admin, 'crm.item.productrow.add', { fields: { ownerType: 'L', ownerId: lead, price: 30 } });
    expect((await portal.call(admin, 'crm.lead.get', { id: lead })).body['result']).toMatchObject({ OPPORTUNITY: '30.00' });
    expect((await portal.call(admin, 'crm.lead.productrows.get', { id: lead })).body['result']).toMatchObject([
      { OWNER_TYPE: 'L', PRICE: 30 },
    ]);
  });
});

describe('rows of goods', () => {
  it('of several records come at once when all of them may be read', async () => {
    const portal = open();
    const both = { '=ownerType': 'D', '=ownerId': [1, 2] };
    expect(rowsIn(await listed(portal, admin, both)).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await listed(portal, boris, both)).body['error']).toBe('ACCESS_DENIED');
    expect((await listed(portal, head, both)).status).toBe(200);
  });

  it('are asked for by type and record', async () => {
    const portal = open();
    expect((await listed(portal, admin, { '=ownerType': 'D' })).body['error']).toBe('INVALID_ARG_VALUE');
    expect((await listed(portal, admin, { ownerType: 'D', ownerId: 1 })).body['error']).toBe('INVALID_ARG_VALUE');
    expect((await listed(portal, admin, { '=ownerType': 'D', '=ownerId': 1, colour: 1 })).body['error']).toBe('INVALID_ARG_VALUE');
    expect((await portal.call(admin, 'crm.item.productrow.list')).body['error']).toBe('100');
  });

  it('take name and kind of the product they name', async () => {
    const portal = open();
    const fields = { ownerType: 'D', ownerId: await newDeal(portal), productId: 1245, price: 5 };
    expect(rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields }))).toMatchObject({
      productName: 'Монтаж',
      type: 7,
      quantity: 1,
    });
  });

  it('refuse what cannot be changed and leave the row as it was', async () => {
    const portal = open();
    const change = (fields: Record<string, unknown>): Promise<Answer> =>
      portal.call(admin, 'crm.item.productrow.update', { id: 3, fields });
    for (const fields of [{ ownerId: 5 }, { priceNetto: 5 }, { colour: 'red' }, { price: 'cheap' }, { discountTypeId: 3 }]) {
      expect([fields, (await change(fields)).body['error']]).toEqual([fields, 'INVALID_ARG_VALUE']);
    }
    expect(rowIn(await portal.call(admin, 'crm.item.productrow.get', { id: 3 }))).toMatchObject({ ownerId: 2, price: 700 });
  });

  it('are there for nobody who may not see their record', async () => {
    const portal = open();
    expect((await portal.call(boris, 'crm.item.productrow.get', { id: 3 })).body).toMatchObject({ error: 'ACCESS_DENIED' });
    expect((await portal.call(boris, 'crm.item.productrow.delete', { id: 3 })).body).toMatchObject({ error: 'ACCESS_DENIED' });
    expect((await portal.call(boris, 'crm.deal.productrows.get', { id: 2 })).body).toMatchObject({ error_description: 'Access denied' });
  });

  it('know four kinds of records', async () => {
    const portal = open();
    const add = (ownerType: string): Promise<Answer> =>
      portal.call(admin, 'crm.item.productrow.add', { fields: { ownerType, ownerId: 1, price: 1 } });
    expect((await add('CO')).body['error']).toBe('ENTITY_TYPE_NOT_SUPPORTED');
    expect((await add('Q')).body['error']).toBe('OWNER_NOT_FOUND');
  });

  it('go with their deal', async () => {
    const portal = open();
    const ownerId = await newDeal(portal);
    const { id } = rowIn(await portal.call(admin, 'crm.item.productrow.add', { fields: { ownerType: 'D', ownerId, price: 1 } }));
    await portal.call(admin, 'crm.deal.delete', { id: ownerId });
    expect((await portal.call(admin, 'crm.item.productrow.get', { id })).body['error']).toBe('NOT_FOUND');
  });

  it('stay the same rows when the classic method names their ids', async () => {
    const portal = open();
    await portal.call(admin, 'crm.deal.productrows.set', {
      id: 1,
      rows: [
        { ID: 2, PRODUCT_NAME: 'Фильтр', PRICE: 1, SORT: 5 },
        { PRICE: 2, SORT: 1 },
      ],
    });
    const { body } = await portal.call(admin, 'crm.deal.productrows.get', { id: 1 });
    expect((body['result'] as Record<string, unknown>[]).map((row) => [row['ID'], row['PRODUCT_NAME'], row['MEASURE_CODE']])).toEqual([
      ['5', '[5]', 0],
      ['2', 'Фильтр', 0],
    ]);
  });

  it('refuse a discount that says too little', async () => {
    const portal = open();
    const deals = await portal.call(anna, 'crm.deal.list', { select: ['ID'] });
    const owned = Number((deals.body['result'] as { ID: string }[])[0]?.ID);
    const refuse = async (row: Record<string, unknown>): Promise<unknown> =>
      (await portal.call(anna, 'crm.deal.productrows.set', { id: owned, rows: [{ PRICE: 1, ...row }] })).body['error'];
    expect(await refuse({ DISCOUNT_TYPE_ID: 2 })).toBe('ERROR_CORE');
    expect(await refuse({ DISCOUNT_TYPE_ID: 1 })).toBe('ERROR_CORE');
    expect(await refuse({ DISCOUNT_TYPE_ID: 1, DISCOUNT_SUM: 1 })).toBeUndefined();
  });
});
