import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, openPortal, registration, rowsOf } from './portal-under-test.ts';

const { head, anna, boris } = smallPortalPeople;
const { deals } = smallPortal();

describe('what a person sees', () => {
  it('is everything for an administrator, the department for its head, own records for a manager', async () => {
    const { call } = openInstalledPortal();
    const total = async (userId: number): Promise<unknown> => (await call(userId, 'crm.deal.list')).body['total'];
    expect(await total(admin)).toBe(60);
    expect(await total(head)).toBe(60);
    expect(await total(anna)).toBe(deals.filter((deal) => deal.responsibleId === anna).length);
  });

  it('holds for universal lists, history and calls too', async () => {
    const { call } = openInstalledPortal();
    const own = new Set(deals.filter((deal) => deal.responsibleId === boris).map(({ id }) => id));
    const items = rowsOf(await call(boris, 'crm.item.list', { entityTypeId: 2 }));
    expect(items.every((item) => item['assignedById'] === boris)).toBe(true);
    const moves = rowsOf(await call(boris, 'crm.stagehistory.list', { entityTypeId: 2 }));
    expect(moves.every((move) => own.has(Number(move['OWNER_ID'])))).toBe(true);
    const calls = rowsOf(await call(boris, 'voximplant.statistic.get'));
    expect(calls.every((row) => row['PORTAL_USER_ID'] === String(boris))).toBe(true);
    expect([items.length, moves.length, calls.length].every((length) => length > 0)).toBe(true);
  });

  it('excludes a card of somebody else', async () => {
    const { call } = openInstalledPortal();
    const foreign = deals.find((deal) => deal.responsibleId === boris)?.id;
    expect((await call(anna, 'crm.deal.get', { id: foreign })).body).toMatchObject({ error: '', error_description: 'Access denied' });
    expect(await call(anna, 'crm.item.get', { entityTypeId: 2, id: foreign })).toMatchObject({
      status: 400,
      body: { error: 'ACCESS_DENIED' },
    });
    expect((await call(anna, 'crm.deal.update', { id: foreign, fields: { STAGE_ID: 'WON' } })).status).toBe(400);
  });
});

describe('what a person may do', () => {
  it('leaves placements, application options and currencies to administrators', async () => {
    const { call } = openInstalledPortal();
    const placement = await call(anna, 'placement.bind', { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:4110/x' });
    expect([placement.status, placement.body['error']]).toEqual([403, 'ACCESS_DENIED']);
    expect(await call(anna, 'app.option.set', { options: { a: 1 } })).toMatchObject({
      status: 400,
      body: { error: 'AccessException', error_description: 'Administrator authorization required' },
    });
    expect((await call(anna, 'crm.currency.list')).body['error_description']).toBe('Access denied.');
    expect((await call(anna, 'user.admin')).body['result']).toBe(false);
  });

  it('lets a manager bind an event for himself only', async () => {
    const { call } = openInstalledPortal();
    const binding = { event: 'ONCRMDEALUPDATE', handler: 'http://127.0.0.1:4110/portal/event' };
    expect((await call(anna, 'event.bind', { ...binding, auth_type: boris })).body['error']).toBe('ACCESS_DENIED');
    expect((await call(anna, 'event.bind', binding)).body['result']).toBe(true);
    expect((await call(anna, 'event.get')).body['result']).toEqual([{ ...binding, auth_type: String(anna), offline: 0 }]);
    expect((await call(boris, 'event.get')).body['result']).toEqual([]);
  });
});

describe('a token', () => {
  it('is asked for and must be known', async () => {
    const { callWith } = openPortal();
    const none = await callWith('', 'profile');
    const strange = await callWith('made-up', 'profile');
    expect([none.status, none.body['error']]).toEqual([401, 'NO_AUTH_FOUND']);
    expect([strange.status, strange.body['error']]).toEqual([401, 'invalid_token']);
  });

  it('opens only what was granted', async () => {
    const { call } = openInstalledPortal({ application: { ...registration, scopes: ['crm'] } });
    const { status, body } = await call(admin, 'voximplant.statistic.get');
    expect([status, body['error']]).toEqual([401, 'insufficient_scope']);
    expect((await call(admin, 'scope')).body['result']).toEqual(['crm']);
    expect((await call(admin, 'method.get', { name: 'voximplant.statistic.get' })).body['result']).toEqual({
      isExisting: true,
      isAvailable: false,
    });
    expect((await call(admin, 'event.bind', { event: 'ONVOXIMPLANTCALLEND', handler: 'http://127.0.0.1/x' })).body['error']).toBe(
      'ERROR_EVENT_NOT_FOUND',
    );
  });

  it('does not help a method that does not exist', async () => {
    const { call } = openInstalledPortal();
    const { status, body } = await call(admin, 'crm.nothing.here');
    expect([status, body['error']]).toEqual([404, 'ERROR_METHOD_NOT_FOUND']);
  });
});

describe('an incoming webhook', () => {
  it('reads records as its person and has no application', async () => {
    const { page, emulator } = openInstalledPortal();
    const { url } = (await page(anna, 'POST', 'webhooks', {})).body;
    const ask = async (method: string): Promise<Response> => emulator.handle(new Request(`${String(url)}${method}`));
    expect(await (await ask('profile')).json()).toMatchObject({ result: { ID: String(anna) } });
    const refused = await ask('app.info');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: 'ACCESS_DENIED',
      error_description: 'Access denied! Application context required',
    });
    const unheard = await ask('events');
    expect([unheard.status, await unheard.json()]).toEqual([403, expect.objectContaining({ error: 'WRONG_AUTH_TYPE' })]);
  });

  it('with a wrong secret is refused', async () => {
    const { emulator, options } = openInstalledPortal();
    const response = await emulator.handle(new Request(`${options.portalOrigin}/rest/1/guess/profile`));
    expect(await response.json()).toMatchObject({ error: 'INVALID_CREDENTIALS' });
  });
});
