import type { PortalFrame } from './portal-frame.ts';

/** In a card the frame never scrolls itself: each change of the content's height is reported. Returns the way to stop. */
export function followHeight(content: HTMLElement, frame: Pick<PortalFrame, 'fitHeight'>): () => void {
  let reported = 0;
  const report = (): void => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === 0 || height === reported) return;
    reported = height;
    frame.fitHeight(height).catch(() => undefined);
  };
  const observer = new ResizeObserver(report);
  observer.observe(content);
  report();
  return () => observer.disconnect();
}
