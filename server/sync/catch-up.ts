import { activityList, activitiesById } from '#bitrix/crm/activities.ts';
import { dealList, dealsById, type DealRow } from '#bitrix/crm/deals.ts';
import { stageMovesOfDeals, type StageMoveRow } from '#bitrix/crm/stage-history.ts';
import { chainPages, list, toPages } from '#bitrix/pages.ts';
import { readRows, type ReadRows } from '#bitrix/read-rows.ts';
import { goneId, listDirty, listDirtyEntities, markDirty, type DirtyRecord, type MarkedRecord } from '#store/dirty-records.ts';
import { listChosenDimensions } from '#store/own-dimensions.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { deleteActivities, replaceStageMoves, saveActivities, saveDeals, tombstoneDeals } from '#store/save-facts.ts';
import { touchCursors } from '#store/sync-cursors.ts';
import type { Lane } from './lane.ts';
import { sweepWork } from './delta.ts';
import { makeDue } from './due-work.ts';
import { goodsHints } from './goods-entity.ts';
import { dealFieldHints } from './read-deal-fields.ts';
import { readNewCalls } from './new-calls.ts';
import { startRun } from './reconcile.ts';
import { recordEntities } from './record-entities.ts';
import { compareAsked, settleHints } from './settle-hints.ts';
import { toActivityFact, toDealFacts, toStageMoveFact } from './to-facts.ts';

const takenAtOnce = 50;

/** Reads the records that were hinted at until no hint is due; says whether there was any. */
export async function catchUp(lane: Lane): Promise<boolean> {
  let isBusy = false;
  for (;;) {
    const due = await lane.read((tx) => listDirtyEntities(tx, lane.systemClock()));
    const next = inOrder.find(({ hint }) => due.includes(hint));
    if (!next) return isBusy;
    await readEntity(lane, next);
    isBusy = true;
  }
}

interface Hinted {
  readonly hint: DirtyRecord['entity'];
  readHinted(lane: Lane, records: readonly MarkedRecord[]): Promise<void>;
}

/** What nobody watches live comes behind what people wait for; goods come last, because they are many. */
const inOrder: readonly Hinted[] = [
  { hint: 'deal', readHinted: readDeals },
  { hint: 'activity', readHinted: readActivities },
  { hint: 'call', readHinted: readCalls },
  ...recordEntities,
  goodsHints,
  dealFieldHints,
  { hint: 'portal', readHinted: sweepPortal },
];

async function readEntity(lane: Lane, { hint, readHinted }: Hinted): Promise<void> {
  const records = await lane.read((tx) => listDirty(tx, hint, { now: lane.systemClock(), limit: takenAtOnce }));
  if (records.length > 0) await readHinted(lane, records);
}

/** The deal and its whole history: a move tells when a deal was won, and no event tells about moves. */
async function readDeals(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  const ids = records.map(({ recordId }) => recordId);
  const currencies = await lane.currencies();
  const { deals, moves, isWhole } = await readWithHistory(lane, ids);
  const { facts, rejected } = toDealFacts(deals.rows, currencies);
  // A deal that became a template of recurring ones counts as gone.
  const rows = deals.rows.filter((row) => !row.isRecurring);
  const { gone, outcome } = compareAsked(ids, { rows, rejected: [...deals.rejected, ...rejected] }, (row) => row.id);
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveRejections(tx, 'deals', { ...outcome, now });
    const settledKeys = moves.rows.map((row) => String(row.ID));
    await saveRejections(tx, 'stage-moves', { settledKeys, rejected: moves.rejected, now });
    const saved = await saveDeals(tx, facts, now);
    // A deal that is gone takes its history along in the portal; ours stays, because plans and lists refer to it.
    const replaced = isWhole ? facts.map((fact) => fact.deal_id) : [];
    const moved = await replaceStageMoves(tx, replaced, moves.rows.map(toStageMoveFact));
    const lost = await tombstoneDeals(tx, gone, now);
    await settleHints(lane, tx, 'deal', records);
    // No event tells about rows of goods: they are changed with their deal, which itself may look the same.
    const also = (await listChosenDimensions(tx)).length > 0 ? [goodsHints.hint, dealFieldHints.hint] : [goodsHints.hint];
    const hints = facts.flatMap(({ deal_id }) => also.map((hint) => ({ entity: hint, recordId: deal_id })));
    await markDirty(tx, hints, lane.systemClock());
    await touchCursors(tx, ['deals', 'stage-moves'], now);
    return { facts: saved + moved + lost, progress: false };
  });
}

interface DealsWithHistory {
  readonly deals: ReadRows<DealRow>;
  readonly moves: ReadRows<StageMoveRow>;
  /** Every move could be read. */
  readonly isWhole: boolean;
}

/** One request for all of it, as long as the histories are of usual length. */
async function readWithHistory(lane: Lane, dealIds: readonly bigint[]): Promise<DealsWithHistory> {
  const history = stageMovesOfDeals(dealIds);
  const links = Math.ceil(dealIds.length / 5);
  const [found, ...pages] = await lane.client.batch([dealsById(dealIds), ...chainPages(history, { after: null, links, firstCommand: 1 })]);
  const deals = readRows(dealList, found);
  const { rows, rejected, lastId, isLast } = toPages(history, pages);
  const moves = { rows: [...rows], rejected: [...rejected] };
  if (!isLast && lastId !== null) {
    for await (const page of list(lane.client, history, { after: lastId, mostRequests: 100 })) {
      moves.rows.push(...page.rows);
      moves.rejected.push(...page.rejected);
    }
  }
  return { deals, moves, isWhole: moves.rejected.length === 0 };
}

async function readActivities(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  const ids = records.map(({ recordId }) => recordId);
  const [found] = await lane.client.batch([activitiesById(ids)]);
  const activities = readRows(activityList, found);
  const { gone: lost, outcome } = compareAsked(ids, activities, (row) => row.ID);
  await lane.commit(async (tx) => {
    await saveRejections(tx, 'activities', { ...outcome, now: lane.businessClock() });
    const saved = await saveActivities(tx, activities.rows.map(toActivityFact));
    const gone = await deleteActivities(tx, lost);
    await settleHints(lane, tx, 'activity', records);
    await touchCursors(tx, ['activities'], lane.businessClock());
    return { facts: saved + gone, progress: false };
  });
}

async function readCalls(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  await readNewCalls(lane);
  await lane.commit(async (tx) => {
    await settleHints(lane, tx, 'call', records);
    return { facts: 0, progress: false };
  });
}

/** More was told than can be followed one by one: the sweep is due now, and the comparison where something was deleted. */
async function sweepPortal(lane: Lane, records: readonly MarkedRecord[]): Promise<void> {
  await lane.commit(async (tx) => {
    await makeDue(tx, sweepWork.changes, lane.systemClock());
    if (records.some(({ recordId }) => recordId === goneId)) await startRun(tx, lane.businessClock());
    await settleHints(lane, tx, 'portal', records);
    return { facts: 0, progress: false };
  });
}
