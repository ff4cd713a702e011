import type { FrameLocator } from 'playwright-core';

/** Texts that are drawn over each other, in words. */
export async function findOverlaps(frame: FrameLocator): Promise<string[]> {
  return frame.locator('body').evaluate(listOverlaps);
}

/** Runs in the frame. What floats above the page on purpose is left out: heads that stay, panels, messages. */
function listOverlaps(body: HTMLElement): string[] {
  const floats = (element: Element | null): boolean => {
    if (element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) !== true) return true;
    for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
      const { position, overflow } = getComputedStyle(at);
      if (['sticky', 'fixed', 'absolute'].includes(position)) return true;
      // A box of one point is for screen readers; a box that cuts its lines shows less than its texts take.
      if (at.getBoundingClientRect().height <= 1) return true;
      if (overflow !== 'visible' && (at.scrollHeight > at.clientHeight + 1 || at.scrollWidth > at.clientWidth + 1)) return true;
      if (at.tagName === 'SVG' || at.tagName === 'svg') return true;
    }
    return false;
  };
  const texts: { readonly words: string; readonly box: DOMRect }[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const words = node.textContent?.trim() ?? '';
    if (words === '' || floats(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) texts.push({ words: words.slice(0, 40), box });
  }
  texts.sort((a, b) => a.box.top - b.box.top);
  const found: string[] = [];
  for (const [at, { words, box }] of texts.entries()) {
    for (let next = at + 1; next < texts.length; next += 1) {
      const other = texts[next];
      if (other === undefined || other.box.top >= box.bottom) break;
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - other.box.top;
      if (wide > 2 && high > 4 && words !== other.words)
        found.push(`«${words}» and «${other.words}» overlap by ${Math.round(wide)} × ${Math.round(high)}`);
    }
  }
  return [...new Set(found)].slice(0, 8);
}
