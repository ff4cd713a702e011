import type { Server } from 'node:http';
import type { ChangeFeed } from '#http/change-feed.ts';
import type { Readiness } from '#http/readiness.ts';
import type { WorkTracker } from '#http/work-tracker.ts';
import type { RestLog } from '#jobs/rest-log.ts';
import type { Store } from '#store/open-store.ts';
import { closeServer, within } from './close-server.ts';

/** What has to end, each in its turn. */
export interface Parts {
  readonly readiness: Readiness;
  readonly changeFeed: ChangeFeed;
  readonly behind: WorkTracker;
  readonly evidence: { stop(): Promise<void> };
  readonly queue: ReturnType<Store['createJobs']>;
  readonly restLog: RestLog;
  readonly store: Store;
  readonly server: Server;
  readonly internal: Server | null;
  readonly untilUnsent: () => Promise<void>;
}

/**
 * It is not ready any more, but answers what is still sent to it; then no more is taken.
 * What runs meanwhile is finished or stands in the tables; the store comes last.
 */
export async function stopInOrder(parts: Parts, working: readonly { stop(): Promise<void> }[]): Promise<void> {
  parts.readiness.drain();
  await parts.changeFeed.close();
  const answering = parts.untilUnsent().then(() => closeServer(parts.server, answeringMs));
  await Promise.all([answering, within(workingMs, Promise.all(working.map((part) => part.stop())))]);
  await within(1000, parts.behind.settled());
  await within(2000, parts.evidence.stop());
  await parts.queue.stop({ graceful: true, timeout: 1000 });
  await within(1000, parts.restLog.stop());
  parts.internal?.closeAllConnections();
  parts.internal?.close();
  await parts.store.close();
}

/** With what comes before and behind them less than the ten seconds that a stop may take. */
const answeringMs = 3000;
const workingMs = 5500;
