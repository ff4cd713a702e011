import { sql, type RawBuilder } from 'kysely';
import { activityShape, callShape, dealShape, moveShape } from './fact-shapes.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { ActivityFact, CallFact, DealFact, StageMoveFact } from './save-facts.ts';
import { toArray, type UpsertShape, type Value } from './upsert-rows.ts';

/** What our copy of a stretch of ids has otherwise than the portal. */
export interface Differences {
  /** Ids the portal has and we do not, or hold for gone. */
  readonly missing: bigint[];
  readonly changed: bigint[];
  /** Ids the portal no longer has. */
  readonly gone: bigint[];
}

/** Ids behind `after`, up to and with `through`. */
export interface Stretch {
  readonly after: bigint;
  readonly through: bigint;
}

/** Holds every row of a stretch against our copy, column by column. */
export type Compare<Fact> = (tx: PortalTransaction, facts: readonly Fact[], stretch: Stretch) => Promise<Differences>;

/** The portal says neither when we saw a deal first nor at which rate we counted it. */
export const compareDeals: Compare<DealFact> = (tx, facts, stretch) =>
  compareFacts(tx, dealShape, facts, stretch, ['first_seen_at', 'base_minor']);

/** The history of a deal that is gone left the portal with it and stays here. */
export const compareStageMoves: Compare<StageMoveFact> = async (tx, facts, stretch) => {
  const found = await compareFacts(tx, moveShape, facts, stretch);
  return { ...found, gone: await listMovesOfLiveDeals(tx, found.gone) };
};

export const compareCalls: Compare<CallFact> = (tx, facts, stretch) => compareFacts(tx, callShape, facts, stretch);

export const compareActivities: Compare<ActivityFact> = (tx, facts, stretch) => compareFacts(tx, activityShape, facts, stretch);

const keys = {
  deal: 'deal_id',
  stage_move: 'move_id',
  call: 'call_id',
  activity: 'activity_id',
  lead: 'lead_id',
  contact: 'contact_id',
  quote: 'quote_id',
  invoice: 'invoice_id',
  payment: 'payment_id',
  task: 'task_id',
} as const;

/** The last id our copy has. */
export async function findLastId(tx: PortalTransaction, table: keyof typeof keys): Promise<bigint> {
  const found = await sql<{ id: bigint | null }>`
    select max(${sql.ref(keys[table])}) as id from ${sql.table(table)} where portal_id = ${tx.portalId}`.execute(tx.db);
  return found.rows[0]?.id ?? 0n;
}

/** Deals that some moves belong to. */
export async function listDealsOfMoves(tx: PortalTransaction, moveIds: readonly bigint[]): Promise<bigint[]> {
  if (moveIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('stage_move')
    .select('deal_id')
    .distinct()
    .where('portal_id', '=', tx.portalId)
    .where('move_id', 'in', [...moveIds])
    .execute();
  return rows.map((row) => row.deal_id);
}

/** Columns that only our copy has are left out by `except`. */
export async function compareFacts<Column extends string>(
  tx: PortalTransaction,
  shape: UpsertShape<Column>,
  facts: readonly Readonly<Partial<Record<Column, Value>>>[],
  stretch: Stretch,
  except: readonly Column[] = [],
): Promise<Differences> {
  const key = shape.key[0];
  if (key === undefined) throw new Error('a shape has a key');
  const columns = (Object.keys(shape.columns) as Column[]).filter((column) => !except.includes(column));
  const of = (row: 'own' | 'seen', column: Column): RawBuilder<unknown> => sql.ref(`${row}.${column}`);
  const listOf = (row: 'own' | 'seen'): RawBuilder<unknown> => sql.join(columns.map((column) => of(row, column)));
  const isLive = shape.goneColumn === undefined ? sql`true` : sql`${sql.ref(shape.goneColumn)} is null`;
  const arrays = columns.map((column) => {
    const values = facts.map((fact) => fact[column] ?? null);
    return toArray(shape.columns[column], values);
  });
  const found = await sql<{ kind: keyof Differences; id: bigint }>`
    with seen as (select * from unnest(${sql.join(arrays)}) as row (${sql.join(columns.map((column) => sql.ref(column)))})),
    own as (
      select * from ${sql.table(shape.table)}
      where portal_id = ${tx.portalId} and ${sql.ref(key)} > ${stretch.after} and ${sql.ref(key)} <= ${stretch.through} and ${isLive}
    )
    select case when own.portal_id is null then 'missing' when ${of('seen', key)} is null then 'gone' else 'changed' end as kind,
      coalesce(${of('seen', key)}, ${of('own', key)}) as id
    from seen full join own on ${of('own', key)} = ${of('seen', key)}
    where (${listOf('own')}) is distinct from (${listOf('seen')})
    order by 2`.execute(tx.db);
  const idsOf = (kind: keyof Differences): bigint[] => found.rows.filter((row) => row.kind === kind).map((row) => row.id);
  return { missing: idsOf('missing'), changed: idsOf('changed'), gone: idsOf('gone') };
}

async function listMovesOfLiveDeals(tx: PortalTransaction, moveIds: readonly bigint[]): Promise<bigint[]> {
  if (moveIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('stage_move as m')
    .innerJoin('deal as d', (join) => join.onRef('d.portal_id', '=', 'm.portal_id').onRef('d.deal_id', '=', 'm.deal_id'))
    .select('m.move_id')
    .where('m.portal_id', '=', tx.portalId)
    .where('m.move_id', 'in', [...moveIds])
    .where('d.deleted_at', 'is', null)
    .execute();
  return rows.map((row) => row.move_id);
}
