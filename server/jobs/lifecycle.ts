import type { PgBoss } from 'pg-boss';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';

export interface LifecycleJobs {
  /** Looks after one portal soon: call it after what is due was committed. */
  request(portalId: bigint): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface LifecycleOptions {
  readonly store: Store;
  /** Started by the caller. */
  readonly queue: PgBoss;
  readonly care: Care;
  readonly log: Log;
}

/** What looking after a portal is, told by whoever composes the parts. */
export interface Care {
  isDue(portalId: bigint): Promise<boolean>;
  run(portalId: bigint, signal: AbortSignal): Promise<unknown>;
}

const careQueue = 'lifecycle';
const tickQueue = 'lifecycle-tick';

/** Removals that wait for confirmation, portals that stopped paying, tokens that grow old, bindings that differ: each in its time. */
export function createLifecycleJobs({ store, queue, care, log }: LifecycleOptions): LifecycleJobs {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  const request = async (portalId: bigint): Promise<void> => {
    const key = String(portalId);
    await queue.send(careQueue, { portalId: key }, { singletonKey: key, group: { id: key } });
  };
  const run = async (portalId: bigint): Promise<void> => {
    const work = care.run(portalId, stopping.signal);
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  return {
    request,
    start: async () => {
      // Nothing is retried by the queue: what is due stands in the tables, and the next tick finds it again.
      const lost = { expireInSeconds: 600, heartbeatSeconds: 10, deleteAfterSeconds: 3600 };
      await queue.createQueue(careQueue, { policy: 'short', notify: true, retryLimit: 0, ...lost });
      await queue.createQueue(tickQueue, { policy: 'short', retryLimit: 0, deleteAfterSeconds: 3600 });
      // On PGlite this is the only process, so whatever is still marked as running belongs to one that died.
      if (store.engine === 'pglite') await queue.deleteAllJobs(careQueue);
      const options = { batchSize: 1, localConcurrency: 2, groupConcurrency: 1, pollingIntervalSeconds: 2 };
      await queue.work<{ portalId: string }>(careQueue, options, async ([job]) => {
        if (job === undefined || stopping.signal.aborted) return;
        try {
          await run(BigInt(job.data.portalId));
        } catch (failure) {
          log.error(
            { portalId: job.data.portalId, cause: failure instanceof Error ? failure.message : 'unknown' },
            'a portal was not looked after',
          );
          throw failure;
        }
      });
      const tick = async (): Promise<void> => {
        for (const portalId of await store.directory.listPortalIds()) if (await care.isDue(portalId)) await request(portalId);
      };
      await queue.work(tickQueue, { batchSize: 1, pollingIntervalSeconds: 5 }, tick);
      await queue.schedule(tickQueue, '* * * * *');
      await tick();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([careQueue, tickQueue].map((name) => queue.offWork(name)));
      await Promise.allSettled(running);
    },
  };
}
