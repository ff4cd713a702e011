/** Work that goes on behind an answer: a stop waits for it. */
export interface WorkTracker {
  track(work: Promise<unknown>): void;
  /** Resolves when nothing is left. */
  settled(): Promise<void>;
}

export function createWorkTracker(): WorkTracker {
  const running = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      const noted = work.catch(() => undefined).finally(() => running.delete(noted));
      running.add(noted);
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
