import { Boot } from '#contract/session.ts';

/** First data of the page as the server put it inline; null when the page was opened without it. */
export function readBoot(page: Document): Boot | null {
  const text = page.getElementById('boot')?.textContent;
  if (text === undefined || text === null || text === '') return null;
  try {
    return Boot.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
