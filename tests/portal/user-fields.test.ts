import { smallPortalPeople } from '#support/small-portal.ts';
import { itemNameOf } from '#portal-emulator/rest/crm/user-field-names.ts';
import { describe, expect, it } from 'vitest';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna } = smallPortalPeople;

async function withFields(fields: readonly object[]): Promise<PortalUnderTest> {
  const portal = openInstalledPortal();
  for (const each of fields) expect((await portal.call(admin, 'crm.deal.userfield.add', { fields: each })).status).toBe(200);
  return portal;
}

const region = { FIELD_NAME: 'REGION', USER_TYPE_ID: 'string', LABEL: 'Регион' };
const visits = { FIELD_NAME: '1721244707107', USER_TYPE_ID: 'integer' };
const urgent = { FIELD_NAME: 'URGENT', USER_TYPE_ID: 'boolean' };
const signed = { FIELD_NAME: 'SIGNED', USER_TYPE_ID: 'date' };
const tags = { FIELD_NAME: 'TAGS', USER_TYPE_ID: 'enumeration', MULTIPLE: 'Y', LIST: [{ VALUE: 'а' }, { VALUE: 'б' }] };

describe('names of user fields', () => {
  it.each([
    ['UF_CRM_3_DIGIT', 'ufCrm3Digit'],
    ['UF_CRM_3_1747309727', 'ufCrm3_1747309727'],
    ['UF_CRM_3_DIGIT10', 'ufCrm_3_DIGIT10'],
    ['UF_CRM_3_DIGIT_10', 'ufCrm_3_DIGIT_10'],
    ['UF_CRM_1747309879', 'ufCrm_1747309879'],
    ['UF_CRM_MANAGER_NOTE', 'ufCrmManagerNote'],
  ])('%s is %s to the universal methods', (name, item) => {
    expect(itemNameOf(name)).toBe(item);
  });

  it('get their prefix and their letters, and are refused when they cannot', async () => {
    const { call } = openInstalledPortal();
    const add = async (FIELD_NAME: string): Promise<Record<string, unknown>> =>
      (await call(admin, 'crm.deal.userfield.add', { fields: { FIELD_NAME, USER_TYPE_ID: 'string' } })).body;
    const { result: id } = await add('uf_note');
    expect((await call(admin, 'crm.deal.userfield.get', { id })).body['result']).toMatchObject({ FIELD_NAME: 'UF_CRM_NOTE', SORT: '100' });
    expect(await add('UF_CRM_NOTE')).toMatchObject({ error: 'ERROR_CORE' });
    expect(await add('')).toMatchObject({ error: '', error_description: "The 'FIELD_NAME' field is not found." });
    expect(await add('ЦЕНА')).toMatchObject({ error: 'ERROR_CORE', error_description: expect.stringContaining('invalid characters') });
    expect(await add('X'.repeat(44))).toMatchObject({ error_description: 'Field name is too long (more than 50 characters).' });
  });
});

describe('values of user fields', () => {
  it('are written and read in classic and in universal spelling', async () => {
    const { call } = await withFields([region, visits, urgent, signed, tags]);
    const fields = { UF_CRM_REGION: 'Север', UF_CRM_1721244707107: '7', UF_CRM_URGENT: '1', UF_CRM_SIGNED: '2026-11-02', UF_CRM_TAGS: [2] };
    await call(anna, 'crm.deal.update', { id: 3, fields: { UF_CRM_REGION: 'чужая' } });
    expect((await call(admin, 'crm.deal.update', { id: 3, fields })).body['result']).toBe(true);
    expect((await call(admin, 'crm.deal.get', { id: 3 })).body['result']).toMatchObject({
      UF_CRM_REGION: 'Север',
      UF_CRM_1721244707107: '7',
      UF_CRM_URGENT: '1',
      UF_CRM_SIGNED: '2026-11-02T03:00:00+03:00',
      UF_CRM_TAGS: ['2'],
    });
    const item = { ufCrmRegion: 'Север', ufCrm_1721244707107: 7, ufCrmUrgent: 'Y', ufCrmTags: [2] };
    expect((await call(admin, 'crm.item.get', { entityTypeId: 2, id: 3 })).body['result']).toMatchObject({ item });
    const original = { entityTypeId: 2, id: 3, useOriginalUfNames: 'Y' };
    expect((await call(admin, 'crm.item.get', original)).body['result']).toMatchObject({ item: { UF_CRM_1721244707107: 7 } });
    expect((await call(admin, 'crm.item.get', original)).body['result']).not.toHaveProperty('item.ufCrmRegion');
    expect((await call(admin, 'crm.deal.get', { id: 4 })).body['result']).toMatchObject({ UF_CRM_REGION: null, UF_CRM_TAGS: false });
  });

  it('are selected, filtered and sorted by', async () => {
    const { call } = await withFields([region, visits, urgent, tags]);
    for (const id of [3, 5, 9]) {
      const fields = { ufCrmRegion: id === 9 ? 'Юг' : 'Север', ufCrm_1721244707107: 10 - id, ufCrmUrgent: id === 5, ufCrmTags: [1] };
      await call(admin, 'crm.item.update', { entityTypeId: 2, id, fields });
    }
    const classic = async (query: object): Promise<unknown[]> => rowsOf(await call(admin, 'crm.deal.list', { ...query }));
    const north = { UF_CRM_REGION: 'Север' };
    expect(await classic({ filter: north, select: ['ID', 'UF_CRM_REGION'] })).toEqual([
      { ID: '3', UF_CRM_REGION: 'Север' },
      { ID: '5', UF_CRM_REGION: 'Север' },
    ]);
    expect(Object.keys((await classic({ filter: north, select: ['*'] }))[0] ?? {})).not.toContain('UF_CRM_REGION');
    expect(Object.keys((await classic({ filter: north, select: ['UF_*'] }))[0] ?? {})).toEqual([
      'ID',
      'UF_CRM_REGION',
      'UF_CRM_1721244707107',
      'UF_CRM_URGENT',
      'UF_CRM_TAGS',
    ]);
    const items = async (query: object): Promise<unknown[]> =>
      rowsOf(await call(admin, 'crm.item.list', { entityTypeId: 2, select: ['id'], ...query })).map((row) => row['id']);
    expect(await items({ filter: { '>ufCrm_1721244707107': 0 }, order: { ufCrm_1721244707107: 'ASC' } })).toEqual([9, 5, 3]);
    expect(await items({ filter: { ufCrmUrgent: 1 } })).toEqual([5]);
    expect(await items({ filter: { ufCrmTags: 1, ufCrmRegion: 'Юг' } })).toEqual([9]);
    expect(await items({ filter: { UF_CRM_REGION: 'Юг' }, useOriginalUfNames: 'Y' })).toEqual([9]);
    expect((await call(admin, 'crm.item.list', { entityTypeId: 2, filter: { UF_CRM_REGION: 'Юг' } })).body['error']).toBe(
      'INVALID_ARG_VALUE',
    );
  });

  it('come from the defaults of their fields, and the universal methods ask for mandatory ones', async () => {
    const { call } = await withFields([
      { ...region, MANDATORY: 'Y', SETTINGS: { DEFAULT_VALUE: '' } },
      { ...urgent, SETTINGS: { DEFAULT_VALUE: 1 } },
    ]);
    const add = (fields: object): ReturnType<typeof call> => call(anna, 'crm.item.add', { entityTypeId: 2, fields });
    expect((await add({})).body).toMatchObject({ error: 'CRM_FIELD_ERROR_REQUIRED', error_description: 'The "Регион" field is required' });
    expect((await add({ ufCrmRegion: 'Юг' })).body['result']).toMatchObject({ item: { ufCrmRegion: 'Юг', ufCrmUrgent: 'Y' } });
    expect((await call(anna, 'crm.deal.add', { fields: {} })).status).toBe(200);
  });

  it('are described among the other fields', async () => {
    const { call } = await withFields([region, tags]);
    expect((await call(anna, 'crm.deal.fields')).body['result']).toMatchObject({
      UF_CRM_REGION: { type: 'string', isDynamic: true, title: 'Регион' },
      UF_CRM_TAGS: {
        type: 'enumeration',
        isMultiple: true,
        items: [
          { ID: '1', VALUE: 'а' },
          { ID: '2', VALUE: 'б' },
        ],
      },
    });
    expect((await call(anna, 'crm.item.fields', { entityTypeId: 2 })).body['result']).toMatchObject({
      fields: { ufCrmRegion: { upperName: 'UF_CRM_REGION', isDynamic: true } },
    });
  });
});

describe('user fields', () => {
  it('are made and changed by administrators and read by everybody', async () => {
    const { call } = await withFields([region]);
    expect((await call(anna, 'crm.deal.userfield.add', { fields: visits })).body['error_description']).toBe('Access denied.');
    expect((await call(anna, 'crm.deal.userfield.update', { id: 1, fields: { SORT: 5 } })).body['error_description']).toBe(
      'Access denied.',
    );
    expect(rowsOf(await call(anna, 'crm.deal.userfield.list', { filter: { LANG: 'ru' } }))).toMatchObject([{ EDIT_FORM_LABEL: 'Регион' }]);
    expect(rowsOf(await call(anna, 'crm.deal.userfield.list'))[0]).not.toHaveProperty('EDIT_FORM_LABEL');
    expect((await call(admin, 'crm.lead.userfield.get', { id: 1 })).body['error_description']).toBe('Access denied.');
  });

  it('keep elements of lists by their ids and refuse the same XML_ID twice', async () => {
    const { call } = await withFields([tags]);
    const update = (LIST: object[]): ReturnType<typeof call> => call(admin, 'crm.deal.userfield.update', { id: 1, fields: { LIST } });
    await update([
      { ID: 1, DEL: 'Y' },
      { ID: 2, VALUE: 'бб', XML_ID: 'b', SORT: 20 },
      { VALUE: 'в', SORT: 10 },
    ]);
    expect((await call(admin, 'crm.deal.userfield.get', { id: 1 })).body['result']).toMatchObject({
      LIST: [
        { ID: '3', VALUE: 'в' },
        { ID: '2', VALUE: 'бб', XML_ID: 'b' },
      ],
    });
    expect((await update([{ VALUE: 'г', XML_ID: 'b' }])).body['error']).toBe('ERROR_CORE');
  });

  it('tell when they come, change and go', async () => {
    const portal = openInstalledPortal();
    const listener = await listenForEvents();
    for (const change of ['ADD', 'UPDATE', 'DELETE', 'SETENUMVALUES']) {
      await portal.call(admin, 'event.bind', { event: `ONCRMDEALUSERFIELD${change}`, handler: listener.handler });
    }
    await portal.call(admin, 'crm.deal.userfield.add', { fields: tags });
    await portal.call(admin, 'crm.deal.userfield.update', { id: 1, fields: { SORT: 7 } });
    await portal.call(admin, 'crm.deal.userfield.delete', { id: 1 });
    await portal.emulator.settle();
    await listener.close();
    const about = { 'data[FIELDS][ID]': '1', 'data[FIELDS][ENTITY_ID]': 'CRM_DEAL', 'data[FIELDS][FIELD_NAME]': 'UF_CRM_TAGS' };
    expect(listener.received).toMatchObject([
      { event: 'ONCRMDEALUSERFIELDADD', ...about },
      { event: 'ONCRMDEALUSERFIELDSETENUMVALUES', ...about },
      { event: 'ONCRMDEALUSERFIELDUPDATE', ...about },
      { event: 'ONCRMDEALUSERFIELDDELETE', ...about },
    ]);
  });
});
