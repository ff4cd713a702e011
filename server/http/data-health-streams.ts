import type { DataHealth, Stream, StreamName, StreamState } from '#contract/data-health.ts';
import { judgeStream, lateAfterSeconds } from '#domain/data-health.ts';
import type { ReconcileRun, StreamRow } from '#store/data-health.ts';
import { toRecord } from './freshness.ts';

const hour = 3600;

/** When a success counts as late: no event is no delay, dictionaries come in turns of their own, the comparison once a night. */
const lateAfter: Readonly<Record<StreamName, number>> = {
  events: Number.POSITIVE_INFINITY,
  delta: lateAfterSeconds,
  calls: lateAfterSeconds,
  activities: lateAfterSeconds,
  structure: 2 * hour,
  reconcile: 30 * hour,
  'first-load': Number.POSITIVE_INFINITY,
};

/** The order of the page: what comes soonest, first. */
const order: readonly StreamName[] = ['events', 'delta', 'calls', 'activities', 'reconcile', 'structure', 'first-load'];

export interface StreamSources {
  readonly streams: ReadonlyMap<StreamName, StreamRow>;
  readonly runs: readonly ReconcileRun[];
  /** How late the last event about a deal was read. */
  readonly eventLag: number | null;
  readonly requests: ReadonlyMap<string, { at: Date; isTaken: boolean }>;
  readonly sync: Omit<DataHealth['sync'], 'freshness'>;
  readonly today: string;
  readonly now: Date;
}

export function toStreams(sources: StreamSources): Stream[] {
  return order.map((name) => toStream(name, sources.streams.get(name), sources));
}

function toStream(name: StreamName, row: StreamRow | undefined, sources: StreamSources): Stream {
  const succeededAt = row?.succeededAt?.toISOString() ?? (name === 'first-load' ? sources.sync.finishedAt : null);
  return {
    stream: name,
    state: toState(name, row, sources),
    succeededAt,
    failure: row?.failure ?? (name === 'first-load' ? sources.sync.failure : null),
    resumeAt: row?.resumeAt !== null && row !== undefined && row.resumeAt > sources.now ? row.resumeAt.toISOString() : null,
    delaySeconds: toDelay(name, row, sources),
    rowsToday: row === undefined || name === 'first-load' ? null : row.day === sources.today ? row.rows : 0,
    requestedAt: findRequest(name, row, sources),
  };
}

function toState(name: StreamName, row: StreamRow | undefined, { runs, sync, now }: StreamSources): StreamState {
  const record = row === undefined ? { succeededMs: null, failure: null, resumeMs: null } : toRecord(row);
  const verdict = judgeStream(record, now.getTime(), lateAfter[name]);
  if (name === 'first-load') return toFirstLoadState(verdict, sync.state);
  if (name !== 'reconcile') return verdict;
  const [newest] = runs;
  const finished = runs.find((run) => run.finishedAt !== null);
  if (verdict === 'parked' || verdict === 'failed') return verdict;
  if (newest !== undefined && newest.finishedAt === null) return 'running';
  if (finished === undefined || verdict === 'delayed') return verdict;
  return finished.entities.some((entity) => entity.missing + entity.changed + entity.gone > 0) ? 'differing' : 'matched';
}

/** The age of the last success; of events how late they were read, and nothing where an age says nothing. */
function toDelay(name: StreamName, row: StreamRow | undefined, { eventLag, now }: StreamSources): number | null {
  if (name === 'events') return eventLag;
  if (name === 'reconcile' || name === 'first-load' || !row?.succeededAt) return null;
  return Math.max(0, Math.round((now.getTime() - row.succeededAt.getTime()) / 1000));
}

function toFirstLoadState(verdict: StreamState, state: StreamSources['sync']['state']): StreamState {
  if (state === 'failed') return 'failed';
  return state === 'loading' && verdict === 'parked' ? 'parked' : firstLoadStates[state];
}

const firstLoadStates = { waiting: 'never', loading: 'running', ready: 'done' } as const;

/** A request counts until the stream has succeeded or failed after it; without events, or while it is refused, nothing more can come. */
function findRequest(name: StreamName, row: StreamRow | undefined, { requests }: StreamSources): string | null {
  const request = requests.get(name);
  if (request === undefined) return null;
  const isOver = name === 'events' || (row?.failure ?? null) !== null;
  const answeredAt = Math.max(row?.succeededAt?.getTime() ?? 0, row?.failedAt?.getTime() ?? 0);
  return request.isTaken && (isOver || answeredAt >= request.at.getTime()) ? null : request.at.toISOString();
}
