import { smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it } from 'vitest';
import { admin, fieldOf, openPortal, portalOrigin, registration } from './portal-under-test.ts';

const tab = { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'http://127.0.0.1:4110/portal/placement?tab=deal', TITLE: 'Курс' };

describe('a portal where the application is not installed yet', () => {
  it('opens the installer for an administrator, whatever was asked for', () => {
    const { emulator } = openPortal();
    const frame = emulator.openFrame({ userId: admin, placement: 'CRM_DEAL_DETAIL_TAB', options: { ID: '5' } });
    expect(frame.url.startsWith(`${registration.installerUrl}?`)).toBe(true);
    expect(frame.fields['PLACEMENT']).toBe('DEFAULT');
  });

  it('opens nothing for the others', () => {
    const { emulator } = openPortal();
    expect(() => emulator.openFrame({ userId: smallPortalPeople.anna, placement: 'DEFAULT' })).toThrow('not fully installed');
  });

  it('binds placements but does not show them until an administrator finishes', async () => {
    const { call, page, emulator } = openPortal();
    expect((await call(admin, 'placement.bind', tab)).body['result']).toBe(true);
    expect((await page(admin, 'GET', 'state')).body).toMatchObject({ placements: [], application: { isInstalled: false } });
    emulator.finishInstall(admin);
    expect((await page(admin, 'GET', 'state')).body).toMatchObject({
      placements: [{ code: 'CRM_DEAL_DETAIL_TAB', title: 'Курс', handler: tab.HANDLER }],
    });
    expect((await call(admin, 'app.info')).body).toMatchObject({ result: { INSTALLED: true, CODE: 'kurs', STATUS: 'L' } });
  });

  it('lets nobody but an administrator finish', () => {
    const { emulator } = openPortal();
    expect(() => emulator.finishInstall(smallPortalPeople.head)).toThrow('administrator');
    expect(emulator.isInstalled).toBe(false);
  });
});

describe('a frame of the application', () => {
  it('is posted to with the tokens in the body and the portal in the query', () => {
    const { emulator, options } = openPortal();
    emulator.finishInstall(admin);
    const frame = emulator.openFrame({ userId: smallPortalPeople.anna, placement: 'DEFAULT' });
    const { searchParams, origin, pathname } = new URL(frame.url);
    expect(origin + pathname).toBe(registration.handlerUrl);
    expect(Object.fromEntries(searchParams)).toEqual({
      DOMAIN: new URL(portalOrigin).host,
      PROTOCOL: '0',
      LANG: 'ru',
      APP_SID: frame.appSid,
    });
    expect(Object.keys(frame.fields).sort()).toEqual(
      [
        'APPLICATION_SCOPE',
        'APPLICATION_TOKEN',
        'AUTH_EXPIRES',
        'AUTH_ID',
        'PLACEMENT',
        'REFRESH_ID',
        'SERVER_ENDPOINT',
        'member_id',
        'status',
      ].sort(),
    );
    expect(frame.fields).toMatchObject({ member_id: options.memberId, status: 'L', AUTH_EXPIRES: '3600', PLACEMENT: 'DEFAULT' });
    expect(frame.frameName).toBe(`${new URL(portalOrigin).host}|0|${frame.appSid}`);
    expect(frame.appSid).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of a card goes to the bound handler, keeps its query and carries the id of the card', async () => {
    const { emulator, call } = openPortal();
    await call(admin, 'placement.bind', tab);
    emulator.finishInstall(admin);
    const frame = emulator.openFrame({ userId: smallPortalPeople.anna, placement: 'CRM_DEAL_DETAIL_TAB', options: { ID: '7' } });
    expect(new URL(frame.url).searchParams.get('tab')).toBe('deal');
    expect(JSON.parse(fieldOf(frame.fields, 'PLACEMENT_OPTIONS'))).toEqual({ ID: '7' });
  });

  it('belongs to the person who opened it', async () => {
    const { emulator, callWith } = openPortal();
    emulator.finishInstall(admin);
    const { fields } = emulator.openFrame({ userId: smallPortalPeople.boris, placement: 'DEFAULT' });
    expect((await callWith(fieldOf(fields, 'AUTH_ID'), 'profile')).body).toMatchObject({ result: { ID: '4', ADMIN: false } });
  });
});

describe('placement methods', () => {
  it('refuse a handler on localhost, an unknown place and the same handler twice', async () => {
    const { call } = openPortal();
    const bind = (changes: object): ReturnType<typeof call> => call(admin, 'placement.bind', { ...tab, ...changes });
    expect((await bind({ HANDLER: 'http://localhost:3000/x' })).body['error']).toBe('ERROR_WRONG_HANDLER_URL');
    expect((await bind({ HANDLER: 'ftp://127.0.0.1/x' })).body['error']).toBe('ERROR_UNSUPPORTED_PROTOCOL');
    expect((await bind({ PLACEMENT: 'NOWHERE' })).body['error']).toBe('ERROR_PLACEMENT_NOT_FOUND');
    expect((await bind({})).status).toBe(200);
    const again = await bind({});
    expect([again.status, again.body['error']]).toEqual([400, 'ERROR_CORE']);
    expect(again.body['error_description']).toContain('already binded');
  });

  it('take a handler on localhost where the portal allows it', async () => {
    const { call } = openPortal({ allowLocalHandlers: true });
    const handler = 'http://localhost:3000/x';
    expect((await call(admin, 'placement.bind', { ...tab, HANDLER: handler })).body['result']).toBe(true);
    expect((await call(admin, 'event.bind', { event: 'ONAPPTEST', handler })).body['result']).toBe(true);
    expect((await openPortal().call(admin, 'event.bind', { event: 'ONAPPTEST', handler })).body['error']).toBe('ERROR_WRONG_HANDLER_URL');
  });

  it('count an unbound handler twice, as the platform does', async () => {
    const { call } = openPortal();
    await call(admin, 'placement.bind', tab);
    expect((await call(admin, 'placement.unbind', tab)).body['result']).toEqual({ count: 2 });
    expect((await call(admin, 'placement.get')).body['result']).toEqual([]);
  });

  it('list the places the granted permissions open', async () => {
    const { call } = openPortal();
    const { body } = await call(admin, 'placement.list');
    expect(body['result']).toContain('CRM_DEAL_DETAIL_TAB');
    expect(body['result']).not.toContain('TASK_VIEW_TAB');
  });
});
