import { createPinia, type Pinia } from 'pinia';
import type { Plugin } from 'vue';
import { z } from 'zod';
import type { Boot } from '#contract/session.ts';
import type { Language } from '#contract/wire.ts';
import { loadI18n, type LoadTexts } from '#locales/create-i18n.ts';
import { readBoot } from '#api/read-boot.ts';
import { useChanges } from '#stores/changes.ts';
import { usePortal } from '#stores/portal.ts';
import { useSession } from '#stores/session.ts';
import { followTheme } from './style/follow-theme.ts';

export interface StartedPage {
  boot: Boot;
  plugins: [Pinia, Plugin];
}

/** What both entries do before they mount: theme, first data, texts, session. */
export async function startPage(loadTexts: LoadTexts): Promise<StartedPage> {
  // The content security policy forbids eval, so zod must not try it.
  z.config({ jitless: true });
  followTheme(document.documentElement, window.matchMedia('(prefers-color-scheme: dark)'));
  const boot = readBoot(document) ?? bootWithoutPortal();
  document.documentElement.lang = boot.language;
  const i18n = await loadI18n(boot.language, loadTexts);
  const pinia = createPinia();
  const session = useSession(pinia);
  session.start(boot);
  // A browser never asks again for a module that has failed once, so that only a page loaded anew helps.
  window.addEventListener('vite:preloadError', session.missPart);
  if (boot.session !== null) confirmPortal(pinia, session.refuse);
  afterFirstPaint(() => {
    if (session.view !== 'notice' && session.view !== 'install') useChanges(pinia).start();
  });
  return { boot, plugins: [pinia, i18n as Plugin] };
}

/**
 * A page with a session belongs into a frame of its portal: one that somebody has sent into a window of its own,
 * or into another portal, would have a person act in the name of the sender.
 */
function confirmPortal(pinia: Pinia, refuse: () => void): void {
  if (window.parent === window) return refuse();
  // The SDK is fetched only after the first data is on the screen.
  afterFirstPaint(
    () =>
      void usePortal(pinia)
        .frame()
        .catch(() => undefined),
  );
}

function afterFirstPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work, 0));
}

/** The page was opened by its address, outside a portal. */
function bootWithoutPortal(): Boot {
  const language: Language = navigator.language.startsWith('ru') ? 'ru' : 'en';
  return {
    build: '',
    language,
    view: 'notice',
    notice: { reason: 'open-from-portal', requestId: '' },
    session: null,
    viewer: null,
    portal: null,
    placement: { code: '', entityId: null },
    now: '1970-01-01T00:00:00.000Z',
    month: '1970-01',
    install: null,
    deal: null,
    lead: null,
  };
}
