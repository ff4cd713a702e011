import { everyScope } from '#portal-emulator/rest/scope-catalogue.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, registration, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const application = { ...registration, scopes: everyScope };
const connector = {
  title: 'Планы',
  logo: 'https://app.example/logo.png',
  urlCheck: 'https://app.example/check',
  urlTableList: 'https://app.example/tables',
  urlTableDescription: 'https://app.example/table',
  urlData: 'https://app.example/data',
  settings: [
    { name: 'Логин', code: 'login', type: 'STRING' },
    { name: 'Токен', code: 'token', type: 'STRING' },
  ],
};
const fields = [
  { type: 'int', name: 'ID', externalCode: 'ID' },
  { type: 'double', name: 'PLAN', externalCode: 'PLAN' },
];

type Ask = (method: string, parameters?: object) => Promise<Record<string, unknown>>;

function open(): { portal: PortalUnderTest; ask: Ask } {
  const portal = openInstalledPortal({ application });
  return { portal, ask: async (method, parameters = {}) => (await portal.call(admin, method, { ...parameters })).body };
}

async function withDataset(): Promise<{ ask: Ask; portal: PortalUnderTest }> {
  const { ask, portal } = open();
  await ask('biconnector.connector.add', { fields: connector });
  await ask('biconnector.source.add', { fields: { title: 'Отдел', connectorId: 1, settings: { token: 'abc', unasked: 'x' } } });
  const dataset = { name: 'plans', externalName: 'Планы', externalCode: 'plans', sourceId: 1, fields };
  expect((await ask('biconnector.dataset.add', { fields: dataset }))['result']).toEqual({ id: 1 });
  return { ask, portal };
}

describe('a connector with its source and dataset', () => {
  it('keeps what it was given', async () => {
    const { ask } = await withDataset();
    expect((await ask('biconnector.connector.get', { id: 1 }))['result']).toEqual({
      item: { id: 1, ...connector, description: '', sort: 100, dateCreate: '2026-11-16 10:42:00' },
    });
    expect((await ask('biconnector.source.get', { id: 1 }))['result']).toMatchObject({
      item: {
        connection: { id: 1, type: 'rest', code: 'rest_1', title: 'Отдел', active: true, createdById: admin },
        connectorId: 1,
        settings: [{ code: 'token', name: 'Токен', type: 'STRING', value: 'abc' }],
      },
    });
    expect((await ask('biconnector.dataset.get', { id: 1 }))['result']).toMatchObject({
      item: {
        name: 'plans',
        fields: [
          { id: 1, datasetId: 1, type: 'int', name: 'ID', visible: true },
          { id: 2, name: 'PLAN' },
        ],
      },
    });
  });

  it('goes away from the dataset upwards', async () => {
    const { ask } = await withDataset();
    expect((await ask('biconnector.connector.delete', { id: 1 }))['error']).toBe('CONNECTOR_DELETE_RESTRICTED');
    expect((await ask('biconnector.source.delete', { id: 1 }))['error']).toBe('BX_ERROR');
    const downwards = ['biconnector.dataset.delete', 'biconnector.source.delete', 'biconnector.connector.delete'];
    for (const method of downwards) expect((await ask(method, { id: 1 }))['result']).toBe(true);
    expect((await ask('biconnector.connector.get', { id: 1 }))['error']).toBe('CONNECTOR_NOT_FOUND');
  });

  it('is changed in what may be changed', async () => {
    const { ask } = await withDataset();
    await ask('biconnector.connector.update', { id: 1, fields: { title: 'Планы и факты', sort: 5 } });
    expect((await ask('biconnector.connector.get', { id: 1 }))['result']).toMatchObject({
      item: { title: 'Планы и факты', sort: 5, logo: connector.logo },
    });
    await ask('biconnector.source.update', { id: 1, fields: { active: false, settings: { login: 'me' } } });
    expect((await ask('biconnector.source.get', { id: 1 }))['result']).toMatchObject({
      item: { connection: { active: false, title: 'Отдел' }, settings: [{ code: 'login', value: 'me' }] },
    });
    expect((await ask('biconnector.source.list', { filter: { active: false } }))['result']).toMatchObject([{ id: '1', connectorId: '1' }]);
    expect((await ask('biconnector.source.update', { id: 1, fields: { connectorId: 2 } }))['error']).toBe('VALIDATION_IMMUTABLE_FIELD');
    expect((await ask('biconnector.dataset.update', { id: 1, fields: { fields: [] } }))['error']).toBe('INVALID_METHOD');
    expect((await ask('biconnector.dataset.update', { id: 1, fields: { id: 5 } }))['error']).toBe('VALIDATION_READ_ONLY_FIELD');
  });

  it('has its fields added, hidden and deleted together', async () => {
    const { ask } = await withDataset();
    const change = { add: [{ type: 'date', name: 'MONTH', externalCode: 'MONTH' }], update: [{ id: 1, visible: false }], delete: [2] };
    expect((await ask('biconnector.dataset.fields.update', { id: 1, ...change }))['result']).toBe(true);
    expect((await ask('biconnector.dataset.get', { id: 1 }))['result']).toMatchObject({
      item: {
        fields: [
          { id: 1, visible: false },
          { id: 3, name: 'MONTH', type: 'date', visible: true },
        ],
      },
    });
    const refused = async (parameters: object): Promise<unknown> =>
      (await ask('biconnector.dataset.fields.update', { id: 1, ...parameters }))['error'];
    expect(await refused({ add: [{ type: 'int', name: 'NEW' }] })).toBe('VALIDATION_FIELD_ADD_MISSING_REQUIRED_FIELDS');
    expect(await refused({ add: [{ type: 'int', name: 'new', externalCode: 'NEW' }] })).toBe('VALIDATION_FIELD_NAME_INVALID_FORMAT');
    expect(await refused({ update: [{ id: 1 }] })).toBe('VALIDATION_FIELD_UPDATE_MISSING_REQUIRED_FIELDS');
    expect(await refused({ delete: ['first'] })).toBe('VALIDATION_FIELD_DELETE_INVALID_ID');
  });
});

describe('lists of the BI connector', () => {
  it('filter, sort, select and turn pages of fifty', async () => {
    const { ask } = open();
    for (let index = 1; index <= 51; index += 1)
      await ask('biconnector.connector.add', { fields: { ...connector, title: `Планы ${index}`, sort: index } });
    const list = async (parameters: object): Promise<Record<string, unknown>[]> =>
      rowsOf({ status: 200, body: await ask('biconnector.connector.list', parameters) });
    expect(await list({ filter: { '>=sort': 50 }, order: { id: 'DESC' }, select: ['id', 'title'] })).toEqual([
      { id: '51', title: 'Планы 51' },
      { id: '50', title: 'Планы 50' },
    ]);
    expect(await list({})).toHaveLength(50);
    expect((await list({ page: 2 })).map(({ id }) => id)).toEqual(['51']);
    expect((await list({ filter: { logic: 'OR', 0: { id: 7 }, 1: { '%title': 'Планы 8' } } })).map(({ id }) => id)).toEqual(['7', '8']);
    expect(Object.keys(await ask('biconnector.connector.list'))).toEqual(['result', 'time']);
  });

  it.each([
    [{ select: 'id' }, 'VALIDATION_SELECT_TYPE'],
    [{ filter: 'id' }, 'VALIDATION_FILTER_TYPE'],
    [{ order: 'id' }, 'VALIDATION_ORDER_TYPE'],
    [{ select: ['nonsense'] }, 'VALIDATION_FIELD_NOT_ALLOWED_IN_SELECT'],
    [{ filter: { '>nonsense': 1 } }, 'VALIDATION_FIELD_NOT_ALLOWED_IN_FILTER'],
    [{ order: { nonsense: 'ASC' } }, 'VALIDATION_FIELD_NOT_ALLOWED_IN_ORDER'],
    [{ filter: { logic: 'XOR' } }, 'VALIDATION_INVALID_FILTER_LOGIC'],
  ])('refuse %j', async (parameters, code) => {
    expect((await open().ask('biconnector.connector.list', parameters))['error']).toBe(code);
  });
});

describe('the BI connector refuses with HTTP 200', () => {
  it.each([
    ['biconnector.connector.add', { fields: { ...connector, nonsense: 1 } }, 'VALIDATION_UNKNOWN_PARAMETERS'],
    ['biconnector.connector.add', { fields: { title: 'Планы' } }, 'VALIDATION_REQUIRED_FIELD_MISSING'],
    [
      'biconnector.connector.add',
      { fields: { ...connector, settings: [{ code: 'token' }] } },
      'VALIDATION_SETTINGS_MISSING_REQUIRED_FIELDS',
    ],
    [
      'biconnector.connector.add',
      { fields: { ...connector, settings: [{ code: 'a', name: 'b', type: 'FILE' }] } },
      'VALIDATION_SETTINGS_INVALID_TYPE',
    ],
    ['biconnector.source.add', { fields: { title: 'Отдел', connectorId: 9, settings: {} } }, 'CONNECTOR_NOT_FOUND'],
    [
      'biconnector.dataset.add',
      { fields: { name: 'Plans', externalName: 'x', externalCode: 'x', sourceId: 9, fields } },
      'SOURCE_NOT_FOUND',
    ],
    ['biconnector.source.get', {}, 'VALIDATION_ID_NOT_PROVIDED'],
    ['biconnector.dataset.get', { id: -1 }, 'VALIDATION_INVALID_ID_FORMAT'],
  ])('%s with %j', async (method, parameters, code) => {
    const { portal } = open();
    const { status, body } = await portal.call(admin, method, parameters);
    expect([status, body['error']]).toEqual([200, code]);
  });

  it('a dataset whose name or fields are not as they must be', async () => {
    const { ask } = await withDataset();
    const dataset = { name: 'facts', externalName: 'x', externalCode: 'x', sourceId: 1, fields };
    const refused = async (changes: object): Promise<unknown> =>
      (await ask('biconnector.dataset.add', { fields: { ...dataset, ...changes } }))['error'];
    expect(await refused({ name: 'plans' })).toBe('DATASET_ALREADY_EXIST');
    expect(await refused({ name: 'Facts' })).toBe('VALIDATION_DATASET_NAME_INVALID');
    expect(await refused({ name: 'f'.repeat(231) })).toBe('VALIDATION_DATASET_NAME_TOO_LONG');
    expect(await refused({ fields: [...fields, { type: 'int', name: 'OTHER', externalCode: 'ID' }] })).toBe(
      'VALIDATION_DUPLICATE_FIELD_CODE',
    );
    expect(await refused({ fields: [...fields, { type: 'int', name: 'ID', externalCode: 'OTHER' }] })).toBe(
      'VALIDATION_DUPLICATE_FIELD_NAME',
    );
    expect(await refused({ fields: [{ type: 'int', name: 'N'.repeat(33), externalCode: 'N' }] })).toBe('VALIDATION_FIELD_NAME_TOO_LONG');
    expect((await ask('biconnector.dataset.list', { select: ['name', 'fields'] }))['result']).toEqual([{ name: 'plans' }]);
  });

  it('but not those who may not enter: webhooks and people without the right', async () => {
    const { portal } = open();
    expect((await portal.call(smallPortalPeople.anna, 'biconnector.connector.list')).status).toBe(403);
    const webhook = portal.emulator.makeWebhook(admin);
    const byWebhook = await portal.emulator.handle(new Request(`${webhook}biconnector.connector.list`));
    expect(byWebhook.status).toBe(403);
    expect((await portal.emulator.handle(new Request(`${webhook}biconnector.connector.fields`))).status).toBe(200);
  });
});
