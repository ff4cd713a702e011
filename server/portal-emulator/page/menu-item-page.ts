import { fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';
import { resizeFrame, scrollAround } from './resize-frame.ts';

const placement = 'LEFT_MENU';

/** What an application bound to the left menu: a page of the portal, not a slider. */
export function menuItemPage(portal: Portal, index: number): Page {
  const heading = h('h1', {});
  const body = h('div', { class: 'panel application-panel' });
  let opened: { readonly handler: string; readonly frame: FrameHost } | undefined;
  const close = (): void => {
    opened?.frame.close();
    opened = undefined;
  };
  const refresh = (): void => {
    const bound = portal.state.current.placements.filter(({ code }) => code === placement)[index];
    fill(heading, bound?.title ?? portal.words.applications);
    if (bound && bound.handler === opened?.handler) return;
    close();
    if (bound) opened = { handler: bound.handler, frame: createFrame(portal, bound.handler, bound.title) };
    fill(body, opened?.frame.element ?? h('div', { class: 'nothing' }, h('h2', {}, portal.words.quietTitle)));
  };
  refresh();
  return {
    element: h('div', {}, h('div', { class: 'page-head' }, heading), body),
    refresh,
    reload: () => {
      opened?.frame.reload();
      refresh();
    },
    close,
  };
}

function createFrame(portal: Portal, handler: string, title: string): FrameHost {
  const frame: FrameHost = createFrameHost(portal, {
    placement,
    handler,
    title,
    surroundings: {
      place: 'page',
      resize: (wanted) => resizeFrame(frame.element, wanted, 'both'),
      scrollTo: (top) => scrollAround(frame.element, top),
    },
  });
  return frame;
}
