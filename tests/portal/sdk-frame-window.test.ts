import type { Browser, Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#support/browser.ts';
import { admin } from './portal-under-test.ts';
import { openWindow, startPortalWithApplication, type PortalWindow, type PortalWithApplication } from './portal-window.ts';
import { startSampleApplication } from './sample-application.ts';

const tab = 'CRM_DEAL_DETAIL_TAB';
/** The client itself stops waiting for what the portal never answers. */
const silence = { isSafely: true };

let browser: Browser;
let portal: PortalWithApplication;
let desk: PortalWindow;

beforeAll(async () => {
  [browser, portal] = await Promise.all([launchBrowser(), startPortalWithApplication()]);
  for (const placement of [
    tab,
    'CRM_ANALYTICS_MENU',
    'CRM_DEAL_DETAIL_ACTIVITY',
    'CRM_DEAL_LIST_MENU',
    'LEFT_MENU',
    'CRM_ANALYTICS_TOOLBAR',
  ])
    await portal.bind(placement);
  // One window for all: each test goes to a page of its own, as a person would.
  desk = await openWindow(browser, portal, admin);
});

afterAll(async () => {
  await browser.close();
  await portal.close();
});

const openTab = async (deal = 5): Promise<Frame> => {
  await desk.open(`/crm/deal/details/${deal}/`);
  await desk.page.getByTestId(`tab-${tab}`).click();
  return desk.frame(tab);
};

const openOwnPage = async (): Promise<Frame> => {
  await desk.open('/marketplace/app/');
  return desk.frame('DEFAULT');
};

const openReport = async (): Promise<Frame> => {
  await desk.open('/crm/analytics/');
  return desk.frame('CRM_ANALYTICS_MENU');
};

/** What the portal answers to a bare message, and when. */
function send(frame: Frame, command: string, params: object = {}): Promise<{ answer: unknown; waitedMs: number }> {
  return frame.evaluate(
    async ([name, given]) => {
      const b24 = await window.ready;
      const startedAt = performance.now();
      const answer: unknown = await b24.parent.message.send(name, { ...given, isSafely: true });
      return { answer, waitedMs: performance.now() - startedAt };
    },
    [command, params] as const,
  );
}

describe('the size of a frame', () => {
  it('in a tab of a card has the height that is asked for and the width of the card', async () => {
    const frame = await openTab();
    const box = await desk.page.getByTestId('app-frame').boundingBox();
    const { answer } = await send(frame, 'resizeWindow', { width: 300, height: 900 });
    expect(answer).toEqual({ width: Math.round(box?.width ?? 0), height: 900 });
    expect(await frame.evaluate(async () => (await window.ready).parent.fitWindow())).toMatchObject({ height: 900 });
    const auto = await frame.evaluate(async () => (await window.ready).parent.resizeWindowAuto());
    expect(auto).toMatchObject({ height: 700 });
    expect((await send(frame, 'resizeWindow', { width: '100%', height: 'tall' })).answer).toMatchObject({ height: 700 });
  });

  it('on a page of the portal has the width too', async () => {
    const frame = await openReport();
    expect((await send(frame, 'resizeWindow', { width: 640, height: 480 })).answer).toEqual({ width: 640, height: 480 });
    const { answer } = await send(frame, 'resizeWindow', { width: '100%', height: 500 });
    expect((answer as { width: number }).width).toBeGreaterThan(640);
  });

  it('in a slider is that of the slider, and nothing is answered', async () => {
    expect((await send(await openOwnPage(), 'resizeWindow', { width: 640, height: 480 })).answer).toEqual(silence);
  });
});

describe('the title', () => {
  it('of the application’s own page is its heading, and the tab of the browser keeps the portal’s', async () => {
    const frame = await openOwnPage();
    const title = await desk.page.title();
    await frame.evaluate(async () => (await window.ready).parent.setTitle('План: «ноябрь», 2026'));
    expect(await desk.page.getByTestId('application-heading').textContent()).toBe('План: «ноябрь», 2026');
    expect(await desk.page.title()).toBe(title);
  });

  it('cannot be set from any other place', async () => {
    const { answer, waitedMs } = await send(await openTab(), 'setTitle', { title: 'Чужое' });
    expect(answer).toEqual(silence);
    expect(waitedMs).toBeGreaterThanOrEqual(890);
    expect(await desk.page.getByTestId('card-title').textContent()).toBe('Сделка 5');
  });
});

describe('the window around a frame', () => {
  it('scrolls for a tab and not for a slider', async () => {
    const frame = await openTab();
    await send(frame, 'resizeWindow', { width: '100%', height: 3000 });
    expect((await send(frame, 'setScroll', { scroll: 400 })).answer).toEqual({ scroll: 400 });
    expect(await desk.page.locator('.slider > .card').evaluate((card) => card.scrollTop)).toBe(400);
    expect((await send(await openOwnPage(), 'setScroll', { scroll: 400 })).answer).toEqual(silence);
  });

  it('is loaded anew on demand', async () => {
    const frame = await openTab();
    const loaded = desk.page.waitForEvent('load');
    await frame.evaluate(() => void window.ready.then((b24) => b24.parent.reloadWindow()));
    await loaded;
    expect(await desk.page.getByTestId('card-title').textContent()).toBe('Сделка 5');
  });

  it('shows the card anew when the application has changed it', async () => {
    const frame = await openTab(6);
    expect(await frame.evaluate(async () => (await window.ready).placement.getInterface())).toEqual({ command: ['reloadData'], event: [] });
    portal.host.portal.emulator.updateDeal(admin, 6, { amount: '777000.00' });
    expect(await frame.evaluate(async () => (await window.ready).placement.call('reloadData'))).toBe('');
    await desk.page.getByTestId('tab-general').click();
    // The card is read anew behind the answer.
    await expect
      .poll(async () => (await desk.page.getByTestId('field-amount').textContent())?.replaceAll(/\s/gu, ''), { timeout: 10_000 })
      .toContain('777000₽');
  });

  it('knows no commands and no events of other places', async () => {
    const frame = await openOwnPage();
    expect(await frame.evaluate(async () => (await window.ready).placement.getInterface())).toEqual({ command: [], event: [] });
    const unknown = ['reloadData', 'setValue', 'getValue', 'getStatus', 'showAppForm', 'constructor', 'toString'];
    const answers = await Promise.all(unknown.map((command) => send(frame, command)));
    expect(answers.map(({ answer }) => answer)).toEqual(unknown.map(() => silence));
    const bound = await frame.evaluate(async () => {
      let calls = 0;
      const answer = await (await window.ready).placement.bindEvent('CallCard::EntityChanged', () => (calls += 1));
      return { answer, calls };
    });
    expect(bound).toEqual({ answer: silence, calls: 0 });
  });

  it('never answers what the messenger is asked for', async () => {
    const frame = await openTab();
    const { answers, waitedMs } = await frame.evaluate(async () => {
      const { parent, placement } = await window.ready;
      const startedAt = performance.now();
      const answers = await Promise.all([
        parent.imCallTo(3),
        parent.imPhoneTo('+79001234567'),
        parent.imOpenMessenger('chat1'),
        parent.imOpenHistory('chat1'),
        placement.call('im:setImTextareaContent', { text: 'a:b' }),
      ]);
      return { answers, waitedMs: performance.now() - startedAt };
    });
    expect(waitedMs).toBeGreaterThanOrEqual(890);
    expect(answers).toEqual(Array.from({ length: 5 }, () => silence));
  });
});

describe('the frame behind every page', () => {
  afterEach(() => portal.host.portal.call(admin, 'placement.unbind', { PLACEMENT: 'PAGE_BACKGROUND_WORKER' }));

  it('is seen by nobody and is told that there is no call card', async () => {
    await portal.bind('PAGE_BACKGROUND_WORKER', 'Работник', '/worker', {
      OPTIONS: { errorHandlerUrl: `${portal.application.origin}/error` },
    });
    await desk.open('/crm/deal/list/');
    const frame = await desk.frame('PAGE_BACKGROUND_WORKER');
    expect(await desk.page.locator('[data-placement="PAGE_BACKGROUND_WORKER"]').isVisible()).toBe(false);
    expect(await frame.evaluate(async () => (await window.ready).placement.options)).toEqual({ ID: 'PAGE_BACKGROUND_WORKER' });
    const offered = (await send(frame, 'getInterface')).answer as { command: string[]; event: string[] };
    expect([offered.command.length, offered.event.length, offered.event[0]]).toEqual([9, 17, 'BackgroundCallCard::initialized']);
    const noCard = [{ result: 'error', errorCode: 'Call card is undefined' }];
    expect((await send(frame, 'CallCardSetMute', { muted: true })).answer).toEqual(noCard);
    expect((await send(frame, 'CallCardGetListUiStates')).answer).toContain('connected');
    const bound = await frame.evaluate(async () =>
      (await window.ready).placement.bindEvent('BackgroundCallCard::initialized', () => undefined),
    );
    expect(bound).toEqual(silence);
  });
});

describe('an item of the left menu', () => {
  it('is a page of the portal with an address of its own', async () => {
    await desk.open('/crm/deal/list/');
    await desk.page.getByTestId('menu-item-0').click();
    const frame = await desk.frame('LEFT_MENU');
    expect(new URL(desk.page.url()).pathname).toBe('/marketplace/menu/0/');
    expect(await desk.page.locator('.slider').count()).toBe(0);
    expect(await desk.page.getByTestId('menu-item-0').getAttribute('aria-current')).toBe('page');
    expect(await frame.evaluate(async () => (await window.ready).placement.placement)).toBe('LEFT_MENU');
    expect((await send(frame, 'resizeWindow', { width: 500, height: 650 })).answer).toEqual({ width: 500, height: 650 });
    expect((await send(frame, 'closeApplication')).answer).toEqual(silence);
    await desk.page.reload();
    await desk.frame('LEFT_MENU');
  });
});

describe('sliders', () => {
  it('open a page of the portal and say when it is closed', async () => {
    const frame = await openTab();
    const closed = frame.evaluate(
      async (origin) => (await window.ready).slider.openPath(new URL('/crm/lead/details/4/', origin)),
      portal.origin,
    );
    await desk.page.getByText('Лид 4').waitFor();
    await desk.page.getByTestId('slider-close').last().click();
    expect(await closed).toEqual({ isOpenAtNewWindow: false, isClose: true });
    expect(await desk.page.getByTestId('card-title').textContent()).toBe('Сделка 5');
  });

  it('do not open what the portal has not allowed', async () => {
    const frame = await openTab();
    const refused = { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' };
    for (const path of ['/bitrix/admin/', 'https://example.com/crm/deal/details/5/', '/crm/quote/details/1/', '/company/personal/']) {
      expect([path, (await send(frame, 'openPath', { path })).answer]).toEqual([path, refused]);
    }
  });

  it('open the application in a window of its own, which closes itself', async () => {
    const opener = await openTab();
    const closed = opener.evaluate(async () => {
      const label = { text: 'счёт', bgColor: 'pink', color: '#ffffff' };
      return (await window.ready).slider.openSliderAppPage({
        bx24_title: 'Счёт: новый',
        bx24_width: 640,
        bx24_label: label,
        view: 'bill',
        id: 7,
      });
    });
    const frame = await desk.frame('DEFAULT');
    const known = await frame.evaluate(async () => {
      const { placement, isDefault, options } = (await window.ready).placement;
      return { placement, isDefault, options };
    });
    expect(known).toEqual({ placement: 'DEFAULT', isDefault: true, options: { view: 'bill', id: '7' } });
    expect((await desk.page.locator('.slider').last().boundingBox())?.width).toBe(640);
    expect(await desk.page.getByTestId('application-heading').textContent()).toBe('Счёт: новый');
    const edge = desk.page.getByTestId('slider-close').last();
    expect([await edge.innerText(), await edge.getAttribute('class')]).toEqual(['счёт', 'slider-close slider-ground-pink']);
    await frame.evaluate(() => void window.ready.then((b24) => b24.slider.closeSliderAppPage()));
    expect(await closed).toBe('');
    expect(await desk.page.getByTestId('app-frame').count()).toBe(1);
  });

  it('are not closed by a frame that is not on top', async () => {
    const own = await openOwnPage();
    void own.evaluate(async () => (await window.ready).slider.openSliderAppPage({ over: 1 })).catch(() => undefined);
    await expect.poll(() => desk.page.getByTestId('app-frame').count()).toBe(2);
    expect((await send(own, 'closeApplication')).answer).toEqual(silence);
    expect(await desk.page.getByTestId('app-frame').count()).toBe(2);
    await desk.page.keyboard.press('Escape');
    await expect.poll(() => desk.page.getByTestId('app-frame').count()).toBe(1);
  });

  it('are opened from the timeline, from reports and from a row of a list, and show anew what lies under them', async () => {
    await desk.open('/crm/deal/details/7/');
    await desk.page.getByTestId('activity-CRM_DEAL_DETAIL_ACTIVITY').click();
    const activity = await desk.frame('CRM_DEAL_DETAIL_ACTIVITY');
    expect(await activity.evaluate(async () => (await window.ready).placement.options)).toEqual({ ID: '7' });
    portal.host.portal.emulator.updateDeal(admin, 7, { amount: '123456.00' });
    await activity.evaluate(async () => (await window.ready).placement.call('reloadData'));
    await expect.poll(() => desk.page.getByTestId('field-amount').textContent()).toMatch(/123.456/u);
    await desk.open('/crm/analytics/');
    await desk.page.getByTestId('toolbar-CRM_ANALYTICS_TOOLBAR').click();
    const report = await desk.frame('CRM_ANALYTICS_TOOLBAR');
    expect(await report.evaluate(async () => (await window.ready).placement.getInterface())).toEqual({ command: [], event: [] });
    await desk.open('/crm/deal/list/');
    await desk.page.getByTestId('row-menu-7').click();
    await desk.page.getByTestId('menu-CRM_DEAL_LIST_MENU').click();
    const row = await desk.frame('CRM_DEAL_LIST_MENU');
    expect(await row.evaluate(async () => (await window.ready).placement.options)).toEqual({ ID: '7' });
  });
});

describe('dialogs', () => {
  it('choose one person', async () => {
    const frame = await openTab();
    const chosen = frame.evaluate(async () => (await window.ready).dialog.selectUser());
    await desk.page.getByTestId('choice-search').fill('лебед');
    await desk.page.getByTestId('choice-U1').waitFor({ state: 'detached' });
    await desk.page.getByTestId('choice-U3').check();
    await desk.page.getByTestId('choose').click();
    const url = '/company/personal/user/3/';
    expect(await chosen).toEqual({ id: '3', name: 'Анна Лебедева', photo: '', position: 'Менеджер', url, sub: false, sup: false });
  });

  it('choose several people, and answer nothing when they are cancelled', async () => {
    const frame = await openTab();
    const chosen = frame.evaluate(async () => (await window.ready).dialog.selectUsers());
    await desk.page.getByTestId('choice-U2').check();
    await desk.page.getByTestId('choice-U4').check();
    await desk.page.getByTestId('choose').click();
    expect(await chosen).toMatchObject([{ id: '2' }, { id: '4' }]);
    const cancelled = send(frame, 'selectUser', { mult: true });
    await desk.page.getByTestId('choose').waitFor();
    await desk.page.keyboard.press('Escape');
    expect((await cancelled).answer).toEqual(silence);
  });

  it('choose who gets access, except those who have it', async () => {
    const frame = await openTab();
    const chosen = frame.evaluate(async () => (await window.ready).dialog.selectAccess(['U1']));
    await desk.page.getByTestId('choice-U2').check();
    expect(await desk.page.getByTestId('choice-U1').count()).toBe(0);
    await desk.page.getByTestId('choice-tab-departments').click();
    await desk.page.getByTestId('choice-DR2').check();
    await desk.page.getByTestId('choice-tab-other').click();
    await desk.page.getByTestId('choice-AU').check();
    await desk.page.getByTestId('choose').click();
    expect(await chosen).toEqual([
      { id: 'U2', name: 'Игорь Рощин' },
      { id: 'DR2', name: 'Отдел продаж' },
      { id: 'AU', name: 'Все авторизованные пользователи' },
    ]);
  });

  it('choose records of the CRM, those that were chosen before among them', async () => {
    const frame = await openTab();
    const chosen = frame.evaluate(async () => {
      const { dialog } = await window.ready;
      return dialog.selectCRM({ entityType: ['deal', 'lead', 'company'], multiple: true, value: { deal: [7] } } as never);
    });
    await desk.page.getByTestId('choice-tab-company').click();
    await desk.page.getByTestId('choice-CO_3').check();
    await desk.page.getByTestId('choice-tab-deal').click();
    await desk.page.getByTestId('choice-search').fill('Сделка 60');
    await desk.page.getByTestId('choice-D_60').check();
    await desk.page.getByTestId('choose').click();
    expect(await chosen).toEqual({
      lead: [],
      company: [{ id: 'CO_3', type: 'company', place: 'company', title: 'Компания 3', desc: '', url: '/crm/company/show/3/' }],
      deal: [
        { id: 'D_7', type: 'deal', place: 'deal', title: 'Сделка 7', desc: 'Компания 7', url: '/crm/deal/show/7/' },
        { id: 'D_60', type: 'deal', place: 'deal', title: 'Сделка 60', desc: 'Компания 10', url: '/crm/deal/show/60/' },
      ],
    });
  });
});

describe('strangers', () => {
  it('are not heard, whatever they know', async () => {
    const frame = await openOwnPage();
    const sid = await frame.evaluate(async () => (await window.ready).getAppSid());
    const stranger = await startSampleApplication();
    try {
      for (const origin of [stranger.origin, portal.application.origin]) {
        await desk.page.evaluate(
          ([address]) =>
            document.body.append(Object.assign(document.createElement('iframe'), { src: `${address}/stranger`, name: 'stranger' })),
          [origin],
        );
        const other = await (await desk.page.locator('iframe[name="stranger"]').elementHandle())?.contentFrame();
        await other?.waitForLoadState();
        await other?.evaluate((known) => parent.postMessage(`setTitle:{"title":"Чужой"}:key:${known}`, '*'), sid);
        await desk.page.evaluate(() => document.querySelector('iframe[name="stranger"]')?.remove());
      }
      // The portal hears its own frame afterwards, so the strangers' messages have been handled by now.
      await frame.evaluate(async () => (await window.ready).parent.setTitle('Свой'));
      expect(await desk.page.getByTestId('application-heading').textContent()).toBe('Свой');
      const wrongSid = await frame.evaluate(() => {
        parent.postMessage('setTitle:{"title":"Не тот"}:key:0123456789abcdef0123456789abcdef', '*');
        return window.ready.then((b24) => b24.parent.message.send('getInterface', { isSafely: true }));
      });
      expect([wrongSid, await desk.page.getByTestId('application-heading').textContent()]).toEqual([{ command: [], event: [] }, 'Свой']);
    } finally {
      await stranger.close();
    }
  });

  it('take over no session when the frame has gone to another site', async () => {
    const frame = await openOwnPage();
    const stranger = await startSampleApplication();
    try {
      const [name] = await frame.evaluate((address) => {
        location.href = `${address}/elsewhere`;
        return [window.name];
      }, stranger.origin);
      await frame.waitForURL('**/elsewhere');
      const outcome = await frame.evaluate(() =>
        Promise.race([window.ready.then(() => 'started'), new Promise((resolve) => setTimeout(resolve, 1200, 'silence'))]),
      );
      expect([await frame.evaluate(() => window.name), outcome]).toEqual([name, 'silence']);
    } finally {
      await stranger.close();
    }
  });
});
