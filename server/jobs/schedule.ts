import type { PgBoss } from 'pg-boss';
import { PortalError } from '#bitrix/portal-error.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { markInterruptedOutbox } from '#store/outbox.ts';
import { findPortal } from '#store/portals.ts';
import type { PortalAccess } from '#sync/portal-access.ts';
import type { LifecycleJobs } from './lifecycle.ts';
import { sendOutbox } from './send-outbox.ts';

export interface JobsOptions {
  readonly store: Store;
  /** Started by the caller. */
  readonly queue: PgBoss;
  readonly access: PortalAccess;
  readonly lifecycle: LifecycleJobs;
  /** The code of our application in the addresses of a portal. */
  readonly applicationCode: string;
  readonly systemClock: () => Date;
  readonly businessClock: () => Date;
  readonly log: Log;
}

export interface Jobs {
  /** Waits some seconds for what is being sent and cuts it off then: whether it has arrived is not known of it. */
  stop(): Promise<void>;
}

const outboxQueue = 'outbox';
const tickQueue = 'outbox-tick';
const sendingMs = 3000;

/** What happens by itself besides reading: messages that wait in the outbox are sent soon after they were written. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { store, queue } = options;
  await queue.createQueue(outboxQueue, {
    policy: 'short',
    notify: true,
    retryLimit: 3,
    retryDelay: 20,
    retryBackoff: true,
    expireInSeconds: 300,
    heartbeatSeconds: 10,
  });
  await queue.createQueue(tickQueue, { policy: 'short' });
  for (const portalId of await store.directory.listPortalIds()) {
    await store.forPortal(portalId).transaction((tx) => markInterruptedOutbox(tx, options.systemClock()));
  }
  const stopping = new AbortController();
  const cutting = new AbortController();
  const running = new Set<Promise<void>>();
  // Portals side by side: one that answers slowly keeps only its own messages waiting.
  const work = { batchSize: 1, localConcurrency: 4, groupConcurrency: 1, pollingIntervalSeconds: 2 };
  await queue.work<{ portalId: string }>(outboxQueue, work, async ([job]) => {
    if (job === undefined || stopping.signal.aborted) return;
    const sending = sendFor(options, BigInt(job.data.portalId), { signal: stopping.signal, cutSignal: cutting.signal });
    running.add(sending);
    await sending.finally(() => running.delete(sending));
  });
  const request = async (portalId: bigint): Promise<void> => {
    const key = String(portalId);
    await queue.send(outboxQueue, { portalId: key }, { singletonKey: key, group: { id: key } });
  };
  await queue.work(tickQueue, { batchSize: 1 }, async () => {
    for (const portalId of await store.directory.listPortalIds()) await request(portalId);
  });
  await queue.schedule(tickQueue, '* * * * *');
  const silence = await store.onAnnounce((portalId) => {
    request(portalId).catch((failure: unknown) => options.log.warn({ cause: String(failure) }, 'the outbox could not be asked to send'));
  });
  await options.lifecycle.start();
  return {
    stop: async () => {
      stopping.abort();
      const patience = setTimeout(() => cutting.abort(), sendingMs);
      await Promise.all([options.lifecycle.stop(), silence(), ...running].map((work) => work.catch(() => undefined)));
      clearTimeout(patience);
    },
  };
}

interface Ending {
  /** Nothing more is begun. */
  readonly signal: AbortSignal;
  readonly cutSignal: AbortSignal;
}

async function sendFor(options: JobsOptions, portalId: bigint, { signal, cutSignal }: Ending): Promise<void> {
  try {
    const portal = await options.store.forPortal(portalId).transaction(findPortal);
    // Messages of a portal that may be gone wait: the portal would refuse them for good.
    if (portal?.state !== 'active') return;
    const client = await options.access.clientFor(portalId, { signal, cutSignal, source: 'sending' });
    const { systemClock, businessClock, log } = options;
    const applicationUrl = `${portal.origin}/marketplace/view/${options.applicationCode}/`;
    await sendOutbox({ portal: options.store.forPortal(portalId), client, applicationUrl, signal, systemClock, businessClock, log });
  } catch (failure) {
    // A portal that gives no access is not an error of ours; the messages stay where they are.
    if (signal.aborted) return;
    if (!(failure instanceof PortalError)) throw failure;
    options.log.info({ code: failure.code }, 'the outbox of a portal waits for access');
  }
}
