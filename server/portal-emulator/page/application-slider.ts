import { fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import type { ApplicationWish, Portal } from './portal-context.ts';
import type { Slider } from './slider.ts';

/** Opens a placement of the application in a slider of its own, with its own frame and session. */
export function openApplicationSlider(portal: Portal, wish: ApplicationWish): Slider {
  const { look = {} } = wish;
  const label = look.title ?? portal.state.current.application.title[portal.language];
  const heading = h('h1', { class: 'application-heading', 'data-test': 'application-heading', hidden: true });
  const bar = h('div', { class: 'application-bar' });
  const setTitle = (title: string): void => {
    fill(bar, title === '' ? label : title);
    fill(heading, title);
    heading.hidden = title === '';
  };
  const closeSlider = (): boolean => {
    const isOnTop = portal.sliders.top === slider;
    if (isOnTop) slider.close();
    return isOnTop;
  };
  const frame: FrameHost = createFrameHost(portal, {
    placement: wish.placement,
    title: label,
    ...(wish.handler === undefined ? {} : { handler: wish.handler }),
    ...(wish.options ? { options: wish.options } : {}),
    surroundings: { place: 'slider', setTitle, closeSlider, ...(wish.reloadData ? { reloadData: wish.reloadData } : {}) },
  });
  setTitle(look.title ?? '');
  const slider = portal.sliders.open({
    element: h('div', { class: 'application-page' }, bar, heading, frame.element),
    label,
    width: look.width ?? 'application',
    ...(look.leftBoundary === undefined ? {} : { leftBoundary: look.leftBoundary }),
    ...(look.label ? { tongue: look.label } : {}),
    reload: () => frame.reload(),
    close: () => frame.close(),
  });
  return slider;
}
