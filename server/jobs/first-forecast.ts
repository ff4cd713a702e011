import type { PgBoss } from 'pg-boss';
import type { Log } from '#kernel/log.ts';
import { findFittedAt } from '#store/forecast-models.ts';
import type { Store } from '#store/open-store.ts';
import { findLoadEnd } from '#store/sync-cursors.ts';
import { snapshotForecast } from './snapshot-forecast.ts';
import { refitForecast, type RefitDeps } from './refit-forecast.ts';

export interface FirstForecastOptions extends RefitDeps {
  readonly store: Store;
  /** Started by the caller. */
  readonly queue: PgBoss;
  readonly log: Log;
}

const fitQueue = 'first-forecast';

/** A portal that has just been read learns its forecast at once: its first screens are not to wait for the next tick of the house. */
export async function startFirstForecast(options: FirstForecastOptions): Promise<{ stop(): Promise<void> }> {
  const { store, queue, log } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  // Portals that need no asking any more, and those that are being asked.
  const fitted = new Set<bigint>();
  const asking = new Set<bigint>();
  const ask = async (portalId: bigint): Promise<void> => {
    if (fitted.has(portalId) || asking.has(portalId)) return;
    asking.add(portalId);
    try {
      const state = await store.forPortal(portalId).transaction(readState);
      if (state === 'fitted') fitted.add(portalId);
      else if (state === 'read') await queue.send(fitQueue, { portalId: String(portalId) }, { singletonKey: String(portalId) });
    } finally {
      asking.delete(portalId);
    }
  };
  const told = (failure: unknown): void => log.warn({ cause: String(failure) }, 'the first forecast of a portal has to wait');
  await queue.createQueue(fitQueue, { policy: 'short', notify: true, retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 3600 });
  await queue.work<{ portalId: string }>(fitQueue, { batchSize: 1, pollingIntervalSeconds: 5 }, async ([job]) => {
    if (job === undefined || stopping.signal.aborted) return;
    const fitting = fit(options, BigInt(job.data.portalId), stopping.signal).catch(told);
    running.add(fitting);
    await fitting.finally(() => running.delete(fitting));
  });
  const silence = await store.onAnnounce((portalId) => void ask(portalId).catch(told));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([silence(), queue.offWork(fitQueue, { wait: false }), ...running]);
    },
  };
}

async function readState(tx: Parameters<typeof findFittedAt>[0]): Promise<'loading' | 'read' | 'fitted'> {
  if ((await findFittedAt(tx)) !== undefined) return 'fitted';
  return (await findLoadEnd(tx)) === null ? 'loading' : 'read';
}

async function fit({ store, businessClock }: FirstForecastOptions, portalId: bigint, signal: AbortSignal): Promise<void> {
  const portal = store.forPortal(portalId);
  if (await refitForecast({ businessClock }, portal, signal)) await store.announce(portalId);
  await snapshotForecast({ businessClock }, portal, signal);
}
