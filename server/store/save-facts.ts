import { sql } from 'kysely';
import { keepTotals } from './daily-totals.ts';
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
  const ids = [...new Set(moves.map((move) => move.deal_id))];
  return added + (await keepTotals(tx, { deals: ids }, () => markWon(tx, ids)));
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
  const ids = calls.map((call) => call.call_id);
  const touched = { calls: ids, activities: await listActivitiesOf(tx, calls) };
  return keepTotals(tx, touched, () =>
    upsertRows(tx, { table: 'call', columns: callColumns, key: ['call_id'], update: 'when-different' }, calls),
  );
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
  const ids = activities.map((activity) => activity.activity_id);
  return keepTotals(tx, { activities: ids }, () =>
    upsertRows(tx, { table: 'activity', columns: activityColumns, key: ['activity_id'], update }, activities),
  );
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
