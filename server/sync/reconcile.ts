import { callActivitiesChangedSince } from '#bitrix/crm/activities.ts';
import { dealsChangedSince } from '#bitrix/crm/deals.ts';
import { list } from '#bitrix/pages.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { listStaleDeals, markDirty } from '#store/dirty-records.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { saveActivities } from '#store/save-facts.ts';
import { addCursors, findCursor, saveCursor, touchCursors } from '#store/sync-cursors.ts';
import { bulkEntities } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { readStructurePart, structureEntities } from './load-structure.ts';
import { readNewCalls } from './new-calls.ts';
import { readRejectedAgain } from './read-rejected-again.ts';
import { toActivityFact } from './to-facts.ts';

/** A change may become visible after a newer one; the sweep looks back this far. */
const overlapMs = 10 * 60_000;
const sweepEveryMs = 55_000;
const structureEveryMs = 15 * 60_000;

/** Events get lost, so the portal is asked what has changed; says whether it was time to. */
export async function reconcile(lane: Lane): Promise<boolean> {
  if (!(await isDue(lane, 'sweep', sweepEveryMs))) return false;
  await sweepDeals(lane);
  await optional(lane, () => readNewCalls(lane));
  await optional(lane, () => sweepActivities(lane));
  if (await isDue(lane, 'structure', structureEveryMs)) {
    await refreshStructure(lane);
    for (const bulk of bulkEntities) await optional(lane, () => readRejectedAgain(lane, bulk));
    await markSwept(lane, 'structure');
  }
  await markSwept(lane, 'sweep');
  return true;
}

/** When a sweep was made last is kept in the store, in system time: several processes share it. */
async function isDue(lane: Lane, name: string, everyMs: number): Promise<boolean> {
  const cursor = await lane.read((tx) => findCursor(tx, name));
  return !cursor?.updatedAt || lane.systemClock().getTime() - cursor.updatedAt.getTime() >= everyMs;
}

async function markSwept(lane: Lane, name: string): Promise<void> {
  await lane.commit(async (tx) => {
    await addCursors(tx, [name]);
    await saveCursor(tx, name, { updatedAt: lane.systemClock() });
    return { facts: 0, progress: false };
  });
}

/** Deals that differ from our copy become hints, so that they are read with their history like any other. */
async function sweepDeals(lane: Lane): Promise<void> {
  const cursor = await lane.read((tx) => findCursor(tx, 'deals'));
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
        lane.systemClock(),
      );
      if (isOver) {
        await saveCursor(tx, 'deals', { modifiedUntil: newest, updatedAt: lane.businessClock() });
        await touchCursors(tx, ['stage-moves'], lane.businessClock());
      }
      return { facts: 0, progress: false };
    });
  }
}

async function sweepActivities(lane: Lane): Promise<void> {
  const cursor = await lane.read((tx) => findCursor(tx, 'activities'));
  if (!cursor || cursor.failure !== null) return;
  const until = cursor.modifiedUntil ?? cursor.startedAt ?? new Date(0);
  const changedSince = callActivitiesChangedSince(new Date(Math.max(0, until.getTime() - overlapMs)));
  let newest = until;
  for await (const { rows, rejected } of list(lane.client, changedSince, { firstPages: 1 })) {
    const facts = rows.map(toActivityFact);
    for (const fact of facts) if (fact.modified_at > newest) newest = fact.modified_at;
    await lane.commit(async (tx) => {
      const settledKeys = rows.map((row) => String(row.ID));
      await saveRejections(tx, 'activities', { settledKeys, rejected, now: lane.businessClock() });
      const changed = await saveActivities(tx, facts);
      await saveCursor(tx, 'activities', { modifiedUntil: newest, updatedAt: lane.businessClock() });
      return { facts: changed, progress: false };
    });
  }
}

async function refreshStructure(lane: Lane): Promise<void> {
  for (const entity of structureEntities) {
    await optional(lane, async () => {
      const part = await readStructurePart[entity](lane);
      await lane.commit(async (tx) => {
        const facts = await part.save(tx);
        await saveCursor(tx, entity, { rows: BigInt(part.rows), updatedAt: lane.businessClock() });
        return { facts, progress: false };
      });
    });
  }
}

/** What the portal does not give does not stop the rest. */
async function optional(lane: Lane, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof PortalError) || (failure.kind !== 'refused' && failure.code !== 'insufficient_scope')) throw failure;
    lane.log.warn({ portalId: String(lane.portalId), method: failure.method, code: failure.code }, 'a part of the sweep was refused');
  }
}
