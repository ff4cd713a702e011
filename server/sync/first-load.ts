import { setImmediate } from 'node:timers/promises';
import { dealList, newestDealChange } from '#bitrix/crm/deals.ts';
import { pageSize } from '#bitrix/pages.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { readRows } from '#bitrix/read-rows.ts';
import { addCursors, listCursors, saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import { bulkEntities, type BulkEntity } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { readStructurePart, structureEntities, type StructureEntity } from './load-structure.ts';

export type LoadedEntity = StructureEntity | BulkEntity['entity'];

/** The order of loading: what names and shapes the rest comes first. */
export const loadedEntities: readonly LoadedEntity[] = [...structureEntities, ...bulkEntities.map(({ entity }) => entity)];

/**
 * Does the next piece of the first load and says whether there is more.
 * Every piece is saved together with the cursor behind it, so a process that dies anywhere is continued by the next one.
 */
export async function loadNext(lane: Lane): Promise<'more' | 'done'> {
  const cursors = new Map((await lane.read(listCursors)).map((cursor) => [cursor.entity, cursor]));
  if (loadedEntities.some((entity) => !cursors.has(entity))) {
    await prepare(lane);
    return 'more';
  }
  const next = loadedEntities.map((entity) => cursors.get(entity)).find((cursor) => cursor && cursor.state !== 'ready');
  if (!next) return 'done';
  const bulk = bulkEntities.find(({ entity }) => entity === next.entity);
  try {
    await (bulk ? loadBulk(lane, bulk, next) : loadStructure(lane, next));
  } catch (failure) {
    if (!isOptional(next.entity) || !isNotGranted(failure)) throw failure;
    await finishWithout(lane, next, failure);
  }
  return 'more';
}

/** How much there is to read, and the newest change from which later sweeps go on. */
async function prepare(lane: Lane): Promise<void> {
  const [newest, ...counts] = await lane.client.batch([newestDealChange, ...bulkEntities.map(({ count }) => count)]);
  const watermark = readRows(dealList, newest).rows[0]?.updatedTime ?? new Date(0);
  const now = lane.businessClock();
  await lane.commit(async (tx) => {
    await addCursors(tx, [...loadedEntities, 'structure']);
    // The structure is about to be read, so the first refresh of it can wait its full time.
    await saveCursor(tx, 'structure', { updatedAt: lane.systemClock() });
    for (const [index, { entity }] of bulkEntities.entries()) {
      const outcome = counts[index];
      const expectedRows = outcome?.kind === 'done' && outcome.total !== null ? BigInt(outcome.total) : null;
      await saveCursor(tx, entity, { expectedRows, updatedAt: now, ...(entity === 'deals' ? { modifiedUntil: watermark } : {}) });
    }
    return { facts: 0, progress: true };
  });
}

async function loadStructure(lane: Lane, cursor: SyncCursor): Promise<void> {
  const startedAt = lane.businessClock();
  const part = await readStructurePart[cursor.entity as StructureEntity](lane);
  await lane.commit(async (tx) => {
    const facts = await part.save(tx);
    const now = lane.businessClock();
    const rows = BigInt(part.rows);
    await saveCursor(tx, cursor.entity, {
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

async function loadBulk(lane: Lane, bulk: BulkEntity, cursor: SyncCursor): Promise<void> {
  const startedAt = cursor.startedAt ?? lane.businessClock();
  const left = cursor.expectedRows === null ? 50 * pageSize : Number(cursor.expectedRows - cursor.rows);
  const links = Math.max(1, Math.min(50, Math.floor(left / pageSize) + 1));
  const { chunks, isLast } = await bulk.read(lane, cursor.position === 0n ? null : cursor.position, links);
  let rows = cursor.rows;
  for (const chunk of chunks) {
    // Requests that came in meanwhile take the store first.
    await setImmediate();
    rows += BigInt(chunk.rows);
    const change = { state: 'loading', position: chunk.lastId, rows, startedAt, failure: null } as const;
    await lane.commit(
      async (tx) => {
        const facts = await chunk.save(tx);
        await saveCursor(tx, bulk.entity, { ...change, updatedAt: lane.businessClock() });
        return { facts, progress: true };
      },
      { quiet: true },
    );
  }
  if (!isLast) return;
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveCursor(tx, bulk.entity, { state: 'ready', startedAt, finishedAt: now, updatedAt: now, expectedRows: rows, failure: null });
    return { facts: 0, progress: true };
  });
  await lane.refreshStatistics();
}

const isOptional = (entity: string): boolean => entity === 'calendar' || entity === 'calls' || entity === 'activities';

/** A missing scope shows as an unknown method, a missing right as a refusal. */
function isNotGranted(failure: unknown): failure is PortalError {
  return failure instanceof PortalError && (failure.kind === 'refused' || failure.code === 'insufficient_scope');
}

async function finishWithout(lane: Lane, cursor: SyncCursor, failure: PortalError): Promise<void> {
  lane.log.warn({ portalId: String(lane.portalId), entity: cursor.entity, code: failure.code }, 'the portal does not give this to us');
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveCursor(tx, cursor.entity, {
      state: 'ready',
      finishedAt: now,
      updatedAt: now,
      expectedRows: cursor.rows,
      failure: failure.code,
    });
    return { facts: 0, progress: true };
  });
}
