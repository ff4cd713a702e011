import { sql } from 'kysely';
import { keepDealVersions, keepGoneVersions } from './keep-deal-versions.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { ActivityTable, CallTable, DealTable, StageMoveTable } from './tables/fact-tables.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type DealFact = Omit<DealTable, 'portal_id' | 'won_at' | 'deleted_at' | 'first_seen_at'>;
export type StageMoveFact = Omit<StageMoveTable, 'portal_id'>;
export type CallFact = Omit<CallTable, 'portal_id'>;
export type ActivityFact = Omit<ActivityTable, 'portal_id'>;

const dealColumns = {
  deal_id: 'bigint',
  pipeline_id: 'bigint',
  stage_id: 'text',
  semantics: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  base_minor: 'bigint',
  responsible_id: 'bigint',
  created_at: 'timestamptz',
  modified_at: 'timestamptz',
  moved_at: 'timestamptz',
  close_day: 'date',
  is_repeat: 'boolean',
  company_id: 'bigint',
  lead_id: 'bigint',
  first_seen_at: 'timestamptz',
} as const;

const dealShape = {
  table: 'deal',
  columns: dealColumns,
  key: ['deal_id'],
  update: { notOlderBy: 'modified_at' },
  atFirst: ['first_seen_at'],
  goneColumn: 'deleted_at',
} as const;

/**
 * Saves a page of deals as they were seen at a moment, and keeps what they were before.
 * An older copy of a row never replaces a newer one. Returns how many rows are different now.
 */
export async function saveDeals(tx: PortalTransaction, deals: readonly DealFact[], seenAt: Date): Promise<number> {
  const unique = [...new Map(deals.map((deal) => [deal.deal_id, deal])).values()];
  await keepDealVersions(tx, unique, seenAt);
  const changed = await upsertRows(
    tx,
    dealShape,
    unique.map((deal) => ({ ...deal, first_seen_at: seenAt })),
  );
  const ids = unique.map((deal) => deal.deal_id);
  return changed + (await markWon(tx, ids));
}

/** Deals the portal no longer shows leave fact and forecast; the rows stay because plans and lists refer to them. */
export async function tombstoneDeals(tx: PortalTransaction, dealIds: readonly bigint[], at: Date): Promise<number> {
  if (dealIds.length === 0) return 0;
  await keepGoneVersions(tx, dealIds, at);
  const gone = await tx.db
    .updateTable('deal')
    .set({ deleted_at: at })
    .where('portal_id', '=', tx.portalId)
    .where('deal_id', 'in', [...dealIds])
    .where('deleted_at', 'is', null)
    .returning('deal_id')
    .execute();
  return gone.length;
}

const moveColumns = {
  move_id: 'bigint',
  deal_id: 'bigint',
  kind: 'smallint',
  pipeline_id: 'bigint',
  stage_id: 'text',
  semantics: 'text',
  moved_at: 'timestamptz',
} as const;

/** Moves are history: a row that is known never changes. */
export async function saveStageMoves(tx: PortalTransaction, moves: readonly StageMoveFact[]): Promise<number> {
  const added = await upsertRows(tx, { table: 'stage_move', columns: moveColumns, key: ['move_id'], update: 'never' }, moves);
  const ids = moves.map((move) => move.deal_id);
  return added + (await markWon(tx, ids));
}

/** The day a deal was won is its last entry to a won stage, whichever of the two arrives first. */
async function markWon(tx: PortalTransaction, dealIds: readonly bigint[]): Promise<number> {
  if (dealIds.length === 0) return 0;
  const marked = await sql`
    update deal set won_at = entry.won_at
    from (
      select deal_id, max(moved_at) as won_at from stage_move
      where portal_id = ${tx.portalId} and deal_id = any(${toArray('bigint', [...new Set(dealIds)])}) and semantics = 'S'
      group by deal_id
    ) as entry
    where deal.portal_id = ${tx.portalId} and deal.deal_id = entry.deal_id and deal.won_at is distinct from entry.won_at
    returning deal.deal_id`.execute(tx.db);
  return marked.rows.length;
}

const callColumns = {
  call_id: 'bigint',
  user_id: 'bigint',
  kind: 'smallint',
  seconds: 'integer',
  code: 'text',
  started_at: 'timestamptz',
  activity_id: 'bigint',
} as const;

export async function saveCalls(tx: PortalTransaction, calls: readonly CallFact[]): Promise<number> {
  return upsertRows(tx, { table: 'call', columns: callColumns, key: ['call_id'], update: 'when-different' }, calls);
}

const activityColumns = {
  activity_id: 'bigint',
  kind: 'smallint',
  provider: 'text',
  owner_kind: 'smallint',
  owner_id: 'bigint',
  responsible_id: 'bigint',
  direction: 'smallint',
  is_completed: 'boolean',
  started_at: 'timestamptz',
  modified_at: 'timestamptz',
} as const;

export async function saveActivities(tx: PortalTransaction, activities: readonly ActivityFact[]): Promise<number> {
  const update = { notOlderBy: 'modified_at' } as const;
  return upsertRows(tx, { table: 'activity', columns: activityColumns, key: ['activity_id'], update }, activities);
}

export async function deleteActivities(tx: PortalTransaction, activityIds: readonly bigint[]): Promise<number> {
  if (activityIds.length === 0) return 0;
  const gone = await tx.db
    .deleteFrom('activity')
    .where('portal_id', '=', tx.portalId)
    .where('activity_id', 'in', [...activityIds])
    .returning('activity_id')
    .execute();
  return gone.length;
}
