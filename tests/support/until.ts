import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until there is something to see, soon at first and then less often: each look costs what it looks for time. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string, ms = 60_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (let pauseMs = 10; ; pauseMs = Math.min(200, pauseMs * 1.4)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
    await wait(pauseMs);
  }
}
