import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, registration } from './portal-under-test.ts';

const { call } = openInstalledPortal();

async function run(cmd: unknown, halt = 0): Promise<Record<string, unknown>> {
  const { status, body } = await call(admin, 'batch', { halt, cmd });
  expect(status).toBe(200);
  return body['result'] as Record<string, unknown>;
}

describe('a batch', () => {
  it('answers a list with lists and a map with maps, empty ones as lists', async () => {
    const list = await run(['profile', 'crm.deal.list?filter[>ID]=58']);
    expect(list).toMatchObject({
      result: [{ ID: '1' }, [{ ID: '59' }, { ID: '60' }]],
      result_error: [],
      result_next: [],
      result_total: { 1: 2 },
    });
    const map = await run({ me: 'profile', deals: 'crm.deal.list' });
    expect(map).toMatchObject({ result: { me: { ID: '1' } }, result_total: { deals: 60 }, result_next: { deals: 50 }, result_error: [] });
  });

  it('hands results on by reference, encoded or not', async () => {
    const { result } = await run({
      first: 'crm.deal.list?order[ID]=ASC&filter[>ID]=5&start=-1',
      second: `crm.deal.list?order[ID]=ASC&start=-1&filter[>ID]=${encodeURIComponent('$result[first][49][ID]')}`,
      item: 'crm.item.get?entityTypeId=2&id=$result[second][0][ID]',
    });
    expect(result).toMatchObject({
      second: [{ ID: '56' }, { ID: '57' }, { ID: '58' }, { ID: '59' }, { ID: '60' }],
      item: { item: { id: 56 } },
    });
  });

  it('hands a list on as a list', async () => {
    const { result } = await run({ me: 'user.current', departments: 'department.get?ID=$result[me][UF_DEPARTMENT]' });
    expect(result).toMatchObject({ me: { UF_DEPARTMENT: [1] }, departments: [{ ID: '1' }] });
  });

  it('stops a reference that leads nowhere at its last level', async () => {
    const { result } = await run({ none: 'crm.deal.list?filter[ID]=999', user: 'user.get?ID=$result[none][49][ID]' });
    expect(result).toEqual({ none: [], user: [] });
  });

  it('keeps errors beside results and goes on', async () => {
    const { result, result_error: errors } = await run({ bad: 'crm.no.such', nested: 'batch?cmd[0]=profile', good: 'user.admin' });
    expect(result).toEqual({ good: true });
    expect(errors).toMatchObject({ bad: { error: 'ERROR_METHOD_NOT_FOUND' }, nested: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } });
  });

  it('stops at the first error when told to', async () => {
    const { result, result_error: errors } = await run({ good: 'user.admin', bad: 'crm.no.such', never: 'profile' }, 1);
    expect(result).toEqual({ good: true });
    expect(Object.keys(errors as object)).toEqual(['bad']);
  });

  it('runs fifty commands and refuses the rest one by one', async () => {
    const { result, result_error: errors } = await run(Array.from({ length: 52 }, () => 'user.admin'));
    expect((result as unknown[]).length).toBe(50);
    expect(errors).toMatchObject({ 50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' }, 51: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' } });
  });

  it('names a missing permission without a description', async () => {
    const narrow = openInstalledPortal({ application: { ...registration, scopes: ['crm'] } });
    const { body } = await narrow.call(admin, 'batch', { cmd: { calls: 'voximplant.statistic.get' } });
    expect(body).toMatchObject({ result: { result: [], result_error: { calls: { error: 'insufficient_scope', error_description: '' } } } });
  });

  it('changes records by references, too', async () => {
    const portal = openInstalledPortal();
    const { body } = await portal.call(admin, 'batch', {
      cmd: {
        add: 'crm.deal.add?fields[TITLE]=Новая&fields[OPPORTUNITY]=100',
        move: 'crm.deal.update?id=$result[add]&fields[STAGE_ID]=WON',
        read: 'crm.deal.get?id=$result[add]',
      },
    });
    expect(body).toMatchObject({
      result: { result: { add: 61, move: true, read: { ID: '61', STAGE_ID: 'WON', OPPORTUNITY: '100.00', CLOSED: 'Y' } } },
    });
  });
});
