import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { findPortal } from '#store/portals.ts';
import { createCurrencyCache, type CurrencyCache } from './currency-cache.ts';
import { createLoadLog } from './load-progress.ts';
import type { PortalAccess } from './portal-access.ts';
import { createReadSpace, type ReadSpace } from './read-ahead.ts';
import { runLane } from './run-lane.ts';
import { readSyncStatus, type SyncStatus } from './sync-status.ts';

export type ProgressListener = (portalId: bigint, status: SyncStatus) => void;

export interface Sync {
  /** The job queue must be started before. */
  start(): Promise<void>;
  /** Stops at the next page; what was saved is continued by the next start. */
  stop(): Promise<void>;
  requestFirstLoad(portalId: bigint): Promise<void>;
  /** Call it after the hints are committed. */
  requestCatchUp(portalId: bigint): Promise<void>;
  /** Tells about the first load of any portal; returns how to stop listening. */
  onProgress(listener: ProgressListener): () => void;
}

export interface SyncDeps {
  readonly store: Store;
  readonly access: PortalAccess;
  readonly jobs: ReturnType<Store['createJobs']>;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  /** Resolves as soon as reading does no harm to people who use the server. */
  readonly untilMay?: (signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

const laneQueue = 'sync-portal';
const tickQueue = 'sync-tick';
/** Short enough that several portals take turns and a lost process is noticed soon. */
const sliceMs = 15_000;
/** Most of a lane's time is waiting for its portal; one portal that hangs must not keep the others waiting. */
const portalsAtOnce = 8;

/**
 * One job a portal, in the queue at most once and running at most once over all processes.
 * The job carries no message: what there is to do stands in the tables, so a hint that comes while it runs is seen by it
 * or by the one queued behind it.
 */
export function createSync(deps: SyncDeps): Sync {
  const listeners = new Set<ProgressListener>();
  const loadLog = createLoadLog(deps.log, deps.systemClock);
  const stopping = new AbortController();
  const request = async (portalId: bigint): Promise<void> => {
    const key = String(portalId);
    await deps.jobs.send(laneQueue, { portalId: key }, { singletonKey: key, group: { id: key } });
  };
  const onProgress = async (portalId: bigint): Promise<void> => {
    if (listeners.size === 0 && !loadLog.isDue(portalId)) return;
    const status = await deps.store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, deps.businessClock()));
    if (loadLog.isDue(portalId) || status.state === 'ready') loadLog.tell(portalId, status);
    for (const listener of listeners) listener(portalId, status);
  };
  return {
    start: async () => {
      await createQueues(deps);
      const currencies = createCurrencyCache(deps.systemClock);
      await workOnLanes({ ...deps, currencies, readSpace: createReadSpace(), onProgress, request, signal: stopping.signal });
      await deps.jobs.work(tickQueue, { pollingIntervalSeconds: 5 }, () => requestAll(deps, request));
      await deps.jobs.schedule(tickQueue, '* * * * *');
      await requestAll(deps, request);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([laneQueue, tickQueue].map((queue) => deps.jobs.offWork(queue)));
    },
    requestFirstLoad: request,
    requestCatchUp: request,
    onProgress: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function createQueues({ jobs, store }: SyncDeps): Promise<void> {
  // Nothing is retried by the queue: the next tick looks at the tables again.
  await jobs.createQueue(laneQueue, {
    policy: 'short',
    notify: true,
    retryLimit: 0,
    expireInSeconds: 900,
    heartbeatSeconds: 10,
    deleteAfterSeconds: 3600,
  });
  await jobs.createQueue(tickQueue, { policy: 'short', retryLimit: 0, deleteAfterSeconds: 3600 });
  // On PGlite this is the only process, so whatever is still marked as running belongs to one that died.
  if (store.engine === 'pglite') await jobs.deleteAllJobs(laneQueue);
}

interface LaneWork extends SyncDeps {
  readonly readSpace: ReadSpace;
  readonly currencies: CurrencyCache;
  onProgress(portalId: bigint): Promise<void>;
  request(portalId: bigint): Promise<void>;
  readonly signal: AbortSignal;
}

async function workOnLanes(deps: LaneWork): Promise<void> {
  const options = {
    batchSize: 1,
    localConcurrency: portalsAtOnce,
    groupConcurrency: 1,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 5,
  };
  await deps.jobs.work<{ portalId: string }>(laneQueue, options, async ([job]) => {
    if (!job || deps.signal.aborted) return;
    const portalId = BigInt(job.data.portalId);
    try {
      const left = await runLane(deps, portalId, { signal: AbortSignal.any([deps.signal, job.signal]), sliceMs });
      if (left === 'more' && !deps.signal.aborted) await deps.request(portalId);
    } catch (failure) {
      deps.log.error({ portalId: job.data.portalId, err: failure }, 'reading a portal failed');
      throw failure;
    }
  });
}

async function requestAll(deps: SyncDeps, request: (portalId: bigint) => Promise<void>): Promise<void> {
  for (const portalId of await deps.store.directory.listPortalIds()) {
    const portal = await deps.store.forPortal(portalId).transaction(findPortal);
    if (portal?.state === 'active') await request(portalId);
  }
}
