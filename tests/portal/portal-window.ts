import type * as B24Js from '@bitrix24/b24jssdk';
import type { PortalEmulatorOptions } from '#portal-emulator/emulator-options.ts';
import { selectors, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { hostEmulator, type HostedEmulator } from './hosted-emulator.ts';
import { admin, registration } from './portal-under-test.ts';
import { startSampleApplication, type SampleApplication } from './sample-application.ts';

declare global {
  interface Window {
    /** The client of the application's page, once the portal has answered it. */
    ready: Promise<B24Js.B24Frame>;
    /** The client's own name for itself where it is loaded by a script. */
    B24Js: typeof B24Js;
  }
}

selectors.setTestIdAttribute('data-test');

/** A portal on localhost and an application on 127.0.0.1, so that its frames are cross-site as in the cloud. */
export interface PortalWithApplication {
  readonly host: HostedEmulator;
  readonly application: SampleApplication;
  readonly origin: string;
  bind(placement: string, title?: string, path?: string, more?: object): Promise<void>;
  close(): Promise<void>;
}

export async function startPortalWithApplication(
  changes: Partial<PortalEmulatorOptions> & { isFresh?: boolean } = {},
): Promise<PortalWithApplication> {
  const application = await startSampleApplication();
  const handlerUrl = `${application.origin}/own-page`;
  const installerUrl = `${application.origin}/installer`;
  const host = await hostEmulator({ application: { ...registration, handlerUrl, installerUrl }, ...changes });
  return {
    host,
    application,
    origin: host.portal.options.portalOrigin,
    bind: async (placement, title = 'Приложение', path = `/${placement}`, more = {}) => {
      const answer = await host.portal.call(admin, 'placement.bind', {
        PLACEMENT: placement,
        HANDLER: application.origin + path,
        TITLE: title,
        ...more,
      });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    },
    close: async () => {
      await host.close();
      await application.close();
    },
  };
}

export interface PortalWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  open(path: string): Promise<void>;
  /** The application's frame that was opened last, when its client has started. */
  frame(placement?: string): Promise<Frame>;
}

export async function openWindow(browser: Browser, portal: PortalWithApplication, userId: number): Promise<PortalWindow> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, locale: 'ru-RU', reducedMotion: 'reduce' });
  context.setDefaultTimeout(10_000);
  await context.addCookies([{ name: 'portal_user', value: String(userId), url: portal.origin }]);
  const page = await context.newPage();
  return {
    context,
    page,
    open: async (path) => {
      await page.goto(portal.origin + path);
    },
    frame: (placement) => findFrame(page, placement),
  };
}

async function findFrame(page: Page, placement?: string): Promise<Frame> {
  const selector = placement === undefined ? '[data-test="app-frame"]' : `[data-test="app-frame"][data-placement="${placement}"]`;
  const handle = await page.locator(selector).last().elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error(`no frame of ${placement ?? 'the application'}`);
  // Frames that are not drawn get no animation frames to poll on.
  await frame.waitForFunction(() => 'ready' in window, undefined, { polling: 50 });
  await frame.evaluate(() => window.ready.then(() => undefined));
  return frame;
}
