import { fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import type { ApplicationLook, Portal } from './portal-context.ts';
import type { Slider } from './slider.ts';

/** Opens a placement of the application in a slider of its own, with its own frame and session. */
export function openApplicationSlider(
  portal: Portal,
  placement: string,
  options: Readonly<Record<string, unknown>> = {},
  look: ApplicationLook = {},
): Slider {
  const label = look.title ?? portal.state.current.application.title[portal.language];
  const heading = h('h1', { class: 'application-heading', hidden: true });
  const setTitle = (title: string): void => {
    fill(heading, title);
    heading.hidden = title === '';
  };
  const frame: FrameHost = createFrameHost(portal, {
    placement,
    title: label,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    surroundings: { place: 'slider', setHeight: () => undefined, setTitle, closeSlider: () => slider.close() },
  });
  setTitle(look.title ?? '');
  const slider = portal.sliders.open({
    element: h('div', { class: 'application-page' }, heading, frame.element),
    label,
    width: look.width ?? 'application',
    reload: () => frame.reload(),
    close: () => frame.close(),
  });
  return slider;
}
