import { smallPortal } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, rowsOf, type Answer } from './portal-under-test.ts';

const { call } = openInstalledPortal();
const { deals, calls, stageHistory } = smallPortal();
const deal = (parameters: Record<string, unknown>): Promise<Answer> => call(admin, 'crm.deal.list', parameters);
const ids = (answer: Answer): number[] => rowsOf(answer).map((row) => Number(row['ID'] ?? row['id']));

describe('pages of a list', () => {
  it('hold fifty rows, with the total and the next start until the last one', async () => {
    const first = await deal({ order: { ID: 'ASC' } });
    const second = await deal({ order: { ID: 'ASC' }, start: first.body['next'] });
    expect([rowsOf(first).length, first.body['total'], first.body['next']]).toEqual([50, 60, 50]);
    expect([rowsOf(second).length, second.body['total'], second.body['next']]).toEqual([10, 60, undefined]);
    expect([...ids(first), ...ids(second)]).toEqual(deals.map(({ id }) => id));
  });

  it('read on from an id without counting when start is -1', async () => {
    const page = await deal({ order: { ID: 'ASC' }, filter: { '>ID': 20 }, start: -1 });
    expect(ids(page)).toEqual(Array.from({ length: 40 }, (_, index) => index + 21));
    expect([page.body['total'], page.body['next']]).toEqual([0, undefined]);
  });

  it('read back from an id as well', async () => {
    expect(ids(await deal({ order: { ID: 'DESC' }, filter: { '<ID': 4 }, start: '-1' }))).toEqual([3, 2, 1]);
  });

  it('are sorted by other fields when asked', async () => {
    const page = await deal({ order: { OPPORTUNITY: 'DESC' } });
    expect(ids(page).slice(0, 3)).toEqual([60, 59, 58]);
  });

  it('come for telephony by SORT and ORDER', async () => {
    const page = await call(admin, 'voximplant.statistic.get', { FILTER: { '>ID': 100 }, SORT: 'ID', ORDER: 'ASC', start: -1 });
    expect(ids(page)).toEqual(calls.slice(100).map(({ id }) => id));
  });

  it('come for activities by their time unless an order is given', async () => {
    const times = rowsOf(await call(admin, 'crm.activity.list')).map((row) => String(row['START_TIME']));
    expect(times).toEqual([...times].sort());
  });

  it('give stage history as numbers under classic names', async () => {
    const page = await call(admin, 'crm.stagehistory.list', { entityTypeId: 2, filter: { OWNER_ID: 3 }, order: { ID: 'ASC' } });
    expect(rowsOf(page)).toEqual(
      stageHistory
        .filter((move) => move.dealId === 3)
        .map((move) => expect.objectContaining({ ID: move.id, TYPE_ID: move.typeId, OWNER_ID: 3, STAGE_ID: move.stageId })),
    );
  });
});

describe('shapes', () => {
  it('are strings in classic methods and numbers in the universal ones', async () => {
    const classic = await call(admin, 'crm.deal.get', { id: 7 });
    const universal = await call(admin, 'crm.item.get', { entityTypeId: 2, id: 7 });
    expect(classic.body['result']).toMatchObject({ ID: '7', OPPORTUNITY: '70000.00', ASSIGNED_BY_ID: '4', CLOSED: 'N', CLOSEDATE: null });
    expect(universal.body['result']).toMatchObject({ item: { id: 7, opportunity: 70_000, assignedById: 4, closed: 'N', closedate: null } });
  });

  it('write instants with the offset of the server and days as midnight UTC', async () => {
    const { body } = await call(admin, 'crm.deal.get', { id: 1 });
    expect(body['result']).toMatchObject({ DATE_CREATE: '2026-09-01T10:00:00+03:00', CLOSEDATE: '2026-10-01T03:00:00+03:00' });
  });

  it('carry a time block with the operating seconds', async () => {
    const { body } = await call(admin, 'server.time');
    expect(body['result']).toBe('2026-11-16T10:42:00+03:00');
    expect(body['time']).toMatchObject({ operating: expect.any(Number), operating_reset_at: expect.any(Number) });
  });

  it('follow the selection and keep the id', async () => {
    const [row] = rowsOf(await deal({ select: ['TITLE'], filter: { ID: 2 } }));
    expect(row).toEqual({ ID: '2', TITLE: 'Сделка 2' });
  });

  it('describe the working calendar as the portal keeps it', async () => {
    const { body } = await call(admin, 'calendar.settings.get');
    expect(body['result']).toMatchObject({
      work_time_start: '9',
      week_holidays: ['SA', 'SU'],
      year_holidays: expect.stringContaining('4.11'),
    });
  });
});

describe('filters', () => {
  it('of classic lists drop keys they do not know, so that a misprint returns everything', async () => {
    expect((await deal({ filter: { '=STAGE_SEMANTIK_ID': 'S' } })).body['total']).toBe(60);
    const misspelt = await call(admin, 'voximplant.statistic.get', { FILTER: { CALL_FAILED_KODE: '304' } });
    expect(misspelt.body['total']).toBe(130);
  });

  it('of universal lists refuse keys they do not know', async () => {
    const { status, body } = await call(admin, 'crm.item.list', { entityTypeId: 2, filter: { STAGE_ID: 'WON' } });
    expect([status, body['error']]).toEqual([400, 'INVALID_ARG_VALUE']);
  });

  it('compare days without their technical time', async () => {
    const within = await deal({ filter: { '>=CLOSEDATE': '2026-11-01', '<CLOSEDATE': '2026-12-01' } });
    const expected = deals.filter(({ closeDate }) => closeDate !== null && closeDate >= '2026-11-01' && closeDate < '2026-12-01');
    expect(within.body['total']).toBe(expected.length);
  });

  it('compare instants by their offset', async () => {
    const since = await deal({ filter: { '>=DATE_MODIFY': '2026-11-05T00:00:00+03:00' } });
    const expected = deals.filter(({ modifiedAt }) => Date.parse(modifiedAt) >= Date.parse('2026-11-04T21:00:00Z'));
    expect(since.body['total']).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('know "not", "among" and likeness', async () => {
    const total = async (filter: object): Promise<unknown> => (await deal({ filter })).body['total'];
    expect(await total({ '!STAGE_ID': 'NEW' })).toBe(48);
    expect(await total({ '@ID': [3, 5, 999] })).toBe(2);
    expect(await total({ '!@STAGE_ID': ['NEW', 'WON'] })).toBe(36);
    expect(await total({ '%TITLE': 'делка 1' })).toBe(11);
    expect(await total({ '=%TITLE': 'Сделка 1_' })).toBe(10);
    expect(await total({ CLOSEDATE: '' })).toBe(deals.filter(({ closeDate }) => closeDate === null).length);
  });

  it('of universal lists take OR groups', async () => {
    const filter = { logic: 'OR', 0: { id: 3 }, 1: { '>id': 58 } };
    expect(ids(await call(admin, 'crm.item.list', { entityTypeId: 2, filter }))).toEqual([3, 59, 60]);
  });

  it('arrive nested in a form as they do in JSON', async () => {
    const { emulator, options } = openInstalledPortal();
    const { fields } = emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
    const body = new URLSearchParams([
      ['filter[>ID]', '57'],
      ['select[]', 'ID'],
      ['order[ID]', 'DESC'],
      ['auth', fields['AUTH_ID'] ?? ''],
    ]);
    const response = await emulator.handle(new Request(`${options.portalOrigin}/rest//crm.deal.list.json`, { method: 'POST', body }));
    expect(await response.json()).toMatchObject({ result: [{ ID: '60' }, { ID: '59' }, { ID: '58' }], total: 3 });
  });
});
