import { openApplicationSlider } from './application-slider.ts';
import { fill, h } from './dom.ts';
import { createFormats } from './formats.ts';
import { createNotices } from './notice.ts';
import { openInside } from './open-inside.ts';
import { createDesk } from './desk.ts';
import { createPortalApi } from './portal-api.ts';
import { createStateKeeper } from './portal-state.ts';
import { createRouter, paths } from './router.ts';
import { createSliderStack } from './slider.ts';
import { createThemeKeeper } from './theme.ts';
import { chooseLanguage, wordsOf } from './words.ts';
import type { Portal } from './portal-context.ts';

const pollEveryMs = 30_000;

async function start(root: Element): Promise<void> {
  const language = chooseLanguage(location.search, localStorage);
  const words = wordsOf(language);
  const theme = createThemeKeeper(document.documentElement, localStorage, matchMedia('(prefers-color-scheme: dark)'));
  document.documentElement.lang = language;
  fill(root, h('p', { class: 'starting' }, words.loading));
  const api = createPortalApi(language);
  const state = await createStateKeeper(() => api.loadState());
  const notices = createNotices();
  const sliders = createSliderStack(words.close, () => document.querySelector<HTMLElement>('.desk'));
  const portal: Portal = {
    language,
    words,
    formats: createFormats(language, state),
    api,
    state,
    sliders,
    theme,
    navigate: (path) => router.navigate(path),
    notify: notices.notify,
    openApplication: (wish) => openApplicationSlider(portal, wish).closed,
    openPath: (path) => openInside(portal, path),
    finishInstall: async () => {
      await state.refresh();
      sliders.closeAbove(undefined);
      router.navigate(paths.application);
    },
    reloadPage: () => location.reload(),
  };
  const desk = createDesk(portal);
  const router = createRouter((route) => desk.show(route));
  fill(root, ...desk.elements, sliders.element, notices.element);
  router.start();
  setInterval(() => void state.refresh().catch(() => undefined), pollEveryMs);
}

const root = document.querySelector('#portal');
if (root) start(root).catch(() => fill(root, h('p', { class: 'starting' }, wordsOf(chooseLanguage(location.search, localStorage)).failed)));
