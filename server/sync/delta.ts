import { activitiesChangedSince } from '#bitrix/crm/activities.ts';
import { dealsChangedSince } from '#bitrix/crm/deals.ts';
import { list } from '#bitrix/pages.ts';
import { forgetCalmRecords, listStaleDeals, markDirty } from '#store/dirty-records.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { saveActivities } from '#store/save-facts.ts';
import { findCursor, saveCursor, touchCursors } from '#store/sync-cursors.ts';
import { bulkEntities } from './bulk-entities.ts';
import { isDue, markDone } from './due-work.ts';
import type { Lane } from './lane.ts';
import { readStructurePart, structureEntities, type StructureEntity } from './load-structure.ts';
import { readNewCalls } from './new-calls.ts';
import { paymentEntity } from './payment-entity.ts';
import { readRejectedAgain } from './read-rejected-again.ts';
import { recordEntities } from './record-entities.ts';
import { retryRefused } from './retry-refused.ts';
import { isNotGranted, runStream } from './run-stream.ts';
import { toActivityFact } from './to-facts.ts';

/** A change may become visible after a newer one; the sweep looks back this far. */
const overlapMs = 10 * 60_000;

/** How often the portal is asked what has changed, and for its dictionaries. */
export const sweepWork = {
  changes: { name: 'sweep', everyMs: 55_000 },
  structure: { name: 'structure', everyMs: 15 * 60_000 },
} as const;

/** Events get lost, so the portal is asked what has changed; says whether it was time to. */
export async function sweepChanges(lane: Lane): Promise<boolean> {
  const lastSweep = await isDue(lane, sweepWork.changes);
  if (lastSweep === null) return false;
  await runStream(lane, 'delta', () => sweepDeals(lane, lastSweep));
  await runStream(lane, 'calls', () => readNewCalls(lane));
  await runStream(lane, 'activities', () => sweepActivities(lane));
  if ((await isDue(lane, sweepWork.structure)) !== null) {
    await runStream(lane, 'structure', () => refreshStructure(lane));
    await runStream(lane, 'first-load', () => retryRefused(lane));
    for (const bulk of [...bulkEntities, ...recordEntities, paymentEntity])
      await runStream(lane, 'delta', () => readRejectedAgain(lane, bulk));
    await markDone(lane, sweepWork.structure.name);
  }
  await lane.read((tx) => forgetCalmRecords(tx, lane.systemClock()));
  await markDone(lane, sweepWork.changes.name);
  return true;
}

/**
 * Deals that differ from our copy become hints, so that they are read with their history like any other.
 * Nobody knows when they changed; they may have waited since the last sweep.
 */
async function sweepDeals(lane: Lane, lastSweep: Date): Promise<void> {
  const forward = { entity: 'deals', direction: 'forward' } as const;
  const cursor = await lane.read((tx) => findCursor(tx, forward.entity, forward.direction));
  const until = cursor?.modifiedUntil ?? new Date(0);
  const changed = dealsChangedSince(new Date(Math.max(0, until.getTime() - overlapMs)));
  let newest = until;
  for await (const { rows, rejected, lastId, isLast } of list(lane.client, changed, { firstPages: 1 })) {
    for (const row of rows) if (row.updatedTime > newest) newest = row.updatedTime;
    const isOver = isLast || lastId === null;
    const real = rows.filter((row) => !row.isRecurring);
    await lane.commit(async (tx) => {
      await saveRejections(tx, 'deals', { settledKeys: [], rejected, now: lane.businessClock() });
      const stale = await listStaleDeals(
        tx,
        real.map((row) => ({ dealId: row.id, modifiedAt: row.updatedTime })),
      );
      await markDirty(
        tx,
        stale.map((recordId) => ({ entity: 'deal' as const, recordId })),
        lastSweep,
      );
      await lane.note(tx, 'delta', stale.length);
      if (isOver) {
        await saveCursor(tx, forward, { modifiedUntil: newest, updatedAt: lane.businessClock() });
        await touchCursors(tx, ['stage-moves'], lane.businessClock());
      }
      return { facts: 0, progress: false };
    });
  }
}

async function sweepActivities(lane: Lane): Promise<void> {
  const forward = { entity: 'activities', direction: 'forward' } as const;
  const { cursor, history } = await lane.read(async (tx) => ({
    cursor: await findCursor(tx, 'activities', 'forward'),
    history: await findCursor(tx, 'activities', 'backward'),
  }));
  if (!cursor || !history || history.failure !== null) return;
  const until = cursor.modifiedUntil ?? new Date(0);
  const changedSince = activitiesChangedSince(new Date(Math.max(0, until.getTime() - overlapMs)));
  let newest = until;
  for await (const { rows, rejected, lastId, isLast } of list(lane.client, changedSince, { firstPages: 1 })) {
    const facts = rows.map(toActivityFact);
    for (const fact of facts) if (fact.modified_at > newest) newest = fact.modified_at;
    const isOver = isLast || lastId === null;
    await lane.commit(async (tx) => {
      const settledKeys = rows.map((row) => String(row.ID));
      await saveRejections(tx, 'activities', { settledKeys, rejected, now: lane.businessClock() });
      const changed = await saveActivities(tx, facts);
      // Pages are in the order of ids: the newest change is known with the last of them only.
      if (isOver) await saveCursor(tx, forward, { modifiedUntil: newest, updatedAt: lane.businessClock() });
      await lane.note(tx, 'activities', changed);
      return { facts: changed, progress: false };
    });
  }
}

/** What the portal does not give does not stop the rest. */
async function refreshStructure(lane: Lane): Promise<void> {
  for (const entity of structureEntities) {
    try {
      await refreshPart(lane, entity);
    } catch (failure) {
      if (!isNotGranted(failure)) throw failure;
      lane.log.warn({ portalId: String(lane.portalId), entity, code: failure.code }, 'the portal does not give this to us');
    }
  }
}

async function refreshPart(lane: Lane, entity: StructureEntity): Promise<void> {
  const part = await readStructurePart[entity](lane);
  await lane.commit(async (tx) => {
    const facts = await part.save(tx);
    await saveCursor(tx, { entity, direction: 'backward' }, { rows: BigInt(part.rows), updatedAt: lane.businessClock() });
    await lane.note(tx, 'structure', part.rows);
    return { facts, progress: false };
  });
}
