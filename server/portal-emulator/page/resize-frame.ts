import type { FrameSize, WantedSize } from './frame-session.ts';

/** Gives a frame the height it asks for and, where the place allows it, the width; answers what it takes up then. */
export function resizeFrame(host: HTMLElement, { width, height }: WantedSize, allows: 'height' | 'both'): FrameSize {
  if (height !== undefined) host.style.setProperty('--frame-height', `${height}px`);
  if (allows === 'both') host.style.setProperty('--frame-width', width);
  const { width: taken, height: high } = (host.querySelector('iframe') ?? host).getBoundingClientRect();
  return { width: Math.round(taken), height: Math.round(high) };
}

/** Scrolls whatever scrolls around a frame that is no slider of its own. */
export function scrollAround(host: HTMLElement, top: number): void {
  (host.closest('.slider > *') ?? document.documentElement).scrollTo({ top: Math.max(0, top) });
}
