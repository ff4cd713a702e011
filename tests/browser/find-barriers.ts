import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Success criteria of WCAG 2.1 up to AA, which hold contrast and names among others. */
const options: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] };

/** What keeps people with a screen reader, a keyboard or weak eyes out of a page, in words: only what is serious or worse. */
export async function findBarriers(frame: FrameLocator): Promise<string[]> {
  const root = frame.locator('html');
  await root.evaluate(source);
  const { violations } = await root.evaluate((_, asked) => window.axe.run(document, asked), options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, any, all }) => `${id}: ${target.join(' ')} (${(any[0] ?? all[0])?.message ?? ''})`))
    .slice(0, 12);
}

declare global {
  interface Window {
    readonly axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}
