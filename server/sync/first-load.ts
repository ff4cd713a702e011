import { listCursors, saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import { bulkEntities, firstParts, type BulkName } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { loadBulk, takeNextStep, type Given, type LoadOutcome, type Step } from './load-step.ts';
import { readStructurePart, structureEntities, type StructureEntity } from './load-structure.ts';
import { prepareLoad } from './prepare-load.ts';
import type { Wanted } from './read-ahead.ts';

export type LoadedEntity = StructureEntity | BulkName;

/** The order of loading: what names and shapes the rest comes first. */
export const loadedEntities: readonly LoadedEntity[] = [...structureEntities, ...bulkEntities.map(({ entity }) => entity)];

const optional: readonly string[] = ['calendar', 'record-stages', 'calls', 'activities'];

/** How many requests of one list are on their way: of the month so many that every list has its turn, of a history all. */
const atOnce = { part: 1, recent: 3, ready: Infinity } as const;

/** First what the present month needs, of every entity; then the histories, one after another. */
const steps: readonly Step[] = [
  ...structureEntities.map((entity): Step => ({ entity, until: 'ready', isOptional: isOptional(entity), load: loadStructure })),
  ...firstParts.map(({ part, read }): Step => ({ entity: part, until: 'ready', isOptional: false, ...readsAhead(read, atOnce.part) })),
  ...bulkEntities.map(({ entity, read }): Step => ({
    entity,
    until: 'recent',
    isOptional: isOptional(entity),
    ...(entity === 'deals' ? { load: skipToHistory } : readsAhead(read, atOnce.recent)),
  })),
  ...bulkEntities.map(({ entity, read }): Step => ({
    entity,
    until: 'ready',
    isOptional: isOptional(entity),
    ...readsAhead(read, atOnce.ready),
  })),
];

/**
 * Does the next piece of the first load, of entities that do not rest.
 * Every piece is saved together with the cursor behind it, so a process that dies anywhere is continued by the next one.
 */
export async function loadNext(lane: Lane, given: Omit<Given, 'cursors'>): Promise<LoadOutcome> {
  const cursors = new Map((await lane.read(listCursors)).filter(isBackward).map((cursor) => [cursor.entity, cursor]));
  if (steps.some(({ entity }) => !cursors.has(entity))) {
    await prepareLoad(lane);
    return { kind: 'more' };
  }
  return takeNextStep(lane, steps, { ...given, cursors });
}

function readsAhead(read: Wanted['read'], atOnce: number): Pick<Step, 'load' | 'inWindows'> {
  return { load: loadBulk(read), inWindows: { read, atOnce } };
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

function isOptional(entity: string): boolean {
  return optional.includes(entity);
}
