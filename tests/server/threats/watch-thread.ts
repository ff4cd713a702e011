/** How long this thread was busy at a stretch, and how much more memory it came to hold. */
export interface ThreadWatch {
  stop(): { readonly longestTurnMs: number; readonly ownMegabytes: number };
}

const everyMs = 5;

/**
 * Between two beats of a timer a thread that waits uses no processor. Its own time is counted, not that of the clock,
 * so that a machine with other work says the same; and its own memory, which does not hold what other threads have.
 */
export function watchThread(): ThreadWatch {
  const memory = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const busy = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const before = memory();
  let last = busy();
  let longestTurnMs = 0;
  let most = before;
  const beat = (): void => {
    const now = busy();
    longestTurnMs = Math.max(longestTurnMs, now - last);
    last = now;
    most = Math.max(most, memory());
  };
  const timer = setInterval(beat, everyMs);
  return {
    stop: () => {
      beat();
      clearInterval(timer);
      return { longestTurnMs, ownMegabytes: (most - before) / 1024 / 1024 };
    },
  };
}
