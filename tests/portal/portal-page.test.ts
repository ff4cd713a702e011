import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { describe, expect, it, vi } from 'vitest';
import { admin, openInstalledPortal, openPortal, portalOrigin } from './portal-under-test.ts';

const { head, anna, boris } = smallPortalPeople;

describe('the portal page', () => {
  it('starts as the first person with a story and offers the others', async () => {
    const { emulator } = openPortal();
    const response = await emulator.handle(new Request(`${portalOrigin}/portal-api/state`));
    expect(await response.json()).toMatchObject({
      title: 'Маленький портал',
      now: '2026-11-16T10:42:00+03:00',
      canStartOver: false,
      me: { id: 1, isAdmin: true },
      people: [{ id: 1 }, { id: 2, story: { ru: 'Руководит отделом', en: 'Heads the department' } }, { id: 3 }, { id: 4, story: null }],
      categories: [{ id: 0, name: 'Продажи' }],
    });
  });

  it('signs a person in with a cookie and knows no strangers', async () => {
    const { emulator, page } = openPortal();
    const signIn = new Request(`${portalOrigin}/portal-api/sign-in`, { method: 'POST', body: JSON.stringify({ userId: anna }) });
    const response = await emulator.handle(signIn);
    expect(response.headers.getSetCookie()[0]).toContain(`portal_user=${anna};`);
    expect((await page(anna, 'GET', 'state')).body).toMatchObject({ me: { id: anna, name: 'Анна' } });
    expect((await page(admin, 'POST', 'sign-in', { userId: 99 })).status).toBe(404);
    expect((await page(admin, 'POST', 'sign-in', { userId: 'Анна' })).status).toBe(400);
  });

  it('answers its own origin only', async () => {
    const { emulator } = openPortal();
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await emulator.handle(new Request(`${portalOrigin}/portal-api/state`, { headers }))).status;
    expect(await ask({ origin: portalOrigin })).toBe(200);
    expect(await ask({ origin: 'http://127.0.0.1:3000' })).toBe(403);
    expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('lists deals by their last change, filtered and searched', async () => {
    const { page, emulator } = openInstalledPortal();
    emulator.updateDeal(admin, 5, { amount: '9.00' });
    const work = await page(admin, 'GET', 'deals?state=work&limit=3');
    expect(work.body).toMatchObject({
      total: 36,
      deals: [{ id: 5, amount: '9.00', stageName: 'Новая', stageIndex: 0, stageCount: 4 }, {}, {}],
    });
    expect((await page(admin, 'GET', 'deals?state=won')).body['total']).toBe(12);
    expect((await page(admin, 'GET', 'deals?state=all&search=СДЕЛКА 60')).body).toMatchObject({ total: 1, deals: [{ id: 60 }] });
    expect((await page(admin, 'GET', 'deals?state=all&search=компания 10')).body['total']).toBe(6);
    expect((await page(anna, 'GET', 'deals?state=all')).body['total']).toBe(20);
    expect((await page(admin, 'GET', 'deals?limit=100000')).status).toBe(400);
  });

  it('shows a card with stages, history and activities, and changes it', async () => {
    const { page } = openInstalledPortal();
    const card = await page(head, 'PATCH', 'deals/30', { stageId: 'WON', amount: '1250000', responsibleId: boris });
    expect(card.body).toMatchObject({
      deal: {
        stageId: 'WON',
        stageIndex: 3,
        amount: '1250000.00',
        responsible: { id: boris, lastName: 'Кольцов' },
        closeDate: '2026-11-16',
      },
      history: [{ at: '2026-11-16T10:42:00+03:00', stageName: 'Успешна' }, { stageName: 'Новая' }],
    });
    expect((card.body['stages'] as unknown[]).length).toBe(5);
    const called = smallPortal().activities[0];
    const withCall = await page(admin, 'GET', `deals/${called?.ownerId}`);
    expect(withCall.body['activities']).toMatchObject([{ kind: 'call', subject: called?.subject, isCompleted: true }]);
    expect((await page(anna, 'GET', 'deals/31')).status).toBe(403);
    expect((await page(admin, 'GET', 'deals/999')).status).toBe(404);
    expect((await page(admin, 'PATCH', 'deals/30', { title: 'Другое' })).status).toBe(400);
  });

  it('shows and changes leads likewise', async () => {
    const { page } = openInstalledPortal();
    expect((await page(admin, 'GET', 'leads?state=lost')).body).toMatchObject({
      total: 3,
      leads: [{ statusName: 'Некачественный' }, {}, {}],
    });
    const card = await page(admin, 'PATCH', 'leads/4', { statusId: 'IN_PROCESS' });
    expect(card.body).toMatchObject({
      lead: { statusId: 'IN_PROCESS', statusIndex: 1 },
      history: [{ stageName: 'В работе' }, { stageName: 'Не обработан' }],
    });
  });

  it('starts over when the demo can', async () => {
    const onStartOver = vi.fn(() => Promise.resolve());
    const { page } = openPortal({ onStartOver });
    expect((await page(admin, 'GET', 'state')).body['canStartOver']).toBe(true);
    expect((await page(admin, 'POST', 'start-over', {})).status).toBe(200);
    expect(onStartOver).toHaveBeenCalledOnce();
    expect((await openPortal().page(admin, 'POST', 'start-over', {})).status).toBe(403);
  });

  it('serves its files as a browser wants them and nothing beside them', async () => {
    const { emulator } = openPortal();
    const ask = async (path: string): Promise<[number, string]> => {
      const response = await emulator.handle(new Request(`${portalOrigin}${path}`));
      return [response.status, response.headers.get('content-type') ?? ''];
    };
    expect(await ask('/')).toEqual([200, 'text/html; charset=utf-8']);
    expect(await ask('/crm/deal/details/5/')).toEqual([200, 'text/html; charset=utf-8']);
    expect(await ask('/portal-page/portal.ts')).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(await ask('/portal-page/portal.css')).toEqual([200, 'text/css; charset=utf-8']);
    expect(await ask('/portal-page/fonts/inter-cyrillic-wght-normal.woff2')).toEqual([200, 'font/woff2']);
    for (const path of [
      '/portal-page/..%2fportal-data.ts',
      '/portal-page/%2e%2e/portal-data.ts',
      '/portal-page/tsconfig.json',
      '/portal-page/fonts/../package.json',
    ]) {
      expect((await ask(path))[0]).toBe(404);
    }
  });

  it('sends its scripts without types', async () => {
    const { emulator } = openPortal();
    const code = await (await emulator.handle(new Request(`${portalOrigin}/portal-page/portal-api.ts`))).text();
    expect(code).not.toMatch(/interface |: Promise</);
    expect(code).toContain('export');
  });
});

describe('the page behind the dialogs of frames', () => {
  it('offers the records a person may see, by their titles or their ids, the newest first', async () => {
    const { page } = openInstalledPortal();
    const titles = async (userId: number, query: string): Promise<string[]> =>
      ((await page(userId, 'GET', `choices?${query}`)).body['choices'] as { title: string }[]).map(({ title }) => title);
    expect((await titles(admin, 'type=deal')).slice(0, 2)).toEqual(['Сделка 60', 'Сделка 59']);
    expect(await titles(anna, 'type=deal')).toHaveLength(20);
    expect(await titles(admin, 'type=deal&search=СДЕЛКА 7')).toEqual(['Сделка 7']);
    expect(await titles(admin, 'type=lead&ids=4,2')).toEqual(['Лид 4', 'Лид 2']);
    expect(await titles(admin, 'type=company&search=Компания 10')).toEqual(['Компания 10']);
    expect(await titles(admin, 'type=contact')).toEqual([]);
    expect((await page(admin, 'GET', 'choices?type=task')).status).toBe(400);
    expect((await page(admin, 'GET', 'choices?type=deal&ids=1,x')).status).toBe(400);
  });

  it('names the departments of the company', async () => {
    const { page } = openInstalledPortal();
    expect((await page(admin, 'GET', 'state')).body['departments']).toEqual([
      { id: 1, name: 'Компания' },
      { id: 2, name: 'Отдел продаж' },
    ]);
  });
});

describe('a frame of one of several handlers', () => {
  it('is opened by its address, and the first one without it', async () => {
    const portal = openInstalledPortal();
    const placement = 'CRM_DEAL_DETAIL_TAB';
    const handlers = ['http://127.0.0.1:4110/first', 'http://127.0.0.1:4110/second'];
    for (const HANDLER of handlers) await portal.call(admin, 'placement.bind', { PLACEMENT: placement, HANDLER, TITLE: 'Вкладка' });
    const open = async (wish: object): Promise<unknown> => (await portal.page(admin, 'POST', 'frames', { placement, ...wish })).body['url'];
    expect(await open({ handler: handlers[1] })).toContain('/second?');
    expect(await open({})).toContain('/first?');
    expect((await portal.page(admin, 'POST', 'frames', { placement, handler: 'http://127.0.0.1:4110/third' })).status).toBe(404);
    expect((await portal.page(admin, 'POST', 'frames', { placement, handler: 'third' })).status).toBe(400);
  });

  it('is told the page it is opened from, when the browser says so and it is the portal’s', async () => {
    const { emulator } = openInstalledPortal();
    const posted = async (referer?: string): Promise<unknown> => {
      const body = JSON.stringify({ placement: 'DEFAULT', options: { view: 'plan' } });
      const init = { method: 'POST', body, headers: referer === undefined ? {} : { referer } };
      const response = await emulator.handle(new Request(`${portalOrigin}/portal-api/frames`, init));
      const { fields, initData } = (await response.json()) as { fields: Record<string, string>; initData: Record<string, unknown> };
      expect(initData['PLACEMENT_OPTIONS']).toEqual({ view: 'plan' });
      return JSON.parse(fields['PLACEMENT_OPTIONS'] ?? '') as unknown;
    };
    expect(await posted(`${portalOrigin}/crm/deal/details/5/?any=1`)).toEqual({ view: 'plan', URI: '/crm/deal/details/5/?any=1' });
    expect(await posted()).toEqual({ view: 'plan' });
    expect(await posted('https://example.com/crm/')).toEqual({ view: 'plan' });
  });
});

describe('commands of a frame', () => {
  const open = async (portal: ReturnType<typeof openPortal>, userId: number, options?: object) =>
    (await portal.page(userId, 'POST', 'frames', { placement: 'DEFAULT', ...(options ? { options } : {}) })).body;

  it('begin with what getInitData answers', async () => {
    const portal = openPortal();
    const first = await open(portal, admin);
    expect(first['initData']).toMatchObject({
      FIRST_RUN: true,
      INSTALL: true,
      IS_ADMIN: true,
      PLACEMENT: 'DEFAULT',
      PLACEMENT_OPTIONS: '',
      AUTH_EXPIRES: '3600',
    });
    portal.emulator.finishInstall(admin);
    const second = await open(portal, admin, { view: 'plan', depth: { id: 5 } });
    expect(second['initData']).toMatchObject({ FIRST_RUN: false, INSTALL: false, PLACEMENT_OPTIONS: { view: 'plan', depth: { id: '5' } } });
  });

  it('finish the installation from the installer of an administrator only', async () => {
    const portal = openPortal();
    const { appSid } = await open(portal, admin);
    expect((await portal.page(anna, 'POST', 'frames', { placement: 'DEFAULT' })).status).toBe(409);
    expect((await portal.page(anna, 'POST', 'commands/setInstallFinish', { appSid })).status).toBe(404);
    expect(portal.emulator.isInstalled).toBe(false);
    expect((await portal.page(admin, 'POST', 'commands/setInstallFinish', { appSid })).body).toEqual({ reply: null });
    expect(portal.emulator.isInstalled).toBe(true);
    const usual = await open(portal, admin);
    expect((await portal.page(admin, 'POST', 'commands/setInstallFinish', { appSid: usual['appSid'] })).status).toBe(403);
  });

  it('refresh the tokens of their person', async () => {
    const portal = openInstalledPortal();
    const { appSid } = await open(portal, anna);
    const { body } = await portal.page(anna, 'POST', 'commands/refreshAuth', { appSid, params: {} });
    const { AUTH_ID: token } = body['reply'] as Record<string, string>;
    expect((await portal.callWith(token ?? '', 'profile')).body).toMatchObject({ result: { ID: String(anna) } });
  });

  it('set options of the application for administrators and own options for everybody', async () => {
    const portal = openInstalledPortal();
    const mine = await open(portal, anna);
    const params = { name: 'theme', value: 'dark' };
    expect((await portal.page(anna, 'POST', 'commands/setAppOption', { appSid: mine['appSid'], params })).status).toBe(403);
    expect((await portal.page(anna, 'POST', 'commands/setUserOption', { appSid: mine['appSid'], params })).body).toEqual({ reply: params });
    const theirs = await open(portal, admin);
    expect((await portal.page(admin, 'POST', 'commands/setAppOption', { appSid: theirs['appSid'], params })).body).toEqual({
      reply: { theme: 'dark' },
    });
    expect((await open(portal, anna))['initData']).toMatchObject({ USER_OPTIONS: { theme: 'dark' }, APP_OPTIONS: { theme: 'dark' } });
  });
});
