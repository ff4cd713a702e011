/** What of our work may wait while the server is too busy, in the order in which it is put off. */
const order = ['dashboards', 'sync'] as const;
export type Deferrable = (typeof order)[number];

export interface Load {
  /** How late timers are. */
  readonly loopDelayMs: number;
  /** How long the store lets a trivial question wait. */
  readonly storeWaitMs: number;
}

export interface LoadShedding {
  /** Takes one look at the load; looks come each second. */
  note(load: Load): void;
  isShed(work: Deferrable): boolean;
  /** Resolves as soon as reading portals may go on, and rejects when nobody waits any more. */
  untilSyncMay(signal?: AbortSignal): Promise<void>;
}

/** From here on dashboards are put off; reading portals from more than twice of it. */
const limits: Load = { loopDelayMs: 200, storeWaitMs: 1000 };
const startsAt: Readonly<Record<Deferrable, number>> = { dashboards: 1, sync: 2.5 };
/** One look may be an accident, and what was put off stays so until the load has been low for a while. */
const looksUp = 2;
const looksDown = 5;

/**
 * Puts work off step by step: dashboards, then the reading of portals, and never what people sign or how they get in.
 * Exports and imports of files go with dashboards.
 */
export function createLoadShedding(): LoadShedding {
  let level = 0;
  let high = 0;
  let low = 0;
  const waiting = new Set<() => void>();
  const isShed = (work: Deferrable): boolean => order.indexOf(work) < level;
  const move = (next: number): void => {
    level = next;
    high = 0;
    low = 0;
    if (!isShed('sync')) for (const resume of [...waiting]) resume();
  };
  return {
    isShed,
    note: ({ loopDelayMs, storeWaitMs }) => {
      const pressure = Math.max(loopDelayMs / limits.loopDelayMs, storeWaitMs / limits.storeWaitMs);
      const next = order[level];
      const last = order[level - 1];
      high = next !== undefined && pressure >= startsAt[next] ? high + 1 : 0;
      low = last !== undefined && pressure < startsAt[last] / 2 ? low + 1 : 0;
      if (high >= looksUp) move(level + 1);
      else if (low >= looksDown) move(level - 1);
    },
    untilSyncMay: (signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (!isShed('sync')) return resolve();
        const finish = (): void => {
          waiting.delete(finish);
          signal?.removeEventListener('abort', finish);
          if (signal?.aborted === true) reject(signal.reason as Error);
          else resolve();
        };
        waiting.add(finish);
        signal?.addEventListener('abort', finish, { once: true });
      }),
  };
}
