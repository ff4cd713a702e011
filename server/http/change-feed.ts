import type { Store } from '#store/open-store.ts';

/** Wakes long polls when something of their portal has changed. */
export interface ChangeFeed {
  /** Resolves on the next change of the portal, after `ms`, or when the caller gives up. */
  wait(portalId: bigint, ms: number, signal: AbortSignal): Promise<void>;
  /** Nobody waits any more. */
  readonly isClosed: boolean;
  close(): Promise<void>;
}

/** `isOn` false is the control of the push: polls only ever run into their time-out. */
export async function createChangeFeed(store: Store, options: { isOn: boolean }): Promise<ChangeFeed> {
  const waiting = new Map<bigint, Set<() => void>>();
  const wake = (portalId: bigint): void => {
    const all = waiting.get(portalId);
    waiting.delete(portalId);
    for (const resume of all ?? []) resume();
  };
  let isClosed = false;
  const stop = options.isOn ? await store.onAnnounce(wake) : async () => undefined;
  return {
    get isClosed() {
      return isClosed;
    },
    wait: (portalId, ms, signal) =>
      new Promise((resolve) => {
        if (isClosed) return resolve();
        const others = waiting.get(portalId) ?? new Set();
        const finish = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          others.delete(finish);
          resolve();
        };
        const timer = setTimeout(finish, ms);
        signal.addEventListener('abort', finish);
        others.add(finish);
        waiting.set(portalId, others);
      }),
    close: async () => {
      isClosed = true;
      await stop();
      for (const portalId of [...waiting.keys()]) wake(portalId);
    },
  };
}
