import { setImmediate } from 'node:timers/promises';
import { pageSize } from '#bitrix/pages.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { saveCursor, type CursorChange, type SyncCursor } from '#store/sync-cursors.ts';
import { noteStreamFailure } from '#store/sync-streams.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { toPortalDay } from './portal-day.ts';
import type { Chunks } from './read-chunks.ts';
import { isNotGranted } from './run-stream.ts';

/** One thing to read until a state is reached. */
export interface Step {
  readonly entity: string;
  /** `recent`: only as far back as the screens of the month look. */
  readonly until: 'recent' | 'ready';
  /** The portal may refuse it; the rest is read without. */
  readonly isOptional: boolean;
  load(lane: Lane, cursor: SyncCursor, until: Step['until']): Promise<void>;
}

export type LoadOutcome =
  | { readonly kind: 'more' | 'done' }
  /** The portal lets nothing of what is left go on. */
  | { readonly kind: 'resting' }
  /** The portal lets one entity rest; the others go on. */
  | { readonly kind: 'parked'; readonly entity: string; readonly failure: PortalError };

const reached: Readonly<Record<SyncCursor['state'], number>> = { waiting: 0, loading: 0, recent: 1, ready: 2 };
const isReached = (cursor: SyncCursor, until: Step['until']): boolean => reached[cursor.state] >= reached[until];

/** The first of the steps that is not over and whose entity does not rest. */
export async function takeNextStep(
  lane: Lane,
  steps: readonly Step[],
  given: { readonly cursors: ReadonlyMap<string, SyncCursor>; readonly resting: ReadonlySet<string> },
): Promise<LoadOutcome> {
  const left = steps.flatMap((step) => {
    const cursor = given.cursors.get(step.entity);
    return cursor && !isReached(cursor, step.until) ? [{ step, cursor }] : [];
  });
  const next = left.find(({ step }) => !given.resting.has(step.entity));
  return next ? takeStep(lane, next.step, next.cursor) : { kind: left.length === 0 ? 'done' : 'resting' };
}

async function takeStep(lane: Lane, step: Step, cursor: SyncCursor): Promise<LoadOutcome> {
  try {
    await step.load(lane, cursor, step.until);
  } catch (failure) {
    if (failure instanceof PortalError && failure.kind === 'operation-limit') return { kind: 'parked', entity: step.entity, failure };
    if (!step.isOptional || !isNotGranted(failure)) throw failure;
    await finishWithout(lane, cursor, failure);
  }
  return { kind: 'more' };
}

/** Under so many rows any way of finding them is quick. */
const worthStatistics = 500n;

export function loadBulk(read: (lane: Lane, from: ReadingFrom) => Promise<Chunks>): Step['load'] {
  return async (lane, cursor, until) => {
    const startedAt = cursor.startedAt ?? lane.businessClock();
    const since = cursor.recentSince ?? new Date(0);
    const { chunks, isLast, lastAt } = await read(lane, { after: positionOf(cursor), links: linksOf(cursor), since });
    const rows = await saveChunks(lane, cursor, { chunks, startedAt });
    const hasRecent = lastAt !== null && lastAt < since;
    if (isLast) {
      await moveOn(lane, cursor, { state: 'ready', finishedAt: lane.businessClock(), expectedRows: rows, startedAt });
      if (rows >= worthStatistics) await lane.refreshStatistics();
    } else if (until === 'recent' && hasRecent) {
      await moveOn(lane, cursor, { state: 'recent', startedAt });
    }
  };
}

const positionOf = ({ position }: SyncCursor): bigint | null => (position === 0n ? null : position);

/** No more pages than rows are expected, so that a short list does not cost commands that find nothing. */
function linksOf({ expectedRows, rows }: SyncCursor): number {
  const left = expectedRows === null ? 50 * pageSize : Number(expectedRows - rows);
  return Math.max(1, Math.min(50, Math.floor(left / pageSize) + 1));
}

async function saveChunks(
  lane: Lane,
  cursor: SyncCursor,
  { chunks, startedAt }: { chunks: Chunks['chunks']; startedAt: Date },
): Promise<bigint> {
  const state = cursor.state === 'recent' ? 'recent' : 'loading';
  let rows = cursor.rows;
  for (const chunk of chunks) {
    // Requests that came in meanwhile take the store first.
    await setImmediate();
    rows += BigInt(chunk.rows);
    const change = { state, position: chunk.lastId, rows, startedAt, failure: null } as const;
    await lane.commit(
      async (tx) => {
        const facts = await chunk.save(tx);
        await saveCursor(tx, cursor, { ...change, updatedAt: lane.businessClock() });
        return { facts, progress: true };
      },
      { quiet: true },
    );
  }
  return rows;
}

async function moveOn(lane: Lane, cursor: SyncCursor, change: Omit<CursorChange, 'updatedAt'>): Promise<void> {
  await lane.commit(async (tx) => {
    await saveCursor(tx, cursor, { ...change, failure: null, updatedAt: lane.businessClock() });
    await lane.note(tx, 'first-load', 0);
    return { facts: 0, progress: true };
  });
}

async function finishWithout(lane: Lane, cursor: SyncCursor, failure: PortalError): Promise<void> {
  lane.log.warn({ portalId: String(lane.portalId), entity: cursor.entity, code: failure.code }, 'the portal does not give this to us');
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveCursor(tx, cursor, {
      state: 'ready',
      finishedAt: now,
      updatedAt: now,
      expectedRows: cursor.rows,
      failure: failure.code,
    });
    if (cursor.entity === 'calls' || cursor.entity === 'activities') {
      const day = toPortalDay(now, lane.timeZone);
      await noteStreamFailure(tx, cursor.entity, { now, day, code: failure.code, resumeAt: null });
    }
    return { facts: 0, progress: true };
  });
}
