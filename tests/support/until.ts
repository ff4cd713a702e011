import { setTimeout as wait } from 'node:timers/promises';

/** Looks again every few milliseconds until there is something to see. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string, ms = 60_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
    await wait(20);
  }
}
