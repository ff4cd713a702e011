import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, openInstalledPortal, registration, rowsOf, type PortalUnderTest } from './portal-under-test.ts';

const { anna, boris } = smallPortalPeople;
const handler = 'https://app.example.com/place';
const worker = { PLACEMENT: 'PAGE_BACKGROUND_WORKER', HANDLER: handler, OPTIONS: { errorHandlerUrl: 'https://app.example.com/fault' } };

async function bind({ call }: PortalUnderTest, parameters: object): Promise<unknown> {
  const { body } = await call(admin, 'placement.bind', { HANDLER: handler, ...parameters });
  return body['error'] ?? body['result'];
}

async function optionsOf(placement: string, OPTIONS: object): Promise<unknown> {
  const portal = openInstalledPortal({ application: { ...registration, scopes: [...registration.scopes, 'task'] } });
  expect([placement, await bind(portal, { PLACEMENT: placement, OPTIONS })]).toEqual([placement, true]);
  return rowsOf(await portal.call(admin, 'placement.get'))[0]?.['options'];
}

describe('a place', () => {
  it('that takes one handler only refuses the second', async () => {
    const portal = openInstalledPortal();
    expect(await bind(portal, { PLACEMENT: 'REST_APP_URI' })).toBe(true);
    expect(await bind(portal, { PLACEMENT: 'REST_APP_URI', HANDLER: `${handler}?other` })).toBe('ERROR_PLACEMENT_MAX_COUNT');
    await portal.call(admin, 'placement.unbind', { PLACEMENT: 'REST_APP_URI' });
    expect(await bind(portal, { PLACEMENT: 'REST_APP_URI', HANDLER: `${handler}?other` })).toBe(true);
  });

  it('in the background is for everybody and once more for each person', async () => {
    const portal = openInstalledPortal();
    expect(await bind(portal, { ...worker, OPTIONS: {} })).toBe('EMPTY_ERROR_HANDLER_URL');
    expect(await bind(portal, worker)).toBe(true);
    expect(await bind(portal, worker)).toBe('ERROR_PLACEMENT_MAX_COUNT');
    expect(await bind(portal, { ...worker, USER_ID: anna })).toBe(true);
    expect(await bind(portal, { ...worker, USER_ID: anna })).toBe('ERROR_PLACEMENT_MAX_COUNT');
    expect(await bind(portal, { ...worker, USER_ID: boris })).toBe(true);
    const people = async (): Promise<unknown[]> => rowsOf(await portal.call(admin, 'placement.get')).map((row) => row['userId']);
    expect(await people()).toEqual([0, anna, boris]);
    const { body } = await portal.call(admin, 'placement.unbind', { PLACEMENT: worker.PLACEMENT, USER_ID: anna });
    expect([body['result'], await people()]).toEqual([{ count: 2 }, [0, boris]]);
  });

  it('of any other kind is for no single person', async () => {
    expect(await bind(openInstalledPortal(), { PLACEMENT: 'LEFT_MENU', USER_ID: anna })).toBe('ERROR_PLACEMENT_USER_MODE');
  });

  it('keeps of its options what its page knows', async () => {
    const extra = { errorHandlerUrl: 'https://app.example.com/fault', nonsense: 'x', groupId: '11,12', useBuiltInInterface: 'Y' };
    expect(await optionsOf('PAGE_BACKGROUND_WORKER', extra)).toEqual({ errorHandlerUrl: extra.errorHandlerUrl });
    expect(await optionsOf('TASK_VIEW_TAB', extra)).toEqual({ groupId: '11,12' });
    expect(await optionsOf('TASK_VIEW_TOP_PANEL', extra)).toEqual([]);
    expect(await optionsOf('CRM_DEAL_DETAIL_ACTIVITY', extra)).toEqual({ useBuiltInInterface: 'Y' });
    expect(await optionsOf('CRM_DEAL_DETAIL_TAB', extra)).toEqual([]);
    expect(await optionsOf('IM_CONTEXT_MENU', {})).toEqual({ extranet: 'N', context: 'ALL', role: 'USER' });
    expect(await optionsOf('IM_SIDEBAR', { iconName: 'fa-rocket', context: 'CHAT;LINES', role: 'ADMIN' })).toEqual({
      iconName: 'fa-rocket',
      extranet: 'N',
      context: 'CHAT;LINES',
      role: 'ADMIN',
    });
  });

  it('in the messenger asks for an icon and a context it knows', async () => {
    const portal = openInstalledPortal();
    expect(await bind(portal, { PLACEMENT: 'IM_TEXTAREA' })).toBe('ERROR_ARGUMENT');
    expect(await bind(portal, { PLACEMENT: 'IM_CONTEXT_MENU', OPTIONS: { context: 'NOWHERE' } })).toBe('INVALID_ERROR_CONTEXT');
    expect(await bind(portal, { PLACEMENT: 'LEFT_MENU', HANDLER: '' })).toBe('ERROR_ARGUMENT');
    expect(rowsOf(await portal.call(admin, 'placement.get'))).toEqual([]);
  });
});

describe('lists of places and of events', () => {
  const portal = openInstalledPortal({ application: { ...registration, scopes: ['crm', 'placement'] } });
  const ask = async (method: string, parameters: object = {}): Promise<unknown> =>
    (await portal.call(anna, method, { ...parameters })).body['result'];

  it('name what the permissions open, one permission opens, or all there are', async () => {
    const own = await ask('placement.list');
    expect(own).toEqual(expect.arrayContaining(['CRM_DEAL_DETAIL_TAB', 'LEFT_MENU', 'CRM_ORDER_DETAIL_TAB']));
    expect(own).not.toContain('TASK_VIEW_TAB');
    expect(await ask('placement.list', { FULL: true })).toContain('TASK_VIEW_TAB');
    expect(await ask('placement.list', { SCOPE: 'telephony', FULL: true })).toEqual(['CALL_CARD', 'TELEPHONY_ANALYTICS_MENU']);
  });

  it('of events go by the same parameters', async () => {
    expect(await ask('events')).toEqual(
      expect.arrayContaining(['ONAPPTEST', 'ONCRMDEALUSERFIELDSETENUMVALUES', 'ONCRMDEALRECURRINGEXPOSE']),
    );
    expect(await ask('events')).not.toContain('ONTASKADD');
    expect(await ask('events', { FULL: 'true' })).toContain('ONTASKADD');
    expect(await ask('events', { SCOPE: 'user' })).toEqual(['ONUSERADD']);
  });
});

describe('a person without administrator rights', () => {
  it('unbinds neither offline events nor those of others', async () => {
    const { call } = openInstalledPortal();
    const ask = async (parameters: object): Promise<unknown> =>
      (await call(anna, 'event.unbind', { event: 'ONCRMDEALADD', handler, ...parameters })).body['error_description'];
    expect(await ask({ event_type: 'offline' })).toBe('Access denied! Offline events unbinding requires administrator access rights');
    expect(await ask({ auth_type: boris })).toBe('Access denied! Event unbinding with AUTH_TYPE requires administrator access rights');
  });
});
