import type { PgBoss } from 'pg-boss';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { deleteRestLog } from '#store/rest-log.ts';
import { startFirstForecast } from './first-forecast.ts';
import { refitForecast } from './refit-forecast.ts';
import { judgeActions, type JudgeDeps } from './judge-actions.ts';
import { remindAboutChecks } from './remind-about-checks.ts';
import { remindAboutDecisions } from './remind-about-decisions.ts';
import { remindAboutMetrics } from './remind-about-metrics.ts';
import { remindAboutPlans, type PlanReminderDeps } from './remind-about-plans.ts';
import { remindAboutQuizzes } from './remind-about-quizzes.ts';
import { remindToPrepare, type PreparationDeps } from './remind-to-prepare.ts';
import { renewSecrets, type RenewalDeps } from './renew-secrets.ts';
import { snapshotForecast } from './snapshot-forecast.ts';
import { sendHeadDigest } from './send-head-digest.ts';
import { watchActivity, type WatchDeps } from './watch-activity.ts';

export interface HousekeepingOptions extends RenewalDeps, PlanReminderDeps, JudgeDeps, PreparationDeps, WatchDeps {
  readonly store: Store;
  /** Started by the caller. */
  readonly queue: PgBoss;
  readonly systemClock: () => Date;
  readonly log: Log;
}

const tickQueue = 'housekeeping-tick';

/** The market asks for three days at least. */
const keptMs = 3 * 86_400_000;

/** What one portal gets now and then; one that fails does not hold the others. */
const chores = {
  keepHouse,
  remindAboutMetrics,
  remindAboutPlans,
  remindAboutQuizzes,
  sendHeadDigest,
  refitForecast,
  snapshotForecast,
  watchActivity,
  judgeActions,
  remindAboutDecisions,
  remindAboutChecks,
  remindToPrepare,
};

/**
 * What nobody waits for: the log of requests loses its oldest day, what an earlier key has sealed comes under the present one,
 * people are reminded of numbers that grow old, and the forecast learns from the day that has passed.
 */
export async function startHousekeeping(options: HousekeepingOptions): Promise<{ stop(): Promise<void> }> {
  const { store, queue, log } = options;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    for (const portalId of await store.directory.listPortalIds()) {
      for (const [chore, run] of Object.entries(chores)) {
        if (stopping.signal.aborted) return;
        try {
          await run(options, store.forPortal(portalId), stopping.signal);
        } catch (failure) {
          const cause = failure instanceof Error ? failure.message : 'unknown';
          log.error({ portalId: String(portalId), chore, cause }, 'housekeeping failed');
        }
      }
    }
  };
  await queue.createQueue(tickQueue, { policy: 'short', retryLimit: 0, deleteAfterSeconds: 3600 });
  await queue.work(tickQueue, { batchSize: 1, pollingIntervalSeconds: 10 }, () => (running = tick()));
  await queue.schedule(tickQueue, '*/5 * * * *');
  const firstForecast = await startFirstForecast(options);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([queue.offWork(tickQueue, { wait: false }), firstForecast.stop()]);
      await running;
    },
  };
}

/** In pieces, so that nobody waits behind a long deletion. */
export async function keepHouse(
  options: Pick<HousekeepingOptions, 'systemClock'> & RenewalDeps,
  portal: PortalStore,
  signal?: AbortSignal,
): Promise<void> {
  const before = new Date(options.systemClock().getTime() - keptMs);
  while (signal?.aborted !== true && (await portal.transaction((tx) => deleteRestLog(tx, before))) > 0);
  if (signal?.aborted !== true) await renewSecrets(options, portal);
}
