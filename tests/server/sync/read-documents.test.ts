import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCatalogs, productsOf } from '#bitrix/catalog.ts';
import { readCurrencies } from '#bitrix/crm/currencies.ts';
import { invoices } from '#bitrix/crm/invoices.ts';
import { leads, readHasLeads } from '#bitrix/crm/leads.ts';
import { readProductRows } from '#bitrix/crm/product-rows.ts';
import { quotes } from '#bitrix/crm/quotes.ts';
import { listRecordStages } from '#bitrix/crm/record-stages.ts';
import { list, type KeysetList } from '#bitrix/pages.ts';
import { payments, paymentsPaidSince, paymentsReturnedSince } from '#bitrix/payments.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { tasks } from '#bitrix/tasks.ts';
import { listAbsences, listWorkRecords } from '#bitrix/working-time.ts';
import type { Store } from '#store/open-store.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { tradingPortal } from '#support/trading-portal.ts';

let store: Store;
let rig: PortalRig;
let client: PortalClient;

beforeAll(async () => {
  store = await openTestStore();
  rig = createPortalRig(store, { data: tradingPortal() });
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  client = await rig.access.clientFor(installed.portalId, { signal: new AbortController().signal });
});
afterAll(async () => {
  await rig.emulator.close();
  await store.close();
});

async function read<Row>(keyset: KeysetList<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const { rows, rejected } of list(client, keyset, { firstPages: 1 })) {
    expect(rejected).toEqual([]);
    found.push(...rows);
  }
  return found;
}

describe('what a portal sells by', () => {
  it('is read without a title, a name or a text', async () => {
    const asked: string[] = [];
    rig.intercept(async (request) => {
      asked.push(await request.clone().text());
      return undefined;
    });
    await read(leads.all('descending'));
    await read(quotes.all('descending'));
    await read(invoices.all('descending'));
    await read(tasks.all('descending'));
    await read(payments('ascending'));
    for (const catalog of await listCatalogs(client)) await read(productsOf(catalog));
    rig.intercept(null);
    expect(asked.length).toBeGreaterThan(5);
    const selected = asked.flatMap((body) => [...decodeURIComponent(body).matchAll(/select\[\d+\]=(\w+)/g)].map(([, name]) => name ?? ''));
    expect(selected).toContain('opportunity');
    expect(selected.filter((name) => /title|comment|phone|email|contact|description|\*/i.test(name))).toEqual([]);
  });

  it('has leads with the moment they were closed', async () => {
    expect(await readHasLeads(client)).toBe(true);
    const rows = await read(leads.all('descending'));
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => BigInt(12 - index)));
    expect(rows.find(({ id }) => id === 2n)).toMatchObject({ stageId: 'CONVERTED', stageSemanticId: 'S', opportunity: '2000' });
    expect(rows.every(({ stageSemanticId, dateClosed }) => (dateClosed === null) === (stageSemanticId === 'P'))).toBe(true);
  });

  it('has quotes and invoices, and dictionaries of what their stages mean', async () => {
    expect(await read(quotes.all('descending'))).toMatchObject([
      { id: 3n, stageId: 'DECLAINED', companyId: null, dealId: null },
      { id: 2n, stageId: 'APPROVED', currencyId: 'USD', begindate: null, dealId: 3n },
      { id: 1n, stageId: 'SENT', taxValue: '200', begindate: '2026-11-10', closedate: '2026-11-20', dealId: 1n, companyId: 1n },
    ]);
    expect(await read(invoices.all('descending'))).toMatchObject([
      { id: 3n, parentId2: null, parentId7: null },
      { id: 2n, stageId: 'DT31_1:S', parentId2: 4n, parentId7: 2n, taxValue: '200' },
      { id: 1n, stageId: 'DT31_1:P', categoryId: 1n, parentId2: 3n, movedTime: new Date('2026-11-12T07:00:00Z') },
    ]);
    const { sets, rejected } = await listRecordStages(client);
    expect(rejected).toEqual([]);
    const meaning = (kind: number) =>
      sets.filter(({ ownerKind }) => ownerKind === kind).flatMap(({ stages }) => stages.map((stage) => [stage.STATUS_ID, stage.SEMANTICS]));
    expect(meaning(1)).toContainEqual(['CONVERTED', 'S']);
    expect(meaning(7)).toEqual([
      ['DRAFT', 'P'],
      ['SENT', 'P'],
      ['APPROVED', 'S'],
      ['DECLAINED', 'F'],
    ]);
    expect(meaning(31)).toContainEqual(['DT31_1:D', 'F']);
  });

  it('has records that changed since a moment', async () => {
    const since = new Date('2026-11-10T07:00:00Z');
    const later = new Date('2026-11-10T07:00:01Z');
    expect((await read(quotes.changedSince(since))).map(({ id }) => id)).toEqual([1n, 2n, 3n]);
    expect(await read(quotes.changedSince(later))).toEqual([]);
    expect((await read(tasks.changedSince(since))).map(({ id }) => id)).toEqual([1n, 2n, 3n]);
    expect(await read(tasks.changedSince(later))).toEqual([]);
  });

  it('has payments, and finds those paid or given back lately', async () => {
    expect(await read(payments('ascending'))).toMatchObject([
      { id: 1n, orderId: 1n, paid: true, sum: '500', isReturn: false },
      { id: 2n, paid: false, datePaid: null },
      { id: 3n, currency: 'USD', isReturn: true, payReturnDate: '2026-11-13' },
      { id: 4n },
    ]);
    expect((await read(paymentsPaidSince(new Date('2026-11-11T21:30:00Z')))).map(({ id }) => id)).toEqual([1n, 4n]);
    expect((await read(paymentsReturnedSince(new Date('2026-11-13T00:00:00Z')))).map(({ id }) => id)).toEqual([3n]);
  });

  it('has goods with their section, the brand somebody made a property for, and what they cost', async () => {
    const catalogs = await listCatalogs(client);
    expect(catalogs).toEqual([
      { iblockId: 14n, brandPropertyId: 40n, parentPropertyId: null },
      { iblockId: 15n, brandPropertyId: null, parentPropertyId: 41n },
    ]);
    const products = (await Promise.all(catalogs.map((catalog) => read(productsOf(catalog))))).flat();
    expect(products).toEqual([
      { id: 100n, name: 'Болт', iblockSectionId: 7n, brand: 'Зубр', parent: null, purchasingPrice: '40', purchasingCurrency: 'RUB' },
      { id: 102n, name: 'Доставка', iblockSectionId: null, brand: null, parent: null, purchasingPrice: null, purchasingCurrency: 'RUB' },
      { id: 101n, name: 'Болт М8', iblockSectionId: null, brand: null, parent: 100n, purchasingPrice: '45.5', purchasingCurrency: 'RUB' },
    ]);
  });

  it('has rows of goods of fifty deals in one request, and leaves out a deal that is gone', async () => {
    rig.requests.length = 0;
    const { dealIds, rows, rejected } = await readProductRows(client, [3n, 999n, 1n]);
    expect(rig.requests).toHaveLength(1);
    expect([dealIds, rejected]).toEqual([[3n, 1n], []]);
    expect(rows).toMatchObject([
      { id: 1n, ownerId: 3n, productId: 101n, price: '120', quantity: '2.5', discountSum: '10' },
      { id: 2n, ownerId: 3n, productId: null, price: '99.99' },
      { id: 3n, ownerId: 1n, productId: 100n },
    ]);
  });

  it('has tasks with the records they are about', async () => {
    expect(await read(tasks.all('descending'))).toMatchObject([
      { id: 3n, status: 3, deadline: null, ufCrmTask: [] },
      { id: 2n, status: 5, closedDate: new Date('2026-11-12T08:00:00Z'), ufCrmTask: ['L_2', 'SI_1'] },
      { id: 1n, responsibleId: 3n, deadline: new Date('2026-11-17T15:00:00Z'), ufCrmTask: ['D_3', 'CO_1', 'Tb1_5'] },
    ]);
  });

  it('has rates', async () => {
    expect(await readCurrencies(client)).toMatchObject({
      base: 'RUB',
      all: [{ code: 'RUB' }, { code: 'USD', rate: '80.0000', digits: 2 }],
    });
  });
});

describe('people', () => {
  const span = { from: new Date('2026-11-10T00:00:00Z'), before: new Date('2026-11-20T00:00:00Z') };

  it('have working days where the portal keeps them, a day that goes on without an end', async () => {
    const { rows, rejected } = await listWorkRecords(client, BigInt(smallPortalPeople.anna), span);
    expect(rejected).toEqual([]);
    expect(rows).toMatchObject([
      { id: 1n, userId: 3n, duration: 8 * 3600, breakLength: 3600, endTime: new Date('2026-11-12T15:00:00Z'), isApproved: true },
      { id: 2n, endTime: null, duration: 0 },
    ]);
    const first = { from: span.from, before: new Date('2026-11-12T06:00:00Z') };
    expect((await listWorkRecords(client, BigInt(smallPortalPeople.anna), first)).rows).toEqual([]);
  });

  it('are absent on whole days only', async () => {
    const people = [BigInt(smallPortalPeople.anna), BigInt(smallPortalPeople.boris)];
    expect(await listAbsences(client, people, { from: '2026-11-01', to: '2026-11-30' })).toEqual({
      absences: [{ userId: 3n, fromDay: '2026-11-18', toDay: '2026-11-19' }],
      rejected: [],
    });
  });

  it('of a portal that does not give the time clock to us are refused in words', async () => {
    rig.intercept((request) => {
      if (!request.url.includes('timeman')) return undefined;
      return Response.json(
        { error: { code: 'BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION', message: 'Access denied' } },
        { status: 403 },
      );
    });
    await expect(listWorkRecords(client, 3n, span)).rejects.toMatchObject({
      kind: 'refused',
      code: 'BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION',
    });
    rig.intercept(null);
  });
});

describe('a portal without leads', () => {
  it('says so', async () => {
    const data = tradingPortal();
    const simple = createPortalRig(store, {
      data: { ...data, leads: [], statuses: data.statuses.filter(({ entityId }) => entityId !== 'STATUS') },
    });
    const installed = await simple.installBy(smallPortalPeople.admin);
    if (installed.kind !== 'installed') throw new Error(installed.reason);
    const its = await simple.access.clientFor(installed.portalId, { signal: new AbortController().signal });
    expect(await readHasLeads(its)).toBe(false);
    await simple.emulator.close();
  });
});
