import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { methodNames } from '#portal-emulator/rest/methods.ts';
import { v3MethodNames } from '#portal-emulator/rest-v3/methods.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { methodChecks } from './battery/method-checks.ts';
import { admin, openInstalledPortal, rowsOf } from './portal-under-test.ts';

const readme = readFileSync(new URL('../../server/portal-emulator/README.md', import.meta.url), 'utf8');
const [methodTable = '', behaviourTable = ''] = readme.split('## Behaviour');
const rows = readRows(methodTable);

function readRows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Method') && !line.startsWith('| What'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function testFiles(cell: string | undefined): string[] {
  const stems = (cell ?? '').split(', ');
  return stems.map((stem) => fileURLToPath(new URL(stem.startsWith('battery/') ? `./${stem}.ts` : `./${stem}.test.ts`, import.meta.url)));
}

describe('the table of methods', () => {
  it('names every method that is served and no other', () => {
    const named = rows.map(([name = '']) => name.replaceAll('`', '').toLowerCase());
    expect(named.toSorted()).toEqual(
      ['batch', 'method.get', ...methodNames(), ...['batch', ...v3MethodNames()].map((name) => `api/${name}`)].toSorted(),
    );
  });

  it('names a page for each and tests that are there', () => {
    for (const [name, emulated, page, tests, missing] of rows) {
      expect([name, emulated, missing]).not.toContain('');
      expect([name, page]).toEqual([name, expect.stringMatching(/^(api-reference|settings)\/[a-z0-9/-]+$/)]);
      expect([name, testFiles(tests).filter((path) => !existsSync(path))]).toEqual([name, []]);
    }
    for (const row of readRows(behaviourTable)) expect(testFiles(row.at(-1)).filter((path) => !existsSync(path))).toEqual([]);
  });

  it('has the three checks of the battery for every method', () => {
    const named = rows.map(([name = '']) => name.replaceAll('`', ''));
    expect([...methodChecks.keys()].toSorted()).toEqual(named.toSorted());
  });

  it('names for each method tests that do call it', () => {
    const idle = rows.flatMap(([name = '', , , tests]) => {
      const called = name.replaceAll('`', '');
      const silent = testFiles(tests).filter(
        (path) => !new RegExp(`(['"/}]|^ {2})${called.replaceAll('.', '\\.')}\\b(?!\\.)`, 'm').test(readFileSync(path, 'utf8')),
      );
      return silent.map((path) => `${called} in ${basename(path)}`);
    });
    expect(idle).toEqual([]);
  });
});

describe('small methods', () => {
  const { call } = openInstalledPortal();
  const ask = async (method: string, parameters: object = {}): Promise<unknown> =>
    (await call(admin, method, { ...parameters })).body['result'];

  it('describe the fields of records', async () => {
    expect(await ask('crm.deal.fields')).toMatchObject({ ID: { type: 'integer', isReadOnly: true }, OPPORTUNITY: { type: 'double' } });
    expect(await ask('crm.lead.fields')).toMatchObject({ STATUS_ID: { type: 'crm_status' } });
    expect(await ask('crm.item.fields', { entityTypeId: 2 })).toMatchObject({ fields: { stageId: { upperName: 'STAGE_ID' } } });
    expect(await ask('department.fields')).toHaveProperty('UF_HEAD');
    expect((await call(admin, 'crm.item.fields', { entityTypeId: 'deal' })).body['error']).toBe('NOT_FOUND');
  });

  it('tell the mode of the CRM, a company and the events there are', async () => {
    expect(await ask('crm.settings.mode.get')).toBe(1);
    expect(await ask('crm.company.get', { id: 3 })).toMatchObject({ ID: '3', TITLE: 'Компания 3' });
    expect((await call(admin, 'crm.company.get', { id: 'third' })).body['error_description']).toBe('ID is not defined or invalid.');
    expect(rowsOf(await call(admin, 'events'))).toEqual(expect.arrayContaining(['ONCRMDEALADD', 'ONVOXIMPLANTCALLEND', 'ONOFFLINEEVENT']));
  });

  it('list pipelines of deals and refuse those of leads', async () => {
    expect(await ask('crm.category.list', { entityTypeId: 2 })).toEqual({
      categories: [{ id: 0, name: 'Продажи', sort: 100, entityTypeId: 2, isDefault: 'Y' }],
    });
    expect((await call(admin, 'crm.category.list', { entityTypeId: 1 })).body['error']).toBe('ENTITY_TYPE_NOT_SUPPORTED');
  });

  it('list stages with their meaning and drop keys they do not know', async () => {
    const stages = rowsOf(await call(admin, 'crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE', NO_SUCH: 1 } }));
    expect(stages.map((stage) => [stage['STATUS_ID'], stage['SEMANTICS']]).slice(-2)).toEqual([
      ['WON', 'S'],
      ['LOSE', 'F'],
    ]);
    expect(stages.at(-2)).toMatchObject({ EXTRA: { SEMANTICS: 'success' }, ENTITY_ID: 'DEAL_STAGE' });
  });

  it('name the base currency to everybody', async () => {
    expect((await call(smallPortalPeople.anna, 'crm.currency.base.get')).body['result']).toBe('RUB');
  });

  it('read and delete a lead', async () => {
    const portal = openInstalledPortal();
    expect((await portal.call(admin, 'crm.lead.get', { id: 3 })).body['result']).toMatchObject({
      ID: '3',
      DATE_CLOSED: expect.any(String),
    });
    expect((await portal.call(admin, 'crm.lead.delete', { id: 3 })).body['result']).toBe(true);
    expect((await portal.call(admin, 'crm.lead.get', { id: 3 })).body['error_description']).toBe('Not found');
    expect((await portal.call(admin, 'crm.lead.delete', { id: -1 })).body['error_description']).toBe('ID is not defined or invalid.');
  });

  it('know which features the portal has', async () => {
    expect(await ask('feature.get', { CODE: 'rest_offline_extended' })).toEqual({ value: 'Y' });
    expect(await ask('feature.get', { CODE: 'something_else' })).toEqual({ value: 'N' });
    expect((await call(admin, 'feature.get')).body['error']).toBe('CODE_EMPTY');
  });
});
