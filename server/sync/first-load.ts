import { setImmediate } from 'node:timers/promises';
import { pageSize } from '#bitrix/pages.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { listCursors, saveCursor, type CursorChange, type SyncCursor } from '#store/sync-cursors.ts';
import { noteStreamFailure } from '#store/sync-streams.ts';
import { bulkEntities, firstParts, type BulkName, type ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { readStructurePart, structureEntities, type StructureEntity } from './load-structure.ts';
import { toPortalDay } from './portal-day.ts';
import { prepareLoad } from './prepare-load.ts';
import type { Chunks } from './read-chunks.ts';
import { isNotGranted } from './run-stream.ts';

export type LoadedEntity = StructureEntity | BulkName;

/** The order of loading: what names and shapes the rest comes first. */
export const loadedEntities: readonly LoadedEntity[] = [...structureEntities, ...bulkEntities.map(({ entity }) => entity)];

/** One thing to read until a state is reached. */
interface Step {
  readonly entity: string;
  /** `recent`: only as far back as the screens of the month look. */
  readonly until: 'recent' | 'ready';
  load(lane: Lane, cursor: SyncCursor, until: Step['until']): Promise<void>;
}

/** First what the present month needs, of every entity; then the histories, one after another. */
const steps: readonly Step[] = [
  ...structureEntities.map((entity): Step => ({ entity, until: 'ready', load: loadStructure })),
  ...firstParts.map(({ part, read }): Step => ({ entity: part, until: 'ready', load: loadBulk(read) })),
  ...bulkEntities.map(({ entity, read }): Step => ({ entity, until: 'recent', load: entity === 'deals' ? skipToHistory : loadBulk(read) })),
  ...bulkEntities.map(({ entity, read }): Step => ({ entity, until: 'ready', load: loadBulk(read) })),
];

const reached: Readonly<Record<SyncCursor['state'], number>> = { waiting: 0, loading: 0, recent: 1, ready: 2 };
const isReached = (cursor: SyncCursor, until: Step['until']): boolean => reached[cursor.state] >= reached[until];

export type LoadOutcome =
  | { readonly kind: 'more' | 'done' }
  /** The portal lets nothing of what is left go on. */
  | { readonly kind: 'resting' }
  /** The portal lets one entity rest; the others go on. */
  | { readonly kind: 'parked'; readonly entity: string; readonly failure: PortalError };

/**
 * Does the next piece of the first load, of entities that do not rest.
 * Every piece is saved together with the cursor behind it, so a process that dies anywhere is continued by the next one.
 */
export async function loadNext(lane: Lane, resting: ReadonlySet<string>): Promise<LoadOutcome> {
  const cursors = new Map((await lane.read(listCursors)).filter(isBackward).map((cursor) => [cursor.entity, cursor]));
  if (steps.some(({ entity }) => !cursors.has(entity))) {
    await prepareLoad(lane);
    return { kind: 'more' };
  }
  const left = steps.flatMap((step) => {
    const cursor = cursors.get(step.entity);
    return cursor && !isReached(cursor, step.until) ? [{ step, cursor }] : [];
  });
  const next = left.find(({ step }) => !resting.has(step.entity));
  return next ? takeStep(lane, next.step, next.cursor) : { kind: left.length === 0 ? 'done' : 'resting' };
}

async function takeStep(lane: Lane, step: Step, cursor: SyncCursor): Promise<LoadOutcome> {
  try {
    await step.load(lane, cursor, step.until);
  } catch (failure) {
    if (failure instanceof PortalError && failure.kind === 'operation-limit') return { kind: 'parked', entity: step.entity, failure };
    if (!isOptional(step.entity) || !isNotGranted(failure)) throw failure;
    await finishWithout(lane, cursor, failure);
  }
  return { kind: 'more' };
}

export const isBackward = (cursor: SyncCursor): boolean => cursor.direction === 'backward';

async function loadStructure(lane: Lane, cursor: SyncCursor): Promise<void> {
  const startedAt = lane.businessClock();
  const part = await readStructurePart[cursor.entity as StructureEntity](lane);
  await lane.commit(async (tx) => {
    const facts = await part.save(tx);
    const now = lane.businessClock();
    const rows = BigInt(part.rows);
    await saveCursor(tx, cursor, {
      state: 'ready',
      rows,
      expectedRows: rows,
      startedAt,
      finishedAt: now,
      updatedAt: now,
      failure: null,
    });
    return { facts, progress: true };
  });
}

/** The deals of the month are read by parts of their own, wherever they stand among the ids. */
async function skipToHistory(lane: Lane, cursor: SyncCursor): Promise<void> {
  await lane.commit(async (tx) => {
    await saveCursor(tx, cursor, { state: 'recent', startedAt: lane.businessClock(), updatedAt: lane.businessClock() });
    return { facts: 0, progress: true };
  });
}

function loadBulk(read: (lane: Lane, from: ReadingFrom) => Promise<Chunks>): Step['load'] {
  return async (lane, cursor, until) => {
    const startedAt = cursor.startedAt ?? lane.businessClock();
    const since = cursor.recentSince ?? new Date(0);
    const { chunks, isLast, lastAt } = await read(lane, { after: positionOf(cursor), links: linksOf(cursor), since });
    const rows = await saveChunks(lane, cursor, { chunks, startedAt });
    const hasRecent = lastAt !== null && lastAt < since;
    if (isLast) {
      await moveOn(lane, cursor, { state: 'ready', finishedAt: lane.businessClock(), expectedRows: rows, startedAt });
      await lane.refreshStatistics();
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

const isOptional = (entity: string): boolean => entity === 'calendar' || entity === 'calls' || entity === 'activities';

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
