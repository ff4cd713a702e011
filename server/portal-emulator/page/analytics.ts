import { boundButtons } from './bound-placements.ts';
import { button, fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import type { Page } from './page.ts';
import { resizeFrame, scrollAround } from './resize-frame.ts';
import type { Portal } from './portal-context.ts';
import type { PlacementBinding } from './portal-state.ts';

const placement = 'CRM_ANALYTICS_MENU';

/** CRM analytics: its own list on the left with the reports that applications bound to it. */
export function analyticsPage(portal: Portal): Page {
  const { words } = portal;
  const list = h('nav', { class: 'analytics-list', 'aria-label': words.analytics });
  const body = h('div', { class: 'analytics-body' });
  const toolbar = h('div', { class: 'page-toolbar' });
  let opened: { readonly handler: string; readonly frame: FrameHost } | undefined;
  const close = (): void => {
    opened?.frame.close();
    opened = undefined;
  };
  const open = (binding: PlacementBinding): void => {
    if (opened?.handler === binding.handler) return;
    close();
    opened = { handler: binding.handler, frame: createReportFrame(portal, binding) };
    fill(body, opened.frame.element);
    draw();
  };
  const showQuiet = (): void => {
    close();
    fill(body, h('div', { class: 'nothing' }, h('h2', {}, words.quietTitle), h('p', {}, words.quietNote)));
    draw();
  };
  const draw = (): void => {
    fill(toolbar, ...boundButtons(portal, { code: 'CRM_ANALYTICS_TOOLBAR' }, { class: 'button-toolbar', test: 'toolbar' }));
    const bound = listBound(portal);
    const row = (text: string, isOpen: boolean, click: () => void, test: string): HTMLElement =>
      button({ 'aria-current': isOpen ? 'page' : null, 'data-test': test, click }, text);
    fill(
      list,
      h('p', {}, words.salesAnalytics),
      row(words.salesFunnel, false, showQuiet, 'analytics-funnel'),
      row(words.managers, false, showQuiet, 'analytics-managers'),
      h('p', {}, words.analyticsApplications),
      ...bound.map((binding) => row(binding.title, binding.handler === opened?.handler, () => open(binding), `tab-${binding.code}`)),
      bound.length === 0 && h('small', {}, words.analyticsEmpty),
    );
  };
  const refresh = (): void => {
    const first = listBound(portal)[0];
    if (!opened && first) open(first);
    else draw();
  };
  showQuiet();
  refresh();
  const panel = h('div', { class: 'panel analytics' }, list, body);
  return {
    element: h('div', {}, h('div', { class: 'page-head' }, h('h1', {}, words.analytics), toolbar), panel),
    refresh,
    reload: () => {
      opened?.frame.reload();
      refresh();
    },
    close,
  };
}

function listBound(portal: Portal): readonly PlacementBinding[] {
  return portal.state.current.placements.filter(({ code }) => code === placement);
}

function createReportFrame(portal: Portal, binding: PlacementBinding): FrameHost {
  const frame: FrameHost = createFrameHost(portal, {
    placement,
    handler: binding.handler,
    title: binding.title,
    surroundings: {
      place: 'page',
      resize: (wanted) => resizeFrame(frame.element, wanted, 'both'),
      scrollTo: (top) => scrollAround(frame.element, top),
    },
  });
  return frame;
}
