import { backgroundWorker } from './call-card-commands.ts';
import { fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import type { Portal } from './portal-context.ts';

/** The frame that nobody sees behind every page, where an application has bound one. */
export function backgroundFrame(portal: Portal): HTMLElement {
  const element = h('div', { hidden: true });
  let opened: { readonly key: string; readonly frame: FrameHost } | undefined;
  const draw = (): void => {
    const { me, placements } = portal.state.current;
    const bound = placements.find(({ code }) => code === backgroundWorker);
    const key = bound ? `${me.id} ${bound.handler}` : undefined;
    if (key === opened?.key) return;
    opened?.frame.close();
    opened = bound && key ? { key, frame: openFrame(portal, bound.handler, bound.title) } : undefined;
    fill(element, opened?.frame.element);
  };
  draw();
  portal.state.onChange(draw);
  return element;
}

function openFrame(portal: Portal, handler: string, title: string): FrameHost {
  const options = { ID: backgroundWorker };
  return createFrameHost(portal, { placement: backgroundWorker, handler, title, options, surroundings: { place: 'background' } });
}
