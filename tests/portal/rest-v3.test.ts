import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { batteryData } from './battery/battery-data.ts';
import { admin, fieldOf, openInstalledPortal, portalOrigin, registration, type Answer, type PortalUnderTest } from './portal-under-test.ts';

const { head, anna, boris } = smallPortalPeople;
const scopes = [...registration.scopes, 'task', 'timeman', 'humanresources'];
const open = (): PortalUnderTest => openInstalledPortal({ data: batteryData(), application: { ...registration, scopes } });

interface Third extends Answer {
  readonly headers: Headers;
}

type Body = Readonly<Record<string, unknown>> | readonly unknown[];

const webhooks = new WeakMap<PortalUnderTest, Map<number, string>>();

/** One incoming webhook a person: keys of repeated calls belong to it. */
function webhookOf(portal: PortalUnderTest, userId: number): string {
  const known = webhooks.get(portal) ?? new Map<number, string>();
  webhooks.set(portal, known);
  const webhook = known.get(userId) ?? portal.emulator.makeWebhook(userId);
  known.set(userId, webhook);
  return webhook;
}

/** `api/<method>` by an incoming webhook of this person. */
async function third(portal: PortalUnderTest, userId: number, method: string, body: Body = {}, key?: string): Promise<Third> {
  const address = webhookOf(portal, userId).replace('/rest/', '/rest/api/') + method.replace(/^api\//, '');
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const response = await portal.emulator.handle(new Request(address, { method: 'POST', headers, body: JSON.stringify(body) }));
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}

async function send(portal: PortalUnderTest, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await portal.emulator.handle(new Request(`${portalOrigin}${path}`, init));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const tokenOf = (portal: PortalUnderTest, userId: number): string =>
  fieldOf(portal.emulator.openFrame({ userId, placement: 'DEFAULT' }).fields, 'AUTH_ID');
const ids = ({ body }: Answer): number[] => (body['result'] as { items: { id: number }[] }).items.map(({ id }) => id);
const errorOf = ({ body }: Answer): { code: string; message: string; validation?: unknown } =>
  body['error'] as { code: string; message: string; validation?: unknown };
const code = (answer: Answer): string => errorOf(answer).code.replace('BITRIX_REST_V3_EXCEPTION_', '');

describe('a call of REST 3.0', () => {
  const portal = open();
  const post = (body: string): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

  it('takes the token from the body, doubled slashes or not', async () => {
    const body = JSON.stringify({ id: 1, select: ['id'], auth: tokenOf(portal, admin) });
    expect((await send(portal, '/rest/api/tasks.task.get', post(body))).body['result']).toEqual({ item: { id: 1 } });
    expect((await send(portal, '/rest//api/tasks.task.get', post(body))).body['result']).toEqual({ item: { id: 1 } });
  });

  it('says what is wrong with the caller in the shape of the second generation', async () => {
    expect(await send(portal, '/rest/api/tasks.task.get', post('{"id":1}'))).toMatchObject({
      status: 401,
      body: { error: 'NO_AUTH_FOUND' },
    });
    const stranger = await send(portal, '/rest/api/tasks.task.get', post('{"id":1,"auth":"nobody"}'));
    expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('reads JSON and nothing else', async () => {
    const form = await send(portal, '/rest/api/tasks.task.get', { method: 'POST', body: new URLSearchParams({ id: '1' }) });
    expect([form.status, code(form)]).toEqual([400, 'INVALIDJSONEXCEPTION']);
    const query = await send(portal, `/rest/api/tasks.task.get?id=1&auth=${tokenOf(portal, admin)}`);
    expect(errorOf(query).validation).toEqual([{ field: 'id', message: 'Required field `id` is not specified' }]);
  });

  it('finds no method that is there in one generation only', async () => {
    const webhook = new URL(portal.emulator.makeWebhook(admin)).pathname;
    const second = await send(portal, `${webhook}timeman.record.list`, post('{}'));
    expect(second).toMatchObject({ status: 404, body: { error: 'ERROR_METHOD_NOT_FOUND' } });
    const deals = await third(portal, admin, 'api/crm.deal.list');
    expect([deals.status, code(deals)]).toEqual([404, 'METHODNOTFOUNDEXCEPTION']);
  });

  it('asks for the permission of the method', async () => {
    const poor = new URL(portal.emulator.makeWebhook(admin, ['crm'])).pathname.replace('/rest/', '/rest/api/');
    const answer = await send(portal, `${poor}humanresources.node.get`, post('{"id":1}'));
    expect([answer.status, code(answer)]).toEqual([403, 'INSUFFICIENTSCOPEEXCEPTION']);
  });

  it('spends operating time of its own', async () => {
    const { body } = await third(portal, admin, 'api/tasks.task.list');
    expect(body).not.toHaveProperty('total');
    expect(body['time']).toMatchObject({ operating: expect.any(Number), operating_reset_at: expect.any(Number) });
  });
});

describe('select', () => {
  const portal = open();
  const get = (select: unknown): Promise<Third> => third(portal, admin, 'api/tasks.task.get', { id: 1, select });

  it('leaves out own fields that are not there and joins people by a dot', async () => {
    expect((await get(['id', 'sprintId', 'responsible.name', 'creator.id'])).body['result']).toEqual({
      item: { id: 1, responsible: { name: 'Анна Лебедева' }, creator: { id: head } },
    });
  });

  it('refuses fields a related object does not have', async () => {
    expect(errorOf(await get(['responsible.stageId'])).message).toBe('Unknown field `stageId` for entity `UserDto`');
    expect(code(await get('id'))).toBe('INVALIDSELECTEXCEPTION');
  });

  it('is the id alone for a list that is not told', async () => {
    expect((await third(portal, admin, 'api/tasks.task.list')).body['result']).toEqual({
      items: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
    });
  });
});

describe('filter, order and pages', () => {
  const portal = open();
  const list = (body: Record<string, unknown>): Promise<Third> => third(portal, admin, 'api/tasks.task.list', body);

  it.each([
    [[['id', '>', 2]], [3, 4]],
    [[['id', [1, 3]]], [1, 3]],
    [[['id', 2]], [2]],
    [[['id', 'between', [2, 3]]], [2, 3]],
    [
      [
        ['id', '!=', 1],
        ['id', '<=', 3],
      ],
      [2, 3],
    ],
    [
      [
        {
          logic: 'or',
          conditions: [
            ['id', 1],
            ['id', '>=', 4],
          ],
        },
      ],
      [1, 4],
    ],
    [[{ logic: 'and', negative: true, conditions: [['id', 'in', [1, 2]]] }], [3, 4]],
    [
      [
        ['id', '>', 1],
        {
          logic: 'or',
          conditions: [
            ['id', 1],
            {
              logic: 'and',
              conditions: [
                ['id', '>', 2],
                ['id', '<', 4],
              ],
            },
          ],
        },
      ],
      [3],
    ],
  ])('reads %j', async (filter, expected) => {
    expect(ids(await list({ filter }))).toEqual(expected);
  });

  it.each([
    [{ id: 1 }, 'INVALIDFILTEREXCEPTION'],
    [[['id', 'in', 3]], 'INVALIDFILTEREXCEPTION'],
    [[['id', 'between', [1]]], 'INVALIDFILTEREXCEPTION'],
    [[['id', 'like', 1]], 'UNKNOWNFILTEROPERATOREXCEPTION'],
    [[['colour', 1]], 'UNKNOWNDTOPROPERTYEXCEPTION'],
    [[['status', 'pending']], 'VALIDATION_REQUESTVALIDATIONEXCEPTION'],
    [[['id', '=', '1']], 'VALIDATION_REQUESTVALIDATIONEXCEPTION'],
  ])('refuses %j with %s', async (filter, expected) => {
    expect(code(await list({ filter }))).toBe(expected);
  });

  it('orders by the fields of the page only', async () => {
    expect(ids(await list({ order: { deadline: 'desc', id: 'DESC' } }))).toEqual([2, 1, 4, 3]);
    expect(code(await list({ order: { description: 'ASC' } }))).toBe('INVALIDORDEREXCEPTION');
    expect(code(await list({ order: { id: 'up' } }))).toBe('INVALIDORDEREXCEPTION');
  });

  it('counts pages from one and takes 0 for the first', async () => {
    expect(ids(await list({ pagination: { page: 2, limit: 3 } }))).toEqual([4]);
    expect(ids(await list({ pagination: { page: 0, limit: 3 } }))).toEqual([1, 2, 3]);
    expect(ids(await list({ pagination: { limit: 2, offset: 1 } }))).toEqual([2, 3]);
    expect(code(await list({ pagination: { limit: 0 } }))).toBe('INVALIDPAGINATIONEXCEPTION');
  });

  it('pages of a list go up to a thousand', async () => {
    const [task] = batteryData().records?.tasks ?? [];
    if (!task) throw new Error('there is no task');
    const tasks = Array.from({ length: 1100 }, (_, index) => ({ ...task, id: index + 1 }));
    const large = openInstalledPortal({ data: { ...smallPortal(), records: { tasks } }, application: { ...registration, scopes } });
    const count = async (body: Body): Promise<number> => ids(await third(large, admin, 'api/tasks.task.list', body)).length;
    expect(await count({})).toBe(50);
    expect(await count({ pagination: { limit: 5000 } })).toBe(1000);
  });
});

describe('tasks', () => {
  it('show only what a person may see', async () => {
    const portal = open();
    expect(ids(await third(portal, boris, 'api/tasks.task.list'))).toEqual([2]);
    const foreign = await third(portal, boris, 'api/tasks.task.get', { id: 1 });
    expect([foreign.status, code(foreign)]).toEqual([403, 'ACCESSDENIEDEXCEPTION']);
    expect(code(await third(portal, boris, 'api/tasks.task.delete', { id: 1 }))).toBe('ACCESSDENIEDEXCEPTION');
  });

  it('are the same in both generations', async () => {
    const portal = open();
    const fields = { title: 'Новая', creatorId: admin, responsibleId: anna, crmItemIds: ['D_7'], priority: 'high' };
    const { body } = await third(portal, admin, 'api/tasks.task.add', { fields });
    const { id } = (body['result'] as { item: { id: number } }).item;
    await third(portal, admin, 'api/tasks.task.update', { id, fields: { status: 'completed' } });
    const second = await portal.call(admin, 'tasks.task.get', { taskId: id, select: ['TITLE', 'STATUS', 'UF_CRM_TASK'] });
    expect(second.body['result']).toMatchObject({ task: { title: 'Новая', status: '5', ufCrmTask: ['D_7'] } });
  });

  it('name every fault of their fields and change nothing', async () => {
    const portal = open();
    const answer = await third(portal, admin, 'api/tasks.task.update', { id: 1, fields: { title: 7, creatorId: 3, groupId: 'a' } });
    expect(errorOf(answer).validation).toEqual([
      { field: 'title', message: 'Field `title` requires data type `string` for this request' },
      { field: 'creatorId', message: expect.stringContaining('`Editable`') },
      { field: 'groupId', message: 'Field `groupId` requires data type `int` for this request' },
    ]);
    const unknown = await third(portal, admin, 'api/tasks.task.add', { fields: { title: 'a', creatorId: 1, responsibleId: 99 } });
    expect(errorOf(unknown).validation).toMatchObject([{ field: 'responsibleId' }]);
    expect(ids(await third(portal, admin, 'api/tasks.task.list'))).toEqual([1, 2, 3, 4]);
  });
});

describe('Idempotency-Key', () => {
  const fields = { title: 'Один раз', creatorId: 1, responsibleId: 1 };

  it('repeats the answer instead of the work', async () => {
    const portal = open();
    const first = await third(portal, admin, 'api/tasks.task.add', { fields }, 'key-1');
    const again = await third(portal, admin, 'api/tasks.task.add', { fields }, 'key-1');
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true']);
    expect(again.headers.get('idempotency-key')).toBe('key-1');
    expect(again.body['result']).toEqual(first.body['result']);
    expect(ids(await third(portal, admin, 'api/tasks.task.list'))).toHaveLength(5);
  });

  it('is refused with another body and as an impossible key, and forgets refusals', async () => {
    const portal = open();
    await third(portal, admin, 'api/tasks.task.add', { fields: { title: 'Без людей' } }, 'key-1');
    expect((await third(portal, admin, 'api/tasks.task.add', { fields }, 'key-1')).status).toBe(200);
    const other = await third(portal, admin, 'api/tasks.task.add', { fields: { ...fields, title: 'Иначе' } }, 'key-1');
    expect([other.status, code(other)]).toEqual([422, 'IDEMPOTENCYKEYREUSEDEXCEPTION']);
    expect(code(await third(portal, admin, 'api/tasks.task.add', { fields }, 'x'.repeat(256)))).toBe('INVALIDIDEMPOTENCYKEYEXCEPTION');
  });
});

describe('batch', () => {
  it('hands answers on by references', async () => {
    const portal = open();
    const { body } = await third(portal, admin, 'api/batch', [
      { method: 'tasks.task.list', query: { filter: [['id', '<', 3]], select: ['id', 'responsibleId'] }, as: 'tasks' },
      { method: 'tasks.task.get', query: { id: { $ref: 'tasks.items.1.id' }, select: ['title'] } },
      { method: 'tasks.task.list', query: { filter: [['id', 'in', { $refArray: 'tasks.id' }]] } },
    ]);
    expect((body['result'] as unknown[]).slice(1)).toEqual([{ item: { title: 'Позвонить клиенту' } }, { items: [{ id: 1 }, { id: 2 }] }]);
  });

  it('is refused as a whole by the first refusal', async () => {
    const portal = open();
    const commands = [
      { method: 'tasks.task.get', query: { id: 1 } },
      { method: 'tasks.task.get', query: { id: 99 } },
    ];
    const answer = await third(portal, admin, 'api/batch', commands);
    expect([code(answer), answer.body['result']]).toEqual(['ENTITYNOTFOUNDEXCEPTION', undefined]);
    expect(code(await third(portal, admin, 'api/batch', [{ method: 'tasks.task.get', query: { id: { $ref: 'nobody.item.id' } } }]))).toBe(
      'INVALIDSELECTEXCEPTION',
    );
  });

  it('takes the numbered object that the JavaScript SDK sends beside its token', async () => {
    const portal = open();
    const body = { 0: { method: 'tasks.task.get', query: { id: 1, select: ['id'] }, parallel: false }, auth: tokenOf(portal, admin) };
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    expect((await send(portal, '/rest/api/batch', init)).body['result']).toEqual([{ item: { id: 1 } }]);
  });

  it('does not nest and ends at fifty commands', async () => {
    const portal = open();
    const nested = await third(portal, admin, 'api/batch', [{ method: 'batch', query: {} }]);
    expect(nested).toMatchObject({ status: 405, body: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } });
    const many = Array.from({ length: 51 }, () => ({ method: 'rest.scope.list' }));
    expect((await third(portal, admin, 'api/batch', many)).body['error']).toBe('ERROR_BATCH_LENGTH_EXCEEDED');
  });
});

describe('working time', () => {
  const portal = open();
  const list = (userId: number, filter: unknown): Promise<Third> => third(portal, userId, 'api/timeman.record.list', { filter });

  it('is told of one person at a time, with breaks taken off', async () => {
    const { body } = await list(admin, [['userId', anna]]);
    expect((body['result'] as { items: unknown[] }).items.slice(1)).toEqual([
      {
        id: 2,
        userId: anna,
        startTime: '2026-11-13T09:10:00+03:00',
        endTime: '2026-11-13T18:00:00+03:00',
        duration: 28_200,
        breakLength: 3600,
        state: 'CLOSED',
        isApproved: true,
      },
      expect.objectContaining({ id: 4, endTime: null, duration: 0, state: 'OPENED' }),
    ]);
    expect(code(await list(admin, [['userId', 'in', [anna, boris]]]))).toBe('INVALIDFILTEREXCEPTION');
  });

  it('is told to heads and to nobody beside', async () => {
    expect(ids(await list(head, [['userId', boris]]))).toEqual([3]);
    expect(
      ids(
        await list(anna, [
          ['userId', anna],
          ['startTime', '>=', '2026-11-13T00:00:00+03:00'],
        ]),
      ),
    ).toEqual([2, 4]);
    const foreign = await list(anna, [['userId', boris]]);
    expect([foreign.status, code(foreign)]).toEqual([403, 'ACCESSDENIEDEXCEPTION']);
  });
});

describe('the company structure', () => {
  const portal = open();

  it('names the head, deputies and employees of a department', async () => {
    const { body } = await third(portal, anna, 'api/humanresources.node.get', {
      id: 2,
      select: ['name', 'parentId', 'userCount', 'members'],
    });
    const { item } = body['result'] as { item: { members: { userId: number; role: string }[] } };
    expect(item).toMatchObject({ name: 'Отдел продаж', parentId: 1, userCount: 3 });
    expect(item.members.map(({ userId, role }) => [userId, role])).toEqual([
      [head, 'MEMBER_HEAD'],
      [anna, 'MEMBER_DEPUTY_HEAD'],
      [boris, 'MEMBER_EMPLOYEE'],
    ]);
  });

  it('refuses fields a node does not have and has no teams', async () => {
    expect(errorOf(await third(portal, admin, 'api/humanresources.node.get', { id: 2, select: ['colour'] })).message).toBe(
      'Unknown field `colour` for entity `NodeDto`',
    );
    expect(ids(await third(portal, admin, 'api/humanresources.node.list', { type: 'TEAM' }))).toEqual([]);
    expect(
      ids(await third(portal, admin, 'api/humanresources.node.list', { type: 'DEPARTMENT', pagination: { limit: 1, offset: 1 } })),
    ).toEqual([2]);
  });
});

describe('what REST 3.0 says of itself', () => {
  interface Document {
    readonly paths: Readonly<Record<string, unknown>>;
    readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>> };
  }
  const portal = open();
  const read = async (): Promise<Document> => (await third(portal, admin, 'api/rest.documentation.openapi')).body as unknown as Document;

  it('names methods that are served, by GET too', async () => {
    const { paths } = await read();
    for (const path of Object.keys(paths)) {
      const answer = await third(portal, admin, `api${path}`);
      expect([path, answer.status]).not.toEqual([path, 404]);
    }
    const webhook = new URL(portal.emulator.makeWebhook(admin)).pathname.replace('/rest/', '/rest/api/');
    expect((await send(portal, `${webhook}rest.documentation.openapi`)).body).toEqual(await read());
  });

  it('describes every field that comes', async () => {
    const { components } = await read();
    const { body } = await third(portal, admin, 'api/tasks.task.get', { id: 1 });
    const { item } = body['result'] as { item: object };
    expect(Object.keys(components.schemas['TaskDto']?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(item)));
    expect(Object.keys(components.schemas['NodeDto']?.properties ?? {})).toContain('members');
  });

  it('maps modules to controllers to methods', async () => {
    const { body } = await third(portal, admin, 'api/rest.scope.list', { filterModule: 'tasks' });
    expect(Object.keys((body['result'] as { tasks: { task: object } }).tasks.task)).toEqual(['list', 'get', 'add', 'update', 'delete']);
  });
});
