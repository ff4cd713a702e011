import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { batteryData } from './battery/battery-data.ts';
import { admin, openInstalledPortal, registration, type Answer } from './portal-under-test.ts';

const { anna } = smallPortalPeople;
const portal = openInstalledPortal({ data: batteryData(), application: { ...registration, scopes: [...registration.scopes, 'catalog'] } });

const products = (filter: Record<string, unknown>, select = ['id', 'iblockId'], userId: number = admin): Promise<Answer> =>
  portal.call(userId, 'catalog.product.list', { select, filter: { iblockId: 23, ...filter }, order: { id: 'asc' } });
const rowsIn = ({ body }: Answer, name: string): Record<string, unknown>[] =>
  (body['result'] as Record<string, Record<string, unknown>[]>)[name] ?? [];
const ids = (answer: Answer): unknown[] => rowsIn(answer, 'products').map((row) => row['id']);

describe('the catalogue of products', () => {
  it('tells what products cost to buy', async () => {
    const answer = await products({ '!purchasingPrice': null }, ['id', 'iblockId', 'purchasingPrice', 'purchasingCurrency']);
    expect(rowsIn(answer, 'products')).toEqual([
      { id: 1243, iblockId: 23, purchasingPrice: 60_000, purchasingCurrency: 'RUB' },
      { id: 1244, iblockId: 23, purchasingPrice: 12.5, purchasingCurrency: 'USD' },
    ]);
    const { body } = await portal.call(admin, 'catalog.product.get', { id: 1244 });
    expect(body['result']).toMatchObject({ product: { purchasingPrice: '12.500000', iblockSectionId: 13 } });
  });

  it('writes properties with the ids of their values, several as a list', async () => {
    const [pump] = rowsIn(await products({ id: 1243 }, ['id', 'iblockId', 'property258', 'property259']), 'products');
    expect(pump).toMatchObject({
      property258: { value: 'Аква', valueId: '9735' },
      property259: [
        { value: 'синий', valueId: '9736' },
        { value: 'серый', valueId: '9737' },
      ],
    });
  });

  it('filters by sections, by properties and by ids', async () => {
    expect(ids(await products({ iblockSectionId: 14 }))).toEqual([1243]);
    expect(ids(await products({ property258: 'Чисто' }))).toEqual([1244]);
    expect(ids(await products({ property258: { value: 'Чисто' } }))).toEqual([1244]);
    expect(ids(await products({ property259: ['серый', 'чёрный'] }))).toEqual([1243]);
    expect(ids(await products({ '!property258': ['Аква'] }))).toEqual([1244, 1245]);
    expect(ids(await products({ '>id': 1243, '%name': 'онт' }))).toEqual([1245]);
  });

  it('asks for ids in the select and for the catalogue in the filter', async () => {
    expect((await products({}, ['name'])).body).toMatchObject({ error: '0', error_description: 'Required select fields: id, iblockId' });
    const nowhere = await portal.call(admin, 'catalog.product.list', { select: ['id', 'iblockId'] });
    expect(nowhere.body).toMatchObject({ error: '0', error_description: 'Required filter fields: iblockId' });
  });

  it('shows products to everybody and the rest to administrators', async () => {
    expect((await products({}, ['id', 'iblockId'], anna)).status).toBe(200);
    expect((await portal.call(anna, 'catalog.product.get', { id: 1243 })).body['error']).toBe('200040300010');
    expect((await portal.call(anna, 'catalog.section.list', { filter: { iblockId: 23 } })).body['error']).toBe('200040300030');
    expect((await portal.call(anna, 'catalog.catalog.list')).body['error']).toBe('200040300010');
  });

  it('has sections under sections and catalogues of variations', async () => {
    const sections = await portal.call(admin, 'catalog.section.list', { filter: { iblockId: 23 } });
    expect(rowsIn(sections, 'sections').map((row) => [row['id'], row['iblockSectionId']])).toEqual([
      [13, null],
      [14, 13],
    ]);
    const catalogs = await portal.call(admin, 'catalog.catalog.list', { filter: { productIblockId: 23 } });
    expect(rowsIn(catalogs, 'catalogs')).toMatchObject([{ id: 24, skuPropertyId: 97 }]);
  });

  it('leaves the count out of properties where none is asked for', async () => {
    const all = await portal.call(admin, 'catalog.productProperty.list');
    expect([all.body['total'], rowsIn(all, 'productProperties').length]).toEqual([2, 2]);
    expect((await portal.call(admin, 'catalog.productProperty.list', { start: -1 })).body).not.toHaveProperty('total');
  });
});
