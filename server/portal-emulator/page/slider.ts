import { button, h } from './dom.ts';
import { icon } from './icons.ts';
import type { SliderLabel } from './application-look.ts';

/** A page laid over the others; `reload` shows it again as another person, `close` ends what it started. */
export interface SliderContent {
  readonly element: HTMLElement;
  readonly label: string;
  /** A card leaves the list behind it in sight, an application takes the width its pages are drawn for. */
  readonly width: 'card' | 'application' | number;
  /** Distance from the left edge of the window, in place of the width. */
  readonly leftBoundary?: number;
  readonly tongue?: SliderLabel;
  reload(): void;
  close?(): void;
}

export interface Slider {
  readonly content: SliderContent;
  readonly closed: Promise<void>;
  close(): void;
}

export interface SliderStack {
  readonly element: HTMLElement;
  readonly top: Slider | undefined;
  open(content: SliderContent): Slider;
  /** Closes what lies over a slider, or every slider. */
  closeAbove(slider: Slider | undefined): void;
  reloadAll(): void;
}

export function createSliderStack(closeLabel: string, page: () => HTMLElement | null): SliderStack {
  const element = h('div', { class: 'sliders' });
  const open: Slider[] = [];
  const settle = (): void => {
    document.body.classList.toggle('has-slider', open.length > 0);
    page()?.toggleAttribute('inert', open.length > 0);
    [...element.children].forEach((layer, index) => layer.toggleAttribute('inert', index < open.length - 1));
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) open.at(-1)?.close();
  });
  return {
    element,
    get top() {
      return open.at(-1);
    },
    open: (content) => {
      const opener = document.activeElement;
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      const close = (): void => {
        const place = open.indexOf(slider);
        if (place < 0) return;
        open.slice(place + 1).forEach((above) => above.close());
        open.splice(place, 1);
        content.close?.();
        layer.remove();
        settle();
        resolve();
        if (opener instanceof HTMLElement) opener.focus();
      };
      const slider: Slider = { content, closed, close };
      const layer = drawLayer(content, closeLabel, close, open.length);
      open.push(slider);
      element.append(layer);
      settle();
      layer.querySelector<HTMLElement>('.slider')?.focus({ preventScroll: true });
      return slider;
    },
    closeAbove: (slider) =>
      open
        .slice(slider ? open.indexOf(slider) + 1 : 0)
        .reverse()
        .forEach((above) => above.close()),
    reloadAll: () => open.forEach((slider) => slider.content.reload()),
  };
}

function drawLayer(content: SliderContent, closeLabel: string, close: () => void, depth: number): HTMLElement {
  const panel = h(
    'section',
    { class: 'slider', role: 'dialog', 'aria-modal': 'true', 'aria-label': content.label, tabindex: -1 },
    drawTongue(content.tongue, closeLabel, close),
    content.element,
  );
  if (content.leftBoundary !== undefined) {
    panel.style.setProperty('--slider-width', `calc(100vw - ${content.leftBoundary}px)`);
  } else if (typeof content.width === 'number') {
    panel.style.setProperty('--slider-width', `${content.width}px`);
  } else {
    panel.classList.add(`slider-${content.width}`);
  }
  panel.style.setProperty('--slider-depth', String(depth));
  const layer = h('div', { class: 'slider-layer' }, panel);
  layer.addEventListener('pointerdown', (event) => {
    if (event.target === layer) close();
  });
  return layer;
}

/** The round edge that closes a slider, in the colours and with the words an application gave it. */
function drawTongue(tongue: SliderLabel | undefined, closeLabel: string, close: () => void): HTMLButtonElement {
  const element = button(
    { class: 'slider-close', 'aria-label': closeLabel, 'data-test': 'slider-close', click: close },
    icon('close', 18),
    tongue?.text ? h('span', { class: 'slider-label' }, tongue.text) : null,
  );
  if (tongue?.ground) element.classList.add(`slider-ground-${tongue.ground}`);
  if (tongue?.color) element.style.color = tongue.color;
  return element;
}
