import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Store } from '#store/open-store.ts';
import type { LoadShedding } from './load-shedding.ts';

const everyMs = 1000;
const resolutionMs = 20;

/** Looks at the load each second; returns how to stop looking. */
export function startLoadProbe({ store, shedding }: { store: Pick<Store, 'ping'>; shedding: LoadShedding }): () => void {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  const readStoreWait = createStoreWait(store);
  const timer = setInterval(() => {
    // The histogram counts its own pause between two looks as delay.
    const loopDelayMs = Number.isNaN(delays.mean) ? 0 : Math.max(0, delays.mean / 1e6 - resolutionMs);
    delays.reset();
    shedding.note({ loopDelayMs, storeWaitMs: readStoreWait() });
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
  };
}

/** A question is always on its way: the wait is that of the last one, or of this one when it takes longer. */
function createStoreWait(store: Pick<Store, 'ping'>): () => number {
  let lastMs = 0;
  let askedAtMs: number | null = null;
  const ask = async (): Promise<void> => {
    const beganMs = performance.now();
    askedAtMs = beganMs;
    // A store that fails is not a store that is slow: readiness tells that.
    await store.ping().catch(() => undefined);
    lastMs = performance.now() - beganMs;
    askedAtMs = null;
  };
  return () => {
    const waitedMs = askedAtMs === null ? lastMs : Math.max(lastMs, performance.now() - askedAtMs);
    if (askedAtMs === null) void ask();
    return waitedMs;
  };
}
