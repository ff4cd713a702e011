import { activityList, callActivitiesById } from '#bitrix/crm/activities.ts';
import { dealList, dealsById, type DealRow } from '#bitrix/crm/deals.ts';
import { stageMovesOfDeals, type StageMoveRow } from '#bitrix/crm/stage-history.ts';
import { chainPages, readPages, readRows, toPages } from '#bitrix/pages.ts';
import { clearDirty, listDirty, type DirtyRecord, type MarkedRecord } from '#store/dirty-records.ts';
import { deleteActivities, saveActivities, saveDeals, saveStageMoves, tombstoneDeals } from '#store/save-facts.ts';
import { touchCursors } from '#store/sync-cursors.ts';
import type { Lane } from './lane.ts';
import { readNewCalls } from './new-calls.ts';
import { toActivityFact, toDealFact, toStageMoveFact } from './to-facts.ts';

const takenAtOnce = 50;

/** Reads everything that was hinted at until no hint is left; says whether there was any. */
export async function catchUp(lane: Lane): Promise<boolean> {
  let isBusy = false;
  while (
    (await readEntity(lane, 'deal', readDeals)) ||
    (await readEntity(lane, 'activity', readActivities)) ||
    (await readEntity(lane, 'call', readCalls))
  ) {
    isBusy = true;
  }
  return isBusy;
}

type Reader = (lane: Lane, records: readonly MarkedRecord[]) => Promise<void>;

async function readEntity(lane: Lane, entity: DirtyRecord['entity'], read: Reader): Promise<boolean> {
  const records = await lane.read((tx) => listDirty(tx, entity, takenAtOnce));
  if (records.length === 0) return false;
  await read(lane, records);
  return true;
}

/** The deal and its whole history: a move tells when a deal was won, and no event tells about moves. */
async function readDeals(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  const ids = records.map(({ recordId }) => recordId);
  const currencies = await lane.currencies();
  const { deals, moves } = await readWithHistory(lane, ids);
  const known = new Set(deals.map((row) => row.id));
  const gone = ids.filter((id) => !known.has(id));
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    const saved = await saveDeals(
      tx,
      deals.flatMap((row) => toDealFact(row, currencies) ?? []),
      now,
    );
    const moved = await saveStageMoves(tx, moves.map(toStageMoveFact));
    const lost = await tombstoneDeals(tx, gone, now);
    await clearDirty(tx, 'deal', records);
    await touchCursors(tx, ['deals', 'stage-moves'], now);
    return { facts: saved + moved + lost, progress: false };
  });
}

/** One request for all of it, as long as the histories are of usual length. */
async function readWithHistory(lane: Lane, dealIds: readonly bigint[]): Promise<{ deals: DealRow[]; moves: StageMoveRow[] }> {
  const history = stageMovesOfDeals(dealIds);
  const links = Math.ceil(dealIds.length / 5);
  const [found, ...pages] = await lane.client.batch([dealsById(dealIds), ...chainPages(history, { after: null, links, firstCommand: 1 })]);
  const deals = readRows(dealList, found, true) ?? [];
  let { rows, isLast } = toPages(history, pages);
  const moves = [...rows];
  while (!isLast && rows.length > 0) {
    ({ rows, isLast } = await readPages(lane.client, history, moves.at(-1)?.ID ?? null, 50));
    moves.push(...rows);
  }
  return { deals, moves };
}

async function readActivities(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  const ids = records.map(({ recordId }) => recordId);
  const [found] = await lane.client.batch([callActivitiesById(ids)]);
  const activities = readRows(activityList, found, true) ?? [];
  const known = new Set(activities.map((row) => row.ID));
  await lane.commit(async (tx) => {
    const saved = await saveActivities(tx, activities.map(toActivityFact));
    const gone = await deleteActivities(
      tx,
      ids.filter((id) => !known.has(id)),
    );
    await clearDirty(tx, 'activity', records);
    await touchCursors(tx, ['activities'], lane.businessClock());
    return { facts: saved + gone, progress: false };
  });
}

async function readCalls(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  await readNewCalls(lane);
  await lane.commit(async (tx) => {
    await clearDirty(tx, 'call', records);
    return { facts: 0, progress: false };
  });
}
