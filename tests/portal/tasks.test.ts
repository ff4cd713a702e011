import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyScope } from '#portal-emulator/rest/scope-catalogue.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { batteryTasks } from './battery/battery-tasks-data.ts';
import { listenForEvents } from './event-listener.ts';
import { admin, openInstalledPortal, registration, type PortalUnderTest } from './portal-under-test.ts';

const { head, anna, boris } = smallPortalPeople;
type Task = Record<string, unknown>;

function openTasks(tasks = batteryTasks): PortalUnderTest {
  const application = { ...registration, scopes: everyScope };
  return openInstalledPortal({ application, data: { ...smallPortal(), records: { tasks } } });
}

const { call } = openTasks();

async function list(userId: number, parameters: object = {}): Promise<Task[]> {
  const { status, body } = await call(userId, 'tasks.task.list', { order: { ID: 'asc' }, ...parameters });
  expect([status, body['error']]).toEqual([200, undefined]);
  return (body['result'] as { tasks: Task[] }).tasks;
}

const ids = async (userId: number, parameters: object = {}): Promise<unknown[]> =>
  (await list(userId, parameters)).map((task) => task['id']);

function taskOf(body: Record<string, unknown>): Task {
  return (body['result'] as { task: Task }).task;
}

describe('the list of tasks', () => {
  it('shows all to an administrator, those of their people to heads, those one takes part in to the rest', async () => {
    expect(await ids(admin)).toEqual(['1', '2', '3', '4']);
    expect(await ids(head)).toEqual(['1', '2', '3']);
    expect(await ids(anna)).toEqual(['1', '3']);
    expect(await ids(boris)).toEqual(['2']);
  });

  it('runs from the newest unless told, and refuses what it cannot sort by', async () => {
    expect(await ids(admin, { order: {} })).toEqual(['4', '3', '2', '1']);
    expect(await ids(admin, { order: { RESPONSIBLE_LAST_NAME: 'desc' } })).toEqual(['1', '3', '2', '4']);
    expect((await call(admin, 'tasks.task.list', { order: { DESCRIPTION: 'asc' } })).body['error']).toBe('0');
    for (const name of ['order', 'filter', 'select', 'params']) {
      const { body } = await call(admin, 'tasks.task.list', { [name]: 'ID' });
      expect([body['error'], body['error_description']]).toEqual(['100', expect.stringContaining(`{${name}}`)]);
    }
  });

  it('puts tasks without a deadline last and says which those are', async () => {
    const rows = await list(admin, { order: { DEADLINE: 'asc' }, select: ['ID'] });
    expect(rows.map((row) => [row['id'], row['lengthDeadline']])).toEqual([
      ['1', '1'],
      ['2', '1'],
      ['3', '0'],
      ['4', '0'],
    ]);
    expect(await ids(admin, { order: { DEADLINE: 'desc' } })).toEqual(['2', '1', '3', '4']);
  });

  it('tells the status from what a person should know of it', async () => {
    const rows = await list(boris, { select: ['STATUS'] });
    expect(rows).toEqual([{ id: '2', status: '3', subStatus: '-3', group: [] }]);
    expect((await list(anna, { select: ['STATUS'] })).map((row) => [row['status'], row['subStatus']])).toEqual([
      ['2', '-1'],
      ['2', '2'],
    ]);
    expect(await ids(admin, { filter: { REAL_STATUS: 2 } })).toEqual(['1', '3']);
    expect(await ids(admin, { filter: { STATUS: -1 } })).toEqual(['1']);
    expect(await ids(admin, { filter: { STATUS: -2 } })).toEqual(['3']);
    expect(await ids(admin, { filter: { '!REAL_STATUS': [2, 3] } })).toEqual(['4']);
  });

  it('filters by people, dates, titles, tags and what a task is about', async () => {
    expect(await ids(admin, { filter: { RESPONSIBLE_ID: [anna, boris] } })).toEqual(['1', '2', '3']);
    expect(await ids(admin, { filter: { AUDITOR: admin } })).toEqual(['1']);
    expect(await ids(admin, { filter: { '>=CREATED_DATE': '2026-11-02', '<CREATED_DATE': '2026-11-04' } })).toEqual(['2', '3']);
    expect(await ids(admin, { filter: { '>=CLOSED_DATE': '2026-11-01' } })).toEqual(['4']);
    expect(await ids(admin, { filter: { '<=DEADLINE': '2026-11-10T18:00:00+03:00' } })).toEqual(['1']);
    expect(await ids(admin, { filter: { TITLE: 'по%' } })).toEqual(['1', '2']);
    expect(await ids(admin, { filter: { TITLE: 'свести отчёт' } })).toEqual(['3']);
    expect(await ids(admin, { filter: { TAG: 'отчёт' } })).toEqual(['3']);
    expect(await ids(admin, { filter: { UF_CRM_TASK: 'D_12' } })).toEqual(['1']);
    expect(await ids(admin, { filter: { '!UF_CRM_TASK': 'D_12' } })).toEqual(['2', '3', '4']);
    expect(await ids(admin, { filter: { '::SUBFILTER-PARAMS': { FAVORITE: 'Y' } } })).toEqual(['4']);
    expect(await ids(admin, { filter: { '::LOGIC': 'OR', ID: 2, TAG: 'отчёт' } })).toEqual(['2', '3']);
    expect(await ids(admin, { filter: { NO_SUCH: 1 } })).toEqual(['1', '2', '3', '4']);
  });

  it('answers what a task is about only when asked', async () => {
    const [plain] = await list(admin, { filter: { ID: 1 } });
    expect(plain).toMatchObject({
      id: '1',
      responsibleId: String(anna),
      subStatus: '-1',
      auditorsData: { [admin]: { name: 'Ольга Зимина' } },
    });
    expect(plain).not.toHaveProperty('ufCrmTask');
    const [bound, free] = await list(admin, { filter: { '<=ID': 2 }, select: ['ID', 'UF_CRM_TASK'] });
    expect(bound).toEqual({ id: '1', ufCrmTask: ['D_12', 'CO_3'], ufTaskWebdavFiles: false, ufMailMessage: null, group: [] });
    expect(free).toMatchObject({ ufCrmTask: false });
  });

  it('comes in pages of fifty', async () => {
    const template = batteryTasks[0];
    const many = Array.from({ length: 120 }, (_, index) => ({ ...template!, id: index + 1 }));
    const portal = openTasks(many);
    const page = async (start: number): Promise<Record<string, unknown>> =>
      (await portal.call(admin, 'tasks.task.list', { start, order: { ID: 'asc' }, select: ['ID'] })).body;
    expect(await page(50)).toMatchObject({
      total: 120,
      next: 100,
      result: { tasks: expect.objectContaining({ length: 50, 0: expect.objectContaining({ id: '51' }) }) },
    });
    expect(await page(100)).not.toHaveProperty('next');
    expect(await page(-1)).toMatchObject({ total: 0, result: { tasks: expect.objectContaining({ length: 50 }) } });
  });
});

describe('a task', () => {
  it('is nothing to who may not see it', async () => {
    expect((await call(boris, 'tasks.task.get', { taskId: 1 })).body['result']).toEqual([]);
    expect((await call(anna, 'tasks.task.get', { taskId: 1 })).body['result']).toMatchObject({ task: { id: '1', chatId: null } });
    expect((await call(admin, 'tasks.task.get', {})).body['error']).toBe('100');
    expect((await call(admin, 'tasks.task.get', { taskId: 1, select: 'ID' })).body['error']).toBe('100');
  });

  it('needs a title and a person who is there', async () => {
    const portal = openTasks([]);
    const add = async (fields: object): Promise<unknown> => (await portal.call(anna, 'tasks.task.add', { fields })).body;
    expect(await add({ RESPONSIBLE_ID: anna })).toMatchObject({
      error: 'ERROR_CORE',
      error_description: 'Task title is not specified<br>',
    });
    expect(await add({ TITLE: 'Без человека' })).toMatchObject({ error_description: 'Responsible person not specified<br>' });
    expect(await add({ TITLE: 'Чужой', RESPONSIBLE_ID: 99 })).toMatchObject({
      error: 'ERROR_CORE',
      error_description: expect.stringContaining('not found'),
    });
    expect(await add({ TITLE: 'Статус', RESPONSIBLE_ID: anna, STATUS: 9 })).toMatchObject({ error_description: 'Incorrect status<br>' });
    expect(await add({ TITLE: 'Часть', RESPONSIBLE_ID: anna, PARENT_ID: 77 })).toMatchObject({
      error_description: expect.stringContaining('Parent Task'),
    });
    const turned = { START_DATE_PLAN: '2026-11-20', END_DATE_PLAN: '2026-11-19' };
    expect(await add({ TITLE: 'Назад', RESPONSIBLE_ID: anna, ...turned })).toMatchObject({ error: 'ERROR_CORE' });
    const endless = { START_DATE_PLAN: '2026-11-20', END_DATE_PLAN: '2126-11-20' };
    expect(await add({ TITLE: 'Век', RESPONSIBLE_ID: anna, ...endless })).toMatchObject({
      error_description: expect.stringContaining('too long'),
    });
    expect((await portal.call(admin, 'tasks.task.list')).body['total']).toBe(0);
  });

  it('is set, changed, completed and deleted', async () => {
    const portal = openTasks([]);
    const fields = {
      TITLE: 'Подписать',
      RESPONSIBLE_ID: anna,
      UF_CRM_TASK: ['D_12', 'nonsense'],
      TAGS: ['план'],
      DEADLINE: '2026-11-20T12:00:00+03:00',
    };
    const added = taskOf((await portal.call(head, 'tasks.task.add', { fields })).body);
    expect(added).toMatchObject({
      id: '1',
      createdBy: String(head),
      status: '2',
      outlookVersion: '1',
      closedBy: null,
      statusChangedBy: null,
    });
    const changed = taskOf(
      (await portal.call(head, 'tasks.task.update', { taskId: 1, fields: { TITLE: 'Подписать план', STATUS: 3 } })).body,
    );
    expect(changed).toMatchObject({
      title: 'Подписать план',
      status: '3',
      outlookVersion: '2',
      closedBy: '0',
      dateStart: expect.any(String),
    });
    const completed = taskOf((await portal.call(anna, 'tasks.task.complete', { taskId: 1 })).body);
    expect(completed).toMatchObject({ status: '5', closedBy: String(anna), closedDate: expect.any(String), changedBy: String(anna) });
    expect((await portal.call(anna, 'tasks.task.complete', { taskId: 1 })).body['error']).toBe('0');
    const select = ['UF_CRM_TASK'];
    expect(taskOf((await portal.call(head, 'tasks.task.get', { taskId: 1, select })).body)).toMatchObject({ ufCrmTask: ['D_12'] });
    expect((await portal.call(anna, 'tasks.task.delete', { taskId: 1 })).body['error']).toBe('1048582');
    expect((await portal.call(head, 'tasks.task.delete', { taskId: 1 })).body['result']).toEqual({ task: true });
    expect((await portal.call(head, 'tasks.task.get', { taskId: 1 })).body['result']).toEqual([]);
  });

  it('lets who works on it move its status, and its deadline when that is open', async () => {
    const portal = openTasks();
    const change = async (fields: object): Promise<unknown> =>
      (await portal.call(anna, 'tasks.task.update', { taskId: 1, fields })).body['error'];
    expect(await change({ STATUS: 3 })).toBeUndefined();
    expect(await change({ TITLE: 'Иначе' })).toBe('0');
    expect(await change({ DEADLINE: '2026-12-01' })).toBe('0');
    await portal.call(head, 'tasks.task.update', { taskId: 1, fields: { ALLOW_CHANGE_DEADLINE: 'Y' } });
    expect(await change({ DEADLINE: '2026-12-01' })).toBeUndefined();
    expect(await change({})).toBe('100');
  });

  it('under control waits for who set it, and one that needs a result is closed by nobody else', async () => {
    const portal = openTasks();
    const update = (fields: object): ReturnType<typeof call> => portal.call(head, 'tasks.task.update', { taskId: 1, fields });
    await update({ TASK_CONTROL: 'Y' });
    expect(taskOf((await portal.call(anna, 'tasks.task.complete', { taskId: 1 })).body)).toMatchObject({ status: '4', closedBy: '0' });
    expect(taskOf((await portal.call(head, 'tasks.task.complete', { taskId: 1 })).body)).toMatchObject({ status: '5' });
    await update({ STATUS: 2, SE_PARAMETER: [{ CODE: 3, VALUE: 'Y' }] });
    expect((await portal.call(anna, 'tasks.task.complete', { taskId: 1 })).body['error']).toBe('0');
    const params = { WITH_RESULT_INFO: true };
    expect((await portal.call(anna, 'tasks.task.list', { filter: { ID: 1 }, select: ['ID'], params })).body['result']).toMatchObject({
      tasks: [{ taskRequireResult: 'Y', taskHasResult: 'N' }],
    });
  });

  it('cannot be its own parent, and its subtasks outlive it', async () => {
    const portal = openTasks();
    const bind = (taskId: number, PARENT_ID: number): ReturnType<typeof call> =>
      portal.call(admin, 'tasks.task.update', { taskId, fields: { PARENT_ID } });
    expect((await bind(1, 1)).body['error_description']).toBe('Cannot bind the node to itself<br>');
    await bind(2, 1);
    expect((await bind(1, 2)).body['error_description']).toBe('Creating cyclic links in tasks is prohibited<br>');
    await portal.call(admin, 'tasks.task.delete', { taskId: 1 });
    expect(taskOf((await portal.call(admin, 'tasks.task.get', { taskId: 2 })).body)).toMatchObject({ parentId: null });
  });

  it('keeps the parameters it was not told to change', async () => {
    const portal = openTasks();
    const needsResult = async (parameters: object): Promise<unknown> => {
      await portal.call(head, 'tasks.task.update', { taskId: 1, ...parameters });
      const params = { WITH_RESULT_INFO: true };
      const { body } = await portal.call(head, 'tasks.task.list', { filter: { ID: 1 }, select: ['ID'], params });
      return (body['result'] as { tasks: Task[] }).tasks[0]?.['taskRequireResult'];
    };
    expect(await needsResult({ fields: { TITLE: 'План' }, SE_PARAMETER: [{ CODE: 3, VALUE: 'Y' }] })).toBe('Y');
    expect(await needsResult({ fields: { SE_PARAMETER: [{ CODE: 2, VALUE: 'Y' }] } })).toBe('Y');
    expect(await needsResult({ fields: { SE_PARAMETER: [{ CODE: '3', VALUE: 'N' }] } })).toBe('N');
  });

  it('takes its deadline from its subtasks and closes with them when told to', async () => {
    const portal = openTasks([]);
    const add = (fields: object): ReturnType<typeof call> =>
      portal.call(head, 'tasks.task.add', { fields: { TITLE: 'Часть', RESPONSIBLE_ID: head, ...fields } });
    const read = async (taskId: number): Promise<unknown[]> => {
      const task = taskOf((await portal.call(head, 'tasks.task.get', { taskId })).body);
      return [task['status'], task['deadline']];
    };
    await add({ SE_PARAMETER: [1, 2].map((CODE) => ({ CODE, VALUE: 'Y' })), DEADLINE: '2026-11-18' });
    await add({ PARENT_ID: 1, DEADLINE: '2026-11-20T12:00:00+03:00' });
    await add({ PARENT_ID: 1, DEADLINE: '2026-11-19T12:00:00+03:00' });
    expect(await read(1)).toEqual(['2', '2026-11-20T12:00:00+03:00']);
    await portal.call(head, 'tasks.task.complete', { taskId: 2 });
    expect(await read(1)).toEqual(['2', '2026-11-20T12:00:00+03:00']);
    await portal.call(head, 'tasks.task.complete', { taskId: 3 });
    expect(await read(1)).toEqual(['5', '2026-11-20T12:00:00+03:00']);
    await portal.call(head, 'tasks.task.update', { taskId: 1, fields: { STATUS: 2 } });
    await portal.call(head, 'tasks.task.update', { taskId: 3, fields: { STATUS: 2 } });
    await portal.call(head, 'tasks.task.complete', { taskId: 1 });
    expect((await read(3))[0]).toBe('5');
  });

  it('outlives the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-tasks-'));
    try {
      const options = { stateFile: join(folder, 'portal.ndjson'), application: { ...registration, scopes: ['task'] } };
      const before = openInstalledPortal(options);
      await before.call(anna, 'tasks.task.add', { fields: { TITLE: 'Первая', RESPONSIBLE_ID: anna, ACCOMPLICES: [boris, 99] } });
      await before.call(anna, 'tasks.task.add', { fields: { TITLE: 'Вторая', RESPONSIBLE_ID: anna } });
      await before.call(anna, 'tasks.task.delete', { taskId: 2 });
      const after = openInstalledPortal(options);
      const { body } = await after.call(boris, 'tasks.task.list', { select: ['TITLE', 'ACCOMPLICES'] });
      expect(body).toMatchObject({ total: 1, result: { tasks: [{ id: '1', title: 'Первая', accomplices: [String(boris)] }] } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('asks for its permission', async () => {
    const narrow = openInstalledPortal();
    expect((await narrow.call(admin, 'tasks.task.list')).body['error']).toBe('insufficient_scope');
  });
});

describe('events of tasks', () => {
  it('carry ids and the word "undefined" for what is not known', async () => {
    const portal = openTasks([]);
    const listener = await listenForEvents();
    for (const event of ['OnTaskAdd', 'OnTaskUpdate', 'OnTaskDelete'])
      await portal.call(admin, 'event.bind', { event, handler: listener.handler });
    await portal.call(anna, 'tasks.task.add', { fields: { TITLE: 'Новая', RESPONSIBLE_ID: anna } });
    await portal.emulator.settle();
    await portal.call(anna, 'tasks.task.complete', { taskId: 1 });
    await portal.emulator.settle();
    await portal.call(anna, 'tasks.task.delete', { taskId: 1 });
    await portal.emulator.settle();
    await listener.close();
    const data = listener.received.map((event) =>
      Object.fromEntries(Object.entries(event).filter(([name]) => name.startsWith('data[') || name === 'event')),
    );
    const unknown = { 'data[IS_ACCESSIBLE_BEFORE]': 'undefined', 'data[IS_ACCESSIBLE_AFTER]': 'undefined' };
    const before = { 'data[FIELDS_BEFORE][ID]': '1' };
    const after = { 'data[FIELDS_AFTER][ID]': '1' };
    expect(data).toEqual([
      { event: 'ONTASKADD', 'data[FIELDS_BEFORE]': 'undefined', ...after, ...unknown, 'data[IS_ACCESSIBLE_BEFORE]': 'N' },
      { event: 'ONTASKUPDATE', ...before, ...after, ...unknown },
      { event: 'ONTASKDELETE', ...before, 'data[FIELDS_AFTER]': 'undefined', ...unknown, 'data[IS_ACCESSIBLE_AFTER]': 'N' },
    ]);
  });
});
