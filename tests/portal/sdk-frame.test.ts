import { smallPortalPeople } from '#support/small-portal.ts';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { launchBrowser } from '#support/browser.ts';
import { admin } from './portal-under-test.ts';
import { openWindow, startPortalWithApplication, type PortalWindow, type PortalWithApplication } from './portal-window.ts';

const { anna } = smallPortalPeople;
const tab = 'CRM_DEAL_DETAIL_TAB';

let browser: Browser;
let portal: PortalWithApplication;
let desk: PortalWindow;

beforeAll(async () => {
  [browser, portal] = await Promise.all([launchBrowser(), startPortalWithApplication()]);
  await portal.bind(tab);
  await portal.bind('CRM_DEAL_DETAIL_TOOLBAR', 'Первая кнопка', '/first-button');
  await portal.bind('CRM_DEAL_DETAIL_TOOLBAR', 'Вторая кнопка', '/second-button');
});

afterAll(async () => {
  await browser.close();
  await portal.close();
});

const become = async (userId: number): Promise<void> => {
  desk = await openWindow(browser, portal, userId);
};

const openTab = async (deal = 5): Promise<ReturnType<PortalWindow['frame']>> => {
  await desk.open(`/crm/deal/details/${deal}/`);
  await desk.page.getByTestId(`tab-${tab}`).click();
  return desk.frame(tab);
};

const openOwnPage = async (): Promise<ReturnType<PortalWindow['frame']>> => {
  await desk.open('/marketplace/app/');
  return desk.frame('DEFAULT');
};

beforeEach(() => become(admin));

afterEach(async () => {
  vi.useRealTimers();
  await desk.context.close();
});

describe('the official client in a frame of the portal', () => {
  it('starts with the person, the portal and the place it stands in', async () => {
    const frame = await openTab();
    const known = await frame.evaluate(async () => {
      const b24 = await window.ready;
      const { placement, isDefault, options, isSliderMode } = b24.placement;
      return { auth: b24.auth.getAuthData(), isAdmin: b24.auth.isAdmin, lang: b24.getLang(), placement, isDefault, options, isSliderMode };
    });
    const { origin, host } = portal;
    expect(known).toMatchObject({ isAdmin: true, lang: 'ru', placement: tab, isDefault: false, options: { ID: '5' }, isSliderMode: false });
    expect(known.auth).toMatchObject({ domain: origin, member_id: host.portal.options.memberId, expires_in: 3600 });
    const posted = portal.application.posted.findLast(({ path }) => path === `/${tab}`)?.fields ?? {};
    expect(JSON.parse(posted['PLACEMENT_OPTIONS'] ?? '')).toEqual({ ID: '5', URI: '/crm/deal/details/5/' });
    expect(known.auth).toMatchObject({ access_token: posted['AUTH_ID'], refresh_token: posted['REFRESH_ID'] });
  });

  it('calls and batches the portal across sites, without cookies', async () => {
    const frame = await openTab();
    const sent = desk.page.waitForRequest((request) => request.url().includes('/rest/profile') && request.method() === 'POST');
    const answers = await frame.evaluate(async () => {
      const b24 = await window.ready;
      const call = await b24.actions.v2.call.make({ method: 'profile' });
      const batch = await b24.actions.v2.batch.make({
        calls: { deal: ['crm.deal.get', { id: 5 }], owner: ['user.get', { ID: '$result[deal][ASSIGNED_BY_ID]' }] },
      });
      return [call.getData()?.result, batch.getData()];
    });
    expect(answers).toMatchObject([{ ID: '1' }, { deal: { ID: '5' }, owner: [{}] }]);
    const headers = await (await sent).allHeaders();
    expect(headers['cookie']).toBeUndefined();
    expect(headers['origin']).toBe(portal.application.origin);
  });

  it('has no part in what belongs to the portal’s own page, and no third-party cookies', async () => {
    const frame = await openTab();
    const attempts = await frame.evaluate(async (origin) => {
      const read = await fetch(`${origin}/portal-api/state`, { credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      );
      const reach = ((): string => {
        try {
          return String(parent.document.title);
        } catch {
          return 'refused';
        }
      })();
      return [read, reach, await (await fetch('/cookies')).text()];
    }, portal.origin);
    expect(attempts).toEqual(['refused', 'refused', '']);
  });

  it('is told of its first run once for each person', async () => {
    await desk.context.close();
    await become(smallPortalPeople.boris);
    const first = await openOwnPage();
    expect(await first.evaluate(async () => (await window.ready).isFirstRun)).toBe(true);
    await desk.page.reload();
    const second = await desk.frame('DEFAULT');
    expect(await second.evaluate(async () => (await window.ready).isFirstRun)).toBe(false);
  });

  it('refreshes an expired token through the portal’s page, once for calls in parallel', async () => {
    const frame = await openTab();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 3_700_000);
    portal.host.forget();
    // Long enough for every call to have been refused before there is a new token.
    portal.host.beforeEach((path) => (path.endsWith('/refreshAuth') ? delay(500) : undefined));
    const results = await frame.evaluate(async () => {
      const b24 = await window.ready;
      const calls = [1, 2, 3].map(() => b24.actions.v2.call.make({ method: 'profile' }));
      return (await Promise.all(calls)).map((answer) => answer.isSuccess);
    });
    expect(results).toEqual([true, true, true]);
    const seen = (path: string): number[] => portal.host.requests.filter((request) => request.path === path).map(({ status }) => status);
    expect(seen('/portal-api/commands/refreshAuth')).toEqual([200]);
    expect(seen('/rest/profile').sort()).toEqual([200, 200, 200, 401, 401, 401]);
  });

  it('fills the helper of its own with the application, the person, currencies and options', async () => {
    const frame = await openTab();
    const known = await frame.evaluate(async () => {
      const { useB24Helper, LoadDataType } = window.B24Js;
      const { App, Profile, Currency, AppOptions, UserOptions } = LoadDataType;
      const helper = await useB24Helper().initB24Helper(await window.ready, [App, Profile, Currency, AppOptions, UserOptions]);
      const { profileInfo, appInfo, licenseInfo, currency } = helper;
      return {
        profile: profileInfo.data,
        app: appInfo.data,
        license: licenseInfo.data,
        base: currency.baseCurrency,
        codes: currency.currencyList,
      };
    });
    expect(known).toMatchObject({
      profile: { isAdmin: true, id: 1, name: 'Ольга', lastName: 'Зимина' },
      app: { code: 'kurs', version: 1, isInstalled: true },
      license: { isSelfHosted: false, licenseFamily: expect.any(String) as unknown },
      base: 'RUB',
      codes: ['RUB', 'USD'],
    });
  });

  it('opens each of several handlers of one placement as itself', async () => {
    await desk.open('/crm/deal/details/5/');
    await desk.page.getByRole('button', { name: 'Вторая кнопка' }).click();
    const frame = await desk.frame('CRM_DEAL_DETAIL_TOOLBAR');
    expect(new URL(frame.url()).pathname).toBe('/second-button');
    expect(await frame.evaluate(async () => (await window.ready).placement.options)).toEqual({ ID: '5' });
  });
});

describe('options', () => {
  it('of the application and of the person are kept', async () => {
    const frame = await openOwnPage();
    await frame.evaluate(async () => {
      const { options } = await window.ready;
      await options.appSet('region', 'Волга');
      await options.userSet('view', 'plan');
    });
    const again = await openOwnPage();
    const kept = await again.evaluate(async () => {
      const { options } = await window.ready;
      return [options.appGet('region'), options.userGet('view')];
    });
    expect(kept).toEqual(['Волга', 'plan']);
  });

  it('of the application are not set by anybody but an administrator, who gets no answer', async () => {
    await desk.context.close();
    await become(anna);
    const frame = await openOwnPage();
    const outcome = await frame.evaluate(async () => {
      const b24 = await window.ready;
      const startedAt = performance.now();
      const answer: unknown = await b24.parent.message.send('setAppOption', { name: 'limit', value: '9', isSafely: true });
      return { isAdmin: b24.auth.isAdmin, answer, waitedMs: performance.now() - startedAt };
    });
    expect(outcome).toMatchObject({ isAdmin: false, answer: { isSafely: true } });
    expect(outcome.waitedMs).toBeGreaterThanOrEqual(890);
    expect((await portal.host.portal.call(admin, 'app.option.get')).body['result']).not.toHaveProperty('limit');
  });
});

describe('the installer', () => {
  it('is all that an administrator sees until it has finished, and nobody else sees anything', async () => {
    const fresh = await startPortalWithApplication({ isFresh: true });
    try {
      const theirs = await openWindow(browser, fresh, anna);
      await theirs.open('/marketplace/app/');
      await theirs.page.getByTestId('market-denied').waitFor();
      const mine = await openWindow(browser, fresh, admin);
      await mine.open('/marketplace/');
      await mine.page.getByTestId('market-install').click();
      const installer = await mine.frame();
      expect(new URL(installer.url()).pathname).toBe('/installer');
      expect(await installer.evaluate(async () => (await window.ready).isInstallMode)).toBe(true);
      expect(fresh.host.portal.emulator.isInstalled).toBe(false);
      // The portal answers nothing and opens the application in place of its installer.
      await installer.evaluate(() => void window.ready.then((b24) => b24.installFinish()));
      await mine.page.waitForURL('**/marketplace/app/');
      const own = await mine.frame('DEFAULT');
      expect([new URL(own.url()).pathname, fresh.host.portal.emulator.isInstalled]).toEqual(['/own-page', true]);
      const again = await own.evaluate(async () => (await window.ready).installFinish().catch((error: Error) => error.message));
      expect(again).toContain('previously installed');
      await Promise.all([theirs.context.close(), mine.context.close()]);
    } finally {
      await fresh.close();
    }
  });

  it('that says it is not finished is shown again', async () => {
    const fresh = await startPortalWithApplication({ isFresh: true });
    try {
      const mine = await openWindow(browser, fresh, admin);
      await mine.open('/marketplace/');
      await mine.page.getByTestId('market-install').click();
      const installer = await mine.frame();
      await installer.evaluate(async () => void (await window.ready).parent.message.send('setInstallFinish', { value: false }));
      await mine.page.getByTestId('market-install').waitFor();
      await expect.poll(() => mine.page.getByTestId('app-frame').count()).toBe(0);
      expect(fresh.host.portal.emulator.isInstalled).toBe(false);
      await mine.context.close();
    } finally {
      await fresh.close();
    }
  });
});
