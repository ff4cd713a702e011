import type { FrameLocator, Page } from 'playwright-core';

/** Everything that sticks out sideways, in words: pages that scroll, boxes inside them that do, and contents wider than their panel. */
export async function findOverflow(page: Page, frame: FrameLocator): Promise<string[]> {
  const outside = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`the portal scrolls: ${scrollWidth} in ${clientWidth}`] : [];
  });
  return [...outside, ...(await frame.locator('body').evaluate(listInside))];
}

/** Runs in the frame. */
function listInside(body: HTMLElement): string[] {
  const describe = (element: Element): string => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the frame scrolls: ${scrollWidth} in ${clientWidth}`);
  for (const element of body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (box.width <= 1 || box.height <= 1 || style.visibility === 'hidden') continue;
    const scrolls = ['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    if (scrolls) found.push(`${describe(element)} scrolls: ${element.scrollWidth} in ${element.clientWidth}`);
    if (box.right > clientWidth + 1 || box.left < -1)
      found.push(`${describe(element)} leaves the page: ${Math.round(box.left)}–${Math.round(box.right)}`);
    const panel = element.parentElement?.closest('.panel, .card, td, th');
    const edge = panel?.getBoundingClientRect();
    if (panel && edge && box.right > edge.right + 1)
      found.push(`${describe(element)} leaves ${describe(panel)}: ${Math.round(box.right)} of ${Math.round(edge.right)}`);
  }
  return [...new Set(found)].slice(0, 12);
}
