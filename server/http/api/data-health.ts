import type { DataHealth } from '#contract/data-health.ts';
import { judgeAge, lateAfterSeconds, usualValue } from '#domain/data-health.ts';
import { listLags, listReconcileRuns, type ReconcileRun } from '#store/data-health.ts';
import { countQuality } from '#store/data-quality.ts';
import { listReconcileRequests, requestReconcile } from '#store/reconcile-requests.ts';
import type { RequestedStream } from '#store/tables/sync-tables.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { toStreams } from '../data-health-streams.ts';
import { readFreshness } from '../freshness.ts';
import { readOperatingLimit } from '../operating-limit.ts';
import type { PortalContext } from '../portal-context.ts';
import { readStreams } from '../read-streams.ts';

const dayMs = 86_400_000;

export async function replyDataHealth(context: PortalContext, systemNow: Date): Promise<DataHealth> {
  const { tx, now, today } = context;
  const sync = await readSyncStatus(tx, now);
  const freshness = await readFreshness(context);
  const runs = await listReconcileRuns(tx, 2);
  const lags = await listLags(tx, new Date(now.getTime() - dayMs));
  const streams = toStreams({
    streams: await readStreams(context),
    requests: await listReconcileRequests(tx),
    eventLag: lags.at(-1)?.seconds ?? null,
    runs,
    sync,
    today,
    now,
  });
  const quality = await countQuality(tx, today);
  return {
    now: freshness.now,
    thresholdSeconds: lateAfterSeconds,
    numbers: {
      state: judgeAge([freshness.dealsAt, freshness.callsAt].map(toMs), now.getTime()),
      dealsAt: freshness.dealsAt,
      callsAt: freshness.callsAt,
    },
    dealDelay: {
      seconds: ageOf(freshness.dealsAt, now),
      usualSeconds: usualValue(lags.map((lag) => lag.seconds)),
    },
    comparison: toComparison(runs),
    streams,
    lags: lags.map((lag) => ({ at: lag.at.toISOString(), seconds: lag.seconds })),
    limit: await readOperatingLimit(context, systemNow),
    quality: Object.entries(quality).map(([check, items]) => ({ check: check as keyof typeof quality, items })),
    sync: { ...sync, freshness },
  };
}

/** Asks the lane to read these streams at its next turn, and tells open screens that it was asked. */
export async function replyRefresh(
  context: PortalContext,
  request: { streams: readonly RequestedStream[] },
): Promise<{ requestedAt: string }> {
  await requestReconcile(context.tx, { streams: request.streams, now: context.now, userId: context.session.userId });
  await context.changed('sync');
  return { requestedAt: context.now.toISOString() };
}

function toComparison(runs: readonly ReconcileRun[]): DataHealth['comparison'] {
  const run = runs.find((candidate) => candidate.finishedAt !== null);
  if (run === undefined || run.finishedAt === null) return null;
  const sumOf = (pick: (entity: ReconcileRun['entities'][number]) => number): number =>
    run.entities.reduce((total, entity) => total + pick(entity), 0);
  return {
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt.toISOString(),
    compared: sumOf((entity) => entity.compared),
    missing: sumOf((entity) => entity.missing),
    changed: sumOf((entity) => entity.changed),
    gone: sumOf((entity) => entity.gone),
    entities: [...run.entities],
  };
}

const toMs = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

function ageOf(instant: string | null, now: Date): number | null {
  return instant === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(instant)) / 1000));
}
