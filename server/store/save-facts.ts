import { sql } from 'kysely';
import { arrayOf } from './array-literal.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { ActivityTable, CallTable, DealTable, StageMoveTable } from './tables.ts';

export type DealFact = Omit<DealTable, 'portal_id' | 'won_at' | 'deleted_at'>;
export type StageMoveFact = Omit<StageMoveTable, 'portal_id'>;
export type CallFact = Omit<CallTable, 'portal_id'>;
export type ActivityFact = Omit<ActivityTable, 'portal_id'>;

/** Saves a page of deals; an older copy of a row never replaces a newer one. Returns how many rows are different now. */
export async function saveDeals(tx: PortalTransaction, deals: readonly DealFact[]): Promise<number> {
  const rows = lastOfEach(deals, (deal) => deal.deal_id);
  if (rows.length === 0) return 0;
  const changed = await sql<{ deal_id: bigint }>`
    insert into deal (portal_id, deal_id, pipeline_id, stage_id, semantics, amount_minor, currency, base_minor, responsible_id,
                      created_at, modified_at, moved_at, close_day, is_repeat, company_id, lead_id)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        rows.map((row) => row.deal_id),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.pipeline_id),
      )},
      ${arrayOf(
        'text',
        rows.map((row) => row.stage_id),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.semantics),
      )},
      ${arrayOf(
        'bigint',
        rows.map((row) => row.amount_minor),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.currency),
      )},
      ${arrayOf(
        'bigint',
        rows.map((row) => row.base_minor),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.responsible_id),
      )},
      ${arrayOf(
        'timestamptz',
        rows.map((row) => row.created_at),
      )}, ${arrayOf(
        'timestamptz',
        rows.map((row) => row.modified_at),
      )},
      ${arrayOf(
        'timestamptz',
        rows.map((row) => row.moved_at),
      )}, ${arrayOf(
        'date',
        rows.map((row) => row.close_day),
      )},
      ${arrayOf(
        'boolean',
        rows.map((row) => row.is_repeat),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.company_id),
      )},
      ${arrayOf(
        'bigint',
        rows.map((row) => row.lead_id),
      )}) as row
    on conflict (portal_id, deal_id) do update set
      pipeline_id = excluded.pipeline_id, stage_id = excluded.stage_id, semantics = excluded.semantics,
      amount_minor = excluded.amount_minor, currency = excluded.currency, base_minor = excluded.base_minor,
      responsible_id = excluded.responsible_id, created_at = excluded.created_at, modified_at = excluded.modified_at,
      moved_at = excluded.moved_at, close_day = excluded.close_day, is_repeat = excluded.is_repeat,
      company_id = excluded.company_id, lead_id = excluded.lead_id, deleted_at = null
    where deal.modified_at <= excluded.modified_at
      and (deal.pipeline_id, deal.stage_id, deal.semantics, deal.amount_minor, deal.currency, deal.base_minor, deal.responsible_id,
           deal.modified_at, deal.moved_at, deal.close_day, deal.is_repeat, deal.company_id, deal.lead_id, deal.deleted_at)
        is distinct from
          (excluded.pipeline_id, excluded.stage_id, excluded.semantics, excluded.amount_minor, excluded.currency, excluded.base_minor,
           excluded.responsible_id, excluded.modified_at, excluded.moved_at, excluded.close_day, excluded.is_repeat,
           excluded.company_id, excluded.lead_id, null::timestamptz)
    returning deal_id`.execute(tx.db);
  return (
    changed.rows.length +
    (await markWon(
      tx,
      rows.map((row) => row.deal_id),
    ))
  );
}

/** Deals the portal no longer shows leave fact and forecast; the rows stay because plans and lists refer to them. */
export async function tombstoneDeals(tx: PortalTransaction, dealIds: readonly bigint[], at: Date): Promise<number> {
  if (dealIds.length === 0) return 0;
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

/** Moves are history: a row that is known never changes. */
export async function saveStageMoves(tx: PortalTransaction, moves: readonly StageMoveFact[]): Promise<number> {
  const rows = lastOfEach(moves, (move) => move.move_id);
  if (rows.length === 0) return 0;
  const added = await sql<{ move_id: bigint }>`
    insert into stage_move (portal_id, move_id, deal_id, kind, pipeline_id, stage_id, semantics, moved_at)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        rows.map((row) => row.move_id),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.deal_id),
      )},
      ${arrayOf(
        'smallint',
        rows.map((row) => row.kind),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.pipeline_id),
      )},
      ${arrayOf(
        'text',
        rows.map((row) => row.stage_id),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.semantics),
      )},
      ${arrayOf(
        'timestamptz',
        rows.map((row) => row.moved_at),
      )}) as row
    on conflict (portal_id, move_id) do nothing
    returning move_id`.execute(tx.db);
  return (
    added.rows.length +
    (await markWon(
      tx,
      rows.map((row) => row.deal_id),
    ))
  );
}

/** The day a deal was won is its last entry to a won stage, whichever of the two arrives first. */
async function markWon(tx: PortalTransaction, dealIds: readonly bigint[]): Promise<number> {
  const ids = arrayOf('bigint', [...new Set(dealIds)]);
  const marked = await sql<{ deal_id: bigint }>`
    update deal set won_at = entry.won_at
    from (
      select deal_id, max(moved_at) as won_at from stage_move
      where portal_id = ${tx.portalId} and deal_id = any(${ids}) and semantics = 'S' group by deal_id
    ) as entry
    where deal.portal_id = ${tx.portalId} and deal.deal_id = entry.deal_id and deal.won_at is distinct from entry.won_at
    returning deal.deal_id`.execute(tx.db);
  return marked.rows.length;
}

export async function saveCalls(tx: PortalTransaction, calls: readonly CallFact[]): Promise<number> {
  const rows = lastOfEach(calls, (call) => call.call_id);
  if (rows.length === 0) return 0;
  const changed = await sql<{ call_id: bigint }>`
    insert into call (portal_id, call_id, user_id, kind, seconds, code, started_at, activity_id)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        rows.map((row) => row.call_id),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.user_id),
      )},
      ${arrayOf(
        'smallint',
        rows.map((row) => row.kind),
      )}, ${arrayOf(
        'integer',
        rows.map((row) => row.seconds),
      )},
      ${arrayOf(
        'text',
        rows.map((row) => row.code),
      )}, ${arrayOf(
        'timestamptz',
        rows.map((row) => row.started_at),
      )},
      ${arrayOf(
        'bigint',
        rows.map((row) => row.activity_id),
      )}) as row
    on conflict (portal_id, call_id) do update set
      user_id = excluded.user_id, kind = excluded.kind, seconds = excluded.seconds, code = excluded.code,
      started_at = excluded.started_at, activity_id = excluded.activity_id
    where (call.user_id, call.kind, call.seconds, call.code, call.started_at, call.activity_id)
      is distinct from (excluded.user_id, excluded.kind, excluded.seconds, excluded.code, excluded.started_at, excluded.activity_id)
    returning call_id`.execute(tx.db);
  return changed.rows.length;
}

export async function saveActivities(tx: PortalTransaction, activities: readonly ActivityFact[]): Promise<number> {
  const rows = lastOfEach(activities, (activity) => activity.activity_id);
  if (rows.length === 0) return 0;
  const changed = await sql<{ activity_id: bigint }>`
    insert into activity (portal_id, activity_id, kind, provider, owner_kind, owner_id, responsible_id, direction, is_completed,
                          started_at, modified_at)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        rows.map((row) => row.activity_id),
      )}, ${arrayOf(
        'smallint',
        rows.map((row) => row.kind),
      )},
      ${arrayOf(
        'text',
        rows.map((row) => row.provider),
      )}, ${arrayOf(
        'smallint',
        rows.map((row) => row.owner_kind),
      )},
      ${arrayOf(
        'bigint',
        rows.map((row) => row.owner_id),
      )}, ${arrayOf(
        'bigint',
        rows.map((row) => row.responsible_id),
      )},
      ${arrayOf(
        'smallint',
        rows.map((row) => row.direction),
      )}, ${arrayOf(
        'boolean',
        rows.map((row) => row.is_completed),
      )},
      ${arrayOf(
        'timestamptz',
        rows.map((row) => row.started_at),
      )}, ${arrayOf(
        'timestamptz',
        rows.map((row) => row.modified_at),
      )}) as row
    on conflict (portal_id, activity_id) do update set
      kind = excluded.kind, provider = excluded.provider, owner_kind = excluded.owner_kind, owner_id = excluded.owner_id,
      responsible_id = excluded.responsible_id, direction = excluded.direction, is_completed = excluded.is_completed,
      started_at = excluded.started_at, modified_at = excluded.modified_at
    where activity.modified_at <= excluded.modified_at
      and (activity.owner_kind, activity.owner_id, activity.responsible_id, activity.is_completed, activity.started_at, activity.modified_at)
        is distinct from (excluded.owner_kind, excluded.owner_id, excluded.responsible_id, excluded.is_completed, excluded.started_at,
                          excluded.modified_at)
    returning activity_id`.execute(tx.db);
  return changed.rows.length;
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

/** One statement cannot touch a row twice; sorted, so that two writers meet in the same order. */
function lastOfEach<Row>(rows: readonly Row[], idOf: (row: Row) => bigint): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return [...byId.values()].sort((left, right) => (idOf(left) < idOf(right) ? -1 : 1));
}
