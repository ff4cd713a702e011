/** Time that passes only when everybody sleeps: it goes at once to whoever wakes next. */
export interface VirtualTime {
  readonly clock: () => Date;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until all of the work is done. */
  run(work: readonly Promise<void>[]): Promise<void>;
}

export function createVirtualTime(): VirtualTime {
  let nowMs = 0;
  let sleepers: { atMs: number; wake: () => void }[] = [];
  return {
    clock: () => new Date(nowMs),
    nowMs: () => nowMs,
    sleep: (ms) => new Promise((wake) => sleepers.push({ atMs: nowMs + ms, wake })),
    async run(work) {
      let isOver = false;
      const all = Promise.all(work).finally(() => (isOver = true));
      while (!isOver) {
        // Whatever can go on without sleeping goes on first.
        await new Promise((resolve) => setImmediate(resolve));
        const atMs = Math.min(...sleepers.map((sleeper) => sleeper.atMs));
        if (!Number.isFinite(atMs)) continue;
        nowMs = Math.max(nowMs, atMs);
        const due = sleepers.filter((sleeper) => sleeper.atMs <= nowMs);
        sleepers = sleepers.filter((sleeper) => sleeper.atMs > nowMs);
        for (const { wake } of due) wake();
      }
      await all;
    },
  };
}
