import { sql } from 'kysely';
import { keepTotals } from './keep-totals.ts';
import { keepDealVersions, keepGoneVersions } from './keep-deal-versions.ts';
import { activityShape, callShape, dealShape, moveShape } from './fact-shapes.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { ActivityTable, CallTable, DealTable, StageMoveTable } from './tables/fact-tables.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type DealFact = Omit<DealTable, 'portal_id' | 'won_at' | 'deleted_at' | 'first_seen_at'>;
export type StageMoveFact = Omit<StageMoveTable, 'portal_id'>;
export type CallFact = Omit<CallTable, 'portal_id'>;
export type ActivityFact = Omit<ActivityTable, 'portal_id'>;

/**
 * Saves a page of deals as they were seen at a moment, and keeps what they were before.
 * An older copy of a row never replaces a newer one. Returns how many rows are different now.
 */
export async function saveDeals(tx: PortalTransaction, deals: readonly DealFact[], seenAt: Date): Promise<number> {
  const unique = [...new Map(deals.map((deal) => [deal.deal_id, deal])).values()];
  const ids = unique.map((deal) => deal.deal_id);
  const rows = unique.map((deal) => ({ ...deal, first_seen_at: seenAt }));
  return keepTotals(tx, { deals: ids }, async () => {
    await keepDealVersions(tx, unique, seenAt);
    return (await upsertRows(tx, dealShape, rows)) + (await markWon(tx, ids));
  });
}

/** Deals the portal no longer shows leave fact and forecast; the rows stay because plans and lists refer to them. */
export async function tombstoneDeals(tx: PortalTransaction, dealIds: readonly bigint[], at: Date): Promise<number> {
  if (dealIds.length === 0) return 0;
  await keepGoneVersions(tx, dealIds, at);
  const marking = tx.db
    .updateTable('deal')
    .set({ deleted_at: at })
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', 'in', [...dealIds])
    .where('deleted_at', 'is', null)
    .returning('deal_id');
  const gone = await keepTotals(tx, { deals: dealIds }, () => marking.execute());
  return gone.length;
}

/** Saves moves as they arrive; returns how many are new or different. */
export async function saveStageMoves(tx: PortalTransaction, moves: readonly StageMoveFact[]): Promise<number> {
  const ids = [...new Set(moves.map((move) => move.deal_id))];
  return keepTotals(tx, { deals: ids }, async () => (await upsertRows(tx, moveShape, moves)) + (await markWon(tx, ids)));
}

/** The same, where they are the whole history of some deals: what is not among them any more was taken back by the portal. */
export async function replaceStageMoves(
  tx: PortalTransaction,
  dealIds: readonly bigint[],
  moves: readonly StageMoveFact[],
): Promise<number> {
  const kept = moves.map((move) => move.move_id);
  const taken = await keepTotals(tx, { deals: dealIds }, async () => {
    const gone = await sql`
      delete from stage_move where portal_id = ${tx.portalId} and deal_id = any(${toArray('bigint', [...dealIds])})
        and move_id <> all(${toArray('bigint', kept)})
      returning move_id`.execute(tx.db);
    return gone.rows.length === 0 ? 0 : gone.rows.length + (await markWon(tx, dealIds));
  });
  return taken + (await saveStageMoves(tx, moves));
}

/** The day a deal was won is its last entry to a won stage, whichever of the two arrives first. */
async function markWon(tx: PortalTransaction, dealIds: readonly bigint[]): Promise<number> {
  if (dealIds.length === 0) return 0;
  const asked = toArray('bigint', [...new Set(dealIds)]);
  // Grouped once: a subquery for each deal costs a hundred times its row.
  const marked = await sql`
    update deal set won_at = entry.won_at
    from (
      select asked.deal_id, won.won_at from unnest(${asked}) as asked (deal_id) left join (
        select deal_id, max(moved_at) as won_at from stage_move
        where portal_id = ${tx.portalId} and deal_id = any(${asked}) and semantics = 'S' group by deal_id
      ) as won on won.deal_id = asked.deal_id
    ) as entry
    where deal.portal_id = ${tx.portalId} and deal.deal_id = entry.deal_id and deal.won_at is distinct from entry.won_at
    returning deal.deal_id`.execute(tx.db);
  return marked.rows.length;
}

export async function saveCalls(tx: PortalTransaction, calls: readonly CallFact[]): Promise<number> {
  const ids = calls.map((call) => call.call_id);
  const touched = { calls: ids, activities: await listActivitiesOf(tx, calls) };
  return keepTotals(tx, touched, () => upsertRows(tx, callShape, calls));
}

/** An activity is a call of unknown length until its call arrives, and again when the call turns out to be another's. */
async function listActivitiesOf(tx: PortalTransaction, calls: readonly CallFact[]): Promise<bigint[]> {
  if (calls.length === 0) return [];
  const known = await tx.db
    .selectFrom('call')
    .select('activity_id')
    .where('portal_id', '=', tx.portalId)
    .where(
      'call_id',
      'in',
      calls.map((call) => call.call_id),
    )
    .execute();
  return [...new Set([...known, ...calls].flatMap((call) => call.activity_id ?? []))];
}

export async function saveActivities(tx: PortalTransaction, activities: readonly ActivityFact[]): Promise<number> {
  const ids = activities.map((activity) => activity.activity_id);
  return keepTotals(tx, { activities: ids }, () => upsertRows(tx, activityShape, activities));
}

export async function deleteActivities(tx: PortalTransaction, activityIds: readonly bigint[]): Promise<number> {
  if (activityIds.length === 0) return 0;
  const deletion = tx.db
    .deleteFrom('activity')
    .where('portal_id', '=', tx.portalId)
    .where('activity_id', 'in', [...activityIds])
    .returning('activity_id');
  const gone = await keepTotals(tx, { activities: activityIds }, () => deletion.execute());
  return gone.length;
}

/** Calls are referred to by nothing: what the portal no longer lists leaves the statistics. */
export async function deleteCalls(tx: PortalTransaction, callIds: readonly bigint[]): Promise<number> {
  if (callIds.length === 0) return 0;
  const known = await tx.db
    .selectFrom('call')
    .select(['call_id', 'activity_id'])
    .where('portal_id', '=', tx.portalId)
    .where('call_id', 'in', [...callIds])
    .execute();
  const touched = { calls: callIds, activities: known.flatMap((call) => call.activity_id ?? []) };
  const deletion = tx.db
    .deleteFrom('call')
    .where('portal_id', '=', tx.portalId)
    .where('call_id', 'in', [...callIds]);
  await keepTotals(tx, touched, () => deletion.execute());
  return known.length;
}
