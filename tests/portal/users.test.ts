import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, registration, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { head, anna, boris } = smallPortalPeople;

function openPeople(scopes: readonly string[]): PortalUnderTest {
  const data = smallPortal();
  const [first, ...others] = data.users;
  const fired = { ...first!, id: 5, name: 'Вадим', lastName: 'Быков', isAdmin: false, isActive: false, registeredOn: '2026-01-12' };
  const known = { ...first!, email: 'olga@example.com', workPhone: '+7 495 000-00-00', innerPhone: '101', gender: 'F' as const };
  const departments = [...data.departments, { id: 3, name: 'Архив', parentId: 1, headId: null, sort: 50 }];
  return openInstalledPortal({
    data: { ...data, departments, users: [known, ...others, fired] },
    application: { ...registration, scopes },
  });
}

const full = openPeople(['user', 'department']);

async function ids(parameters: object): Promise<unknown[]> {
  return rowsOf(await full.call(admin, 'user.get', { ...parameters })).map((row) => Number(row['ID']));
}

describe('people', () => {
  it('show as much of themselves as the permission opens', async () => {
    const read = async (scopes: readonly string[]): Promise<Record<string, unknown>> =>
      (await openPeople(scopes).call(admin, 'user.current')).body['result'] as Record<string, unknown>;
    const brief = await read(['user_brief']);
    expect(brief).toMatchObject({ ID: '1', NAME: 'Ольга', UF_DEPARTMENT: [1], UF_PHONE_INNER: '101', PERSONAL_GENDER: 'F' });
    for (const name of ['EMAIL', 'WORK_PHONE', 'LAST_LOGIN']) expect(brief).not.toHaveProperty(name);
    const basic = await read(['user_brief', 'user_basic']);
    expect(basic).toMatchObject({ EMAIL: 'olga@example.com', WORK_PHONE: '+7 495 000-00-00' });
    expect(basic).not.toHaveProperty('LAST_LOGIN');
    expect(await read(['user_basic', 'user'])).toMatchObject({ EMAIL: 'olga@example.com', LAST_LOGIN: '' });
  });

  it('leave out what was never filled in', async () => {
    const [row] = rowsOf(await full.call(admin, 'user.get', { ID: anna }));
    expect(row).toMatchObject({
      ID: '3',
      ACTIVE: true,
      USER_TYPE: 'employee',
      TIMESTAMP_X: {},
      DATE_REGISTER: '2026-08-24T03:00:00+03:00',
    });
    for (const name of ['SECOND_NAME', 'PERSONAL_PHOTO', 'UF_PHONE_INNER', 'WORK_PHONE']) expect(row).not.toHaveProperty(name);
  });

  it('stand in the list with those who were dismissed, unless only the active are asked for', async () => {
    expect(await ids({})).toEqual([1, 2, 3, 4, 5]);
    for (const ACTIVE of [true, 'true', 'Y', 1]) expect(await ids({ FILTER: { ACTIVE } })).toEqual([1, 2, 3, 4]);
    for (const ACTIVE of [false, 'false', 'N', 0]) expect(await ids({ FILTER: { ACTIVE } })).toEqual([5]);
    expect(await ids({ ADMIN_MODE: true, filter: { ACTIVE: false } })).toEqual([5]);
  });

  it('are filtered with the signs of the page', async () => {
    expect(await ids({ FILTER: { '>ID': 2, '<=ID': 4 } })).toEqual([3, 4]);
    expect(await ids({ FILTER: { '@ID': [1, 3] } })).toEqual([1, 3]);
    expect(await ids({ FILTER: { '!@ID': [1, 3] } })).toEqual([2, 4, 5]);
    expect(await ids({ FILTER: { '%LAST_NAME': 'ЕБЕД' } })).toEqual([3]);
    expect(await ids({ FILTER: { '=%NAME': 'Ви%' } })).toEqual([]);
    expect(await ids({ FILTER: { '%=LAST_NAME': '%ов' } })).toEqual([4, 5]);
    expect(await ids({ FILTER: { '!%LAST_NAME': 'ов' } })).toEqual([1, 2, 3]);
    expect(await ids({ FILTER: { '!NAME': 'Анна' } })).toEqual([1, 2, 4, 5]);
    expect(await ids({ FILTER: { UF_DEPARTMENT: 2, '!ID': head } })).toEqual([3, 4]);
    expect(await ids({ FILTER: { '<DATE_REGISTER': '2026-06-01' } })).toEqual([5]);
    expect(await ids({ FILTER: { '!DATE_REGISTER': 'once' } })).toEqual([]);
    expect(await ids({ FILTER: { NAME_SEARCH: 'леб ан' } })).toEqual([3]);
    expect(await ids({ FILTER: { IS_ONLINE: 'Y' } })).toEqual([1]);
    expect(await ids({ FILTER: { USER_TYPE: 'extranet' } })).toEqual([]);
    expect(await ids({ FILTER: { NO_SUCH: 'key' } })).toEqual([1, 2, 3, 4, 5]);
    expect(await ids({ filter: { id: boris } })).toEqual([4]);
  });

  it('are sorted by one field, by their ids where it is unknown', async () => {
    expect(await ids({ sort: 'LAST_NAME', order: 'ASC' })).toEqual([5, 1, 4, 3, 2]);
    expect(await ids({ sort: 'LAST_NAME', order: 'desc' })).toEqual([2, 3, 4, 1, 5]);
    expect(await ids({ sort: 'NO_SUCH', order: 'DESC' })).toEqual([5, 4, 3, 2, 1]);
  });

  it('are read by the field, with masks', async () => {
    const read = async (select: unknown): Promise<unknown> => (await full.call(admin, 'user.get', { ID: 1, select })).body['result'];
    expect(await read(['NAME', 'EMAIL', 'NO_SUCH'])).toEqual([{ NAME: 'Ольга', EMAIL: 'olga@example.com' }]);
    expect(await read(['ID', 'UF_*'])).toEqual([{ ID: '1', UF_EMPLOYMENT_DATE: '', UF_DEPARTMENT: [1], UF_PHONE_INNER: '101' }]);
    expect(await read(['*'])).toEqual([expect.objectContaining({ USER_TYPE: 'employee', TIME_ZONE: '' })]);
    const narrow = openPeople(['user_brief']);
    expect((await narrow.call(admin, 'user.get', { ID: 1, select: ['ID', 'EMAIL'] })).body['result']).toEqual([{ ID: '1' }]);
  });

  it('come in pages of fifty', async () => {
    const [first] = smallPortal().users;
    const crowd = Array.from({ length: 130 }, (_, index) => ({ ...first!, id: index + 1 }));
    const portal = openInstalledPortal({ data: { ...smallPortal(), users: crowd } });
    const page = async (start: number): Promise<Record<string, unknown>> => (await portal.call(admin, 'user.get', { start })).body;
    expect(await page(0)).toMatchObject({ total: 130, next: 50, result: expect.objectContaining({ length: 50 }) });
    expect(await page(100)).toMatchObject({ total: 130, result: expect.objectContaining({ length: 30 }) });
    expect(await page(100)).not.toHaveProperty('next');
    expect(await page(-1)).toMatchObject({ total: 0, result: expect.objectContaining({ length: 50 }) });
  });
});

describe('departments', () => {
  const list = async (parameters: object = {}): Promise<Record<string, unknown>[]> =>
    rowsOf(await full.call(admin, 'department.get', { ...parameters }));
  const names = async (parameters: object): Promise<unknown[]> => (await list(parameters)).map((row) => row['NAME']);

  it('leave out the parent of the root and the head where there is none', async () => {
    expect(await list()).toEqual([
      { ID: '1', NAME: 'Компания', SORT: 100, UF_HEAD: '1' },
      { ID: '2', NAME: 'Отдел продаж', SORT: 200, PARENT: '1', UF_HEAD: '2' },
      { ID: '3', NAME: 'Архив', SORT: 50, PARENT: '1' },
    ]);
  });

  it('are sorted by one field and filtered by each', async () => {
    expect(await names({ sort: 'NAME', order: 'ASC' })).toEqual(['Архив', 'Компания', 'Отдел продаж']);
    expect(await names({ sort: 'SORT', order: 'DESC' })).toEqual(['Отдел продаж', 'Компания', 'Архив']);
    expect(await names({ SORT: 50 })).toEqual(['Архив']);
    expect(await names({ PARENT: 1, UF_HEAD: head })).toEqual(['Отдел продаж']);
    expect(await names({ ID: [1, 3] })).toEqual(['Компания', 'Архив']);
    expect(await names({ NAME: 'Отдел' })).toEqual([]);
  });
});

describe('settings of an application', () => {
  it('are read whole, by their key or as null', async () => {
    const { call } = openInstalledPortal();
    const read = async (method: string, parameters: object = {}): Promise<unknown> =>
      (await call(anna, method, { ...parameters })).body['result'];
    expect(await read('app.option.get')).toEqual([]);
    await call(admin, 'app.option.set', { options: { a: '1', b: '2' } });
    await call(admin, 'app.option.set', { options: { b: '3' } });
    expect(await read('app.option.get')).toEqual({ a: '1', b: '3' });
    expect([await read('app.option.get', { option: 'b' }), await read('app.option.get', { option: 'c' })]).toEqual(['3', null]);
    await call(anna, 'user.option.set', { options: { own: 'yes' } });
    expect([await read('user.option.get'), (await call(boris, 'user.option.get')).body['result']]).toEqual([{ own: 'yes' }, []]);
  });

  it('and its permissions are told apart from all there are', async () => {
    const granted = rowsOf(await full.call(admin, 'scope')) as unknown;
    expect(granted).toEqual(['user', 'department']);
    expect((await full.call(admin, 'scope', { full: true })).body['result']).toEqual(expect.arrayContaining(['crm', 'sale', 'user_brief']));
  });
});
