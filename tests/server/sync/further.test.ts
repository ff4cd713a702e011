import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePortalEvent, toHints, type RecordHint } from '#bitrix/portal-request.ts';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { rankField, relationshipFieldSetting } from '#domain/intensity/relationship.ts';
import { listCompanyValues } from '#store/company-types.ts';
import { markDirty } from '#store/dirty-records.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { listSoldRows } from '#store/goods.ts';
import type { Store } from '#store/open-store.ts';
import { listThings } from '#store/metric-facts.ts';
import { saveSetting } from '#store/settings.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import type { PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { tradingPortal } from '#support/trading-portal.ts';
import { connectPortal, type Connected } from './connected-portal.ts';

const { admin, anna } = smallPortalPeople;
const minuteMs = 60_000;
let store: Store;
/** Read once: what one test changes is not what another looks at. */
let portal: Connected;
const rigs: PortalRig[] = [];

beforeAll(async () => {
  store = await openTestStore();
  portal = await connect();
}, 120_000);
afterAll(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.emulator.close()));
  await store.close();
});

async function connect(data: PortalData = tradingPortal(), prepare?: (rig: PortalRig) => void): Promise<Connected> {
  const connected = await connectPortal(store, data, prepare);
  rigs.push(connected.rig);
  return connected;
}

type Table = 'lead' | 'contact' | 'quote' | 'invoice' | 'payment' | 'task' | 'task_link' | 'product_row' | 'product' | 'product_price';
const rowsOf = (portal: Connected, table: Table | 'work_record' | 'calendar_absence' | 'currency_rate' | 'record_stage' | 'client_owner') =>
  portal.in((tx) => tx.db.selectFrom(table).selectAll().execute()) as Promise<Record<string, unknown>[]>;
const statusOf = (portal: Connected, entity: string) =>
  portal.in(async (tx) => (await readSyncStatus(tx, portal.rig.clock.now)).entities.find((one) => one.entity === entity));

describe('what a portal sells by', () => {
  it('is read behind the first load, and everything of it', async () => {
    const leads = await rowsOf(portal, 'lead');
    expect(leads).toHaveLength(12);
    expect(leads.find(({ lead_id }) => lead_id === 2n)).toMatchObject({ semantics: 'S', amount_minor: 200_000n, responsible_id: 2n });
    expect((await rowsOf(portal, 'quote')).map((row) => [row['quote_id'], row['semantics'], row['base_minor'], row['tax_minor']])).toEqual(
      expect.arrayContaining([
        [1n, 'P', 120_000n, 20_000n],
        [2n, 'S', 9_600_000n, 0n],
        [3n, 'F', 120_000n, 0n],
      ]),
    );
    expect((await rowsOf(portal, 'invoice')).map((row) => [row['invoice_id'], row['semantics'], row['deal_id'], row['quote_id']])).toEqual(
      expect.arrayContaining([
        [1n, 'S', 3n, null],
        [2n, 'P', 4n, 2n],
        [3n, 'F', null, null],
      ]),
    );
    const payments = await rowsOf(portal, 'payment');
    expect(payments.map((row) => [row['payment_id'], row['owner_kind'], row['owner_id'], row['base_minor'], row['returned_day']])).toEqual(
      expect.arrayContaining([
        [1n, 31, 1n, 50_000n, null],
        [2n, 31, 1n, 70_000n, null],
        [3n, 2, 3n, 80_000n, '2026-11-13'],
        [4n, null, null, 5000n, null],
      ]),
    );
    expect((await rowsOf(portal, 'task')).map((row) => row['task_id'])).toEqual(expect.arrayContaining([1n, 2n, 3n]));
    expect(await rowsOf(portal, 'task_link')).toHaveLength(5);
    expect(await rowsOf(portal, 'work_record')).toMatchObject([{ worked_seconds: 28_800 }, { ended_at: null }]);
    expect((await rowsOf(portal, 'calendar_absence')).map(({ user_id, day }) => [user_id, day])).toEqual([
      [BigInt(anna), '2026-11-18'],
      [BigInt(anna), '2026-11-19'],
    ]);
    expect((await rowsOf(portal, 'currency_rate')).map(({ currency, day, rate }) => [currency, day, Number(rate)])).toEqual(
      expect.arrayContaining([
        ['RUB', '2026-11-16', 1],
        ['USD', '2026-11-16', 80],
      ]),
    );
    const status = await portal.in((tx) => readSyncStatus(tx, portal.rig.clock.now));
    expect(status.entities.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(status.entities.find(({ entity }) => entity === 'leads')).toMatchObject({ rows: 12, expectedRows: 12 });
  });

  it('has goods of won and open deals with their brand and what they cost', async () => {
    const sold = await portal.in((tx) => listSoldRows(tx, [1n, 3n, 4n], 'Europe/Moscow'));
    expect(sold.map((row) => [row.rowId, row.gross, row.net, row.brand, row.sectionId, row.unitCost])).toEqual([
      [3n, 60_000n, 50_000n, 'Зубр', 7n, '40.0000000000'],
      [1n, 30_000n, 25_000n, 'Зубр', 7n, '45.5000000000'],
      [2n, 9999n, 9999n, null, null, null],
    ]);
  });

  it('of a CRM without leads has none, and nobody minds', async () => {
    const data = tradingPortal();
    const simple = await connect({ ...data, leads: [], statuses: data.statuses.filter(({ entityId }) => entityId !== 'STATUS') });
    expect(await rowsOf(simple, 'lead')).toEqual([]);
    expect(await statusOf(simple, 'leads')).toMatchObject({ state: 'ready', rows: 0 });
    await simple.runLater();
  }, 60_000);

  it('that the portal does not give is left out, the rest comes, and it is asked for again the next day', async () => {
    const poor = await connect(tradingPortal(), (rig) =>
      rig.intercept(async (request) => {
        const body = await request.clone().text();
        if (!/(sale\.payment|tasks\.task)\.list/.test(body)) return undefined;
        const commands = (JSON.parse(body) as { cmd: Record<string, string> }).cmd;
        const error = { error: 'insufficient_scope', error_description: '' };
        const result_error = Object.fromEntries(Object.keys(commands).map((key) => [key, error]));
        return Response.json({ result: { result: [], result_error, result_total: [], result_next: [], result_time: [] } });
      }),
    );
    expect(await rowsOf(poor, 'payment')).toEqual([]);
    expect(await rowsOf(poor, 'product_row')).toHaveLength(3);
    expect(await statusOf(poor, 'tasks')).toMatchObject({ state: 'ready', rows: 0 });
    await poor.runLater();
    expect(await statusOf(poor, 'payments')).toMatchObject({ rows: 0 });
    poor.rig.intercept(null);
    await poor.runLater(25 * 60);
    expect(await rowsOf(poor, 'payment')).toHaveLength(4);
    expect(await statusOf(poor, 'payments')).toMatchObject({ state: 'ready', rows: 4 });
  }, 60_000);
});

describe('a change of what a portal sells by', () => {
  /** Tells what the events of the portal would tell. */
  const tell = async (portal: Connected, hints: readonly RecordHint[]): Promise<void> => {
    await portal.in((tx) => markDirty(tx, hints, new Date()));
    await portal.run();
  };
  const event = (name: string, data: object) => {
    const parsed = parsePortalEvent({ event: name, data, auth: { member_id: 'a'.repeat(32), application_token: 't' } });
    if (parsed.kind === 'malformed') throw new Error(parsed.faults.join(', '));
    return toHints(parsed.value);
  };

  it('comes with its event, a deletion too', async () => {
    await portal.call('crm.item.update', { entityTypeId: 31, id: 2, fields: { stageId: 'DT31_1:P' } });
    await portal.call('crm.item.delete', { entityTypeId: 7, id: 1 });
    await portal.call('tasks.task.complete', { taskId: 1 });
    await tell(portal, [
      ...event('ONCRMDYNAMICITEMUPDATE', { FIELDS: { ID: '2', ENTITY_TYPE_ID: '31' } }),
      ...event('ONCRMQUOTEDELETE', { FIELDS: { ID: '1' } }),
      ...event('ONTASKUPDATE', { FIELDS_BEFORE: { ID: '1' }, FIELDS_AFTER: { ID: '1' } }),
    ]);
    expect((await rowsOf(portal, 'invoice')).find((row) => row['invoice_id'] === 2n)).toMatchObject({ semantics: 'S' });
    expect((await rowsOf(portal, 'quote')).find((row) => row['quote_id'] === 1n)?.['deleted_at']).not.toBeNull();
    expect((await rowsOf(portal, 'task')).find((row) => row['task_id'] === 1n)).toMatchObject({ status: 5 });
  });

  it('comes without its event within some minutes', async () => {
    portal.rig.clock.now = new Date(portal.rig.clock.now.getTime() + minuteMs);
    const added = await portal.call('crm.item.add', { entityTypeId: 1, fields: { title: 'Лид', assignedById: anna, opportunity: 77 } });
    await portal.call('crm.item.update', { entityTypeId: 7, id: 3, fields: { stageId: 'APPROVED' } });
    await portal.call('tasks.task.complete', { taskId: 3 });
    await portal.runLater();
    const { id } = (added['result'] as { item: { id: number } }).item;
    expect((await rowsOf(portal, 'lead')).find((row) => row['lead_id'] === BigInt(id))).toMatchObject({ amount_minor: 7700n });
    expect((await rowsOf(portal, 'quote')).find((row) => row['quote_id'] === 3n)).toMatchObject({ semantics: 'S' });
    expect((await rowsOf(portal, 'task')).find((row) => row['task_id'] === 3n)).toMatchObject({ status: 5 });
  });

  it('in the goods of a deal comes with the deal', async () => {
    const fields = { ownerType: 'D', ownerId: 1, productId: 102, productName: 'Доставка', price: 500, quantity: 1 };
    await portal.call('crm.item.productrow.add', { fields });
    await tell(portal, [{ entity: 'deal', recordId: 1n }]);
    const rows = (await rowsOf(portal, 'product_row')).filter((row) => row['deal_id'] === 1n);
    expect(rows.map((row) => row['product_id'])).toEqual(expect.arrayContaining([100n, 102n]));
  });

  it('that no event and no time tells of is found at night', async () => {
    await portal.call('crm.item.delete', { entityTypeId: 1, id: 5 });
    await portal.in(async ({ db }) => {
      await db.deleteFrom('invoice').where('invoice_id', '=', 1n).execute();
      await db.updateTable('task').set({ responsible_id: 99n }).where('task_id', '=', 2n).execute();
      await db.updateTable('payment').set({ amount_minor: 1n }).where('payment_id', '=', 1n).execute();
      const [payment] = await db.selectFrom('payment').selectAll().where('payment_id', '=', 2n).execute();
      if (payment)
        await db
          .insertInto('payment')
          .values({ ...payment, payment_id: 99n })
          .execute();
    });
    // 04:00 in Moscow.
    portal.rig.clock.now = new Date('2026-11-17T01:00:00Z');
    await portal.run();
    expect((await rowsOf(portal, 'lead')).find((row) => row['lead_id'] === 5n)?.['deleted_at']).not.toBeNull();
    expect((await rowsOf(portal, 'invoice')).find((row) => row['invoice_id'] === 1n)).toMatchObject({ semantics: 'S' });
    expect((await rowsOf(portal, 'task')).find((row) => row['task_id'] === 2n)).toMatchObject({ responsible_id: 4n });
    const payments = await rowsOf(portal, 'payment');
    expect(payments.find((row) => row['payment_id'] === 1n)).toMatchObject({ amount_minor: 50_000n });
    expect(payments.find((row) => row['payment_id'] === 99n)?.['deleted_at']).not.toBeNull();
  });

  it('of rates and prices makes a row of its day', async () => {
    await portal.in((tx) => tx.db.updateTable('product_price').set({ price: '39' }).where('product_id', '=', 100n).execute());
    portal.rig.clock.now = new Date('2026-11-17T22:00:00Z');
    await portal.runLater(20);
    const prices = (await rowsOf(portal, 'product_price')).filter((row) => row['product_id'] === 100n);
    expect(prices.map(({ day, price }) => [day, Number(price)])).toEqual([
      ['2026-11-16', 39],
      ['2026-11-18', 40],
    ]);
    const days = (await rowsOf(portal, 'currency_rate')).filter((row) => row['currency'] === 'USD').map(({ day }) => day);
    expect(days).toEqual(expect.arrayContaining(['2026-11-16', '2026-11-18']));
  });
});

describe('what people keep by hand', () => {
  it('is contacts by who has entered them, and nothing else of them', async () => {
    const added = await portal.call('crm.item.add', { entityTypeId: 3, fields: { name: 'Пётр', lastName: 'Пробный', assignedById: anna } });
    await portal.runLater();
    const { id } = (added['result'] as { item: { id: number } }).item;
    const rows = await rowsOf(portal, 'contact');
    expect(rows).toMatchObject([{ contact_id: BigInt(id), created_by: BigInt(admin), deleted_at: null }]);
    expect(JSON.stringify(rows, (_, value: unknown) => String(value))).not.toContain('Пробный');
  });

  it('is a type of each company, whose changes are moves of the day on which they are seen', async () => {
    const field = 'UF_CRM_KIND';
    const list = ['Холодный', 'Текущий', 'Постоянный', 'Прочее'].map((VALUE) => ({ VALUE }));
    await portal.call('crm.company.userfield.add', { fields: { FIELD_NAME: 'KIND', USER_TYPE_ID: 'enumeration', LIST: list } });
    const known = await portal.call('crm.company.userfield.list', { filter: { FIELD_NAME: field } });
    const [{ LIST: values } = { LIST: [] }] = known['result'] as { LIST: { ID: string }[] }[];
    const [cold = '', current = '', regular = '', other = ''] = values.map(({ ID }) => ID);
    const put = (id: number, value: string) =>
      portal.call('crm.item.update', { entityTypeId: 4, id, useOriginalUfNames: 'Y', fields: { [field]: value, assignedById: anna } });
    const chosen = { field, types: { [cold]: 'cold', [current]: 'current', [regular]: 'regular' } } as const;
    const readOn = async (day: string): Promise<void> => {
      portal.rig.clock.now = new Date(`${day}T10:00:00Z`);
      await portal.runLater(20);
    };
    const moves = (metric: 'relationship-moves' | 'relationship-drops') =>
      portal.in(async (tx) => {
        const source = { basis: countingBasis(defaultCounting, 'Europe/Moscow'), pipelineIds: null, isKept: false };
        const asked = { source, span: { from: '2026-11-01', before: '2026-12-01' }, currency: 'RUB', digits: 2, activeSince: '2026-11-01' };
        const page = { whose: null, offset: 0, limit: 50 };
        const things = await listThings(tx, metric, { ...asked, callsFrom: 'statistics', relationshipField: rankField(chosen) }, page);
        return things.map(({ id, people, day }) => `${id} ${people.join()} ${day}`);
      });
    await put(1, current);
    await put(2, regular);
    await put(3, cold);
    await portal.in((tx) => saveSetting(tx, { name: relationshipFieldSetting, value: chosen, now: portal.rig.clock.now, userId: null }));
    await readOn('2026-11-19');
    // A first value is no move.
    expect([await moves('relationship-moves'), await moves('relationship-drops')]).toEqual([[], []]);
    await put(1, regular);
    await put(2, other);
    await readOn('2026-11-20');
    await put(2, current);
    await portal.call('crm.item.delete', { entityTypeId: 4, id: 3 });
    await readOn('2026-11-21');
    expect(await moves('relationship-moves')).toEqual([`1 ${anna} 2026-11-20`]);
    expect(await moves('relationship-drops')).toEqual([`2 ${anna} 2026-11-21`]);
    const standing = await portal.in((tx) => listCompanyValues(tx, field, '2026-11-21'));
    expect(standing.map(({ companyId, value }) => [companyId, value])).toEqual([
      [1n, regular],
      [2n, current],
    ]);
  }, 60_000);

  it('is who is in charge of each company, without a title or a field of it', async () => {
    await portal.call('crm.item.update', { entityTypeId: 4, id: 4, fields: { assignedById: anna } });
    await portal.call('crm.item.delete', { entityTypeId: 4, id: 5 });
    portal.rig.clock.now = new Date('2026-11-23T10:00:00Z');
    await portal.runLater(20);
    const owners = await rowsOf(portal, 'client_owner');
    expect(owners).toContainEqual(expect.objectContaining({ company_id: 4n, responsible_id: BigInt(anna) }));
    expect(owners.filter((row) => row['company_id'] === 5n)).toEqual([]);
  }, 60_000);
});
