import { sql, type RawBuilder } from 'kysely';
import type { DaySpan } from './facts.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export type DailyMetric = 'won' | 'calls' | 'calls-unknown';

/** What counts, and the zone that days are cut in. */
export interface CountingBasis {
  readonly timeZone: string;
  /** 1 out, 2 in, 3 in with redirection … */
  readonly callKinds: readonly number[];
  readonly callCode: string;
  /** Calls count when strictly longer. */
  readonly callSeconds: number;
}

/** One person's sum of one day. */
export interface DailyTotal {
  readonly metric: DailyMetric;
  readonly day: string;
  readonly userId: bigint;
  /** The pipeline of won deals, else empty. */
  readonly dimension: string;
  readonly items: bigint;
  /** Minor units of the base currency; 0 for what is only counted. */
  readonly amount: bigint;
}

/** Facts whose contribution to the totals may change. */
export interface TouchedFacts {
  readonly deals?: readonly bigint[];
  readonly calls?: readonly bigint[];
  readonly activities?: readonly bigint[];
}

/** Does the work and moves the totals by the difference it makes for the facts it touches; nothing is kept without a basis. */
export async function keepTotals<T>(tx: PortalTransaction, touched: TouchedFacts, work: () => Promise<T>): Promise<T> {
  if (!(await hasBasis(tx))) return work();
  const before = await computeTotals(tx, touched);
  const done = await work();
  const after = await computeTotals(tx, touched);
  await addTotals(tx, difference(before, after));
  return done;
}

async function hasBasis(tx: PortalTransaction): Promise<boolean> {
  const row = await tx.db.selectFrom('counting_basis').select('portal_id').where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row !== undefined;
}

/** Computes the totals anew when another basis holds than before; says whether it did. */
export async function saveCountingBasis(tx: PortalTransaction, basis: CountingBasis): Promise<boolean> {
  const kinds = toArray('smallint', [...basis.callKinds]);
  const values = sql`${basis.timeZone}, ${kinds}, ${basis.callCode}, ${basis.callSeconds}::integer`;
  const saved = await sql`
    insert into counting_basis (portal_id, time_zone, call_kinds, call_code, call_seconds) values (${tx.portalId}, ${values})
    on conflict (portal_id) do update
    set (time_zone, call_kinds, call_code, call_seconds) = (excluded.time_zone, excluded.call_kinds, excluded.call_code, excluded.call_seconds)
    where (counting_basis.time_zone, counting_basis.call_kinds, counting_basis.call_code, counting_basis.call_seconds)
      is distinct from (excluded.time_zone, excluded.call_kinds, excluded.call_code, excluded.call_seconds)
    returning 1 as one`.execute(tx.db);
  if (saved.rows.length === 0) return false;
  await tx.db.deleteFrom('daily_total').where('portal_id', '=', tx.portalId).execute();
  await addTotals(tx, await computeTotals(tx));
  return true;
}

/** Totals of some metrics by day and person; undefined while the portal's totals stand on another basis. */
export async function findDailyTotals(
  tx: PortalTransaction,
  metrics: readonly DailyMetric[],
  span: Pick<DaySpan, 'from' | 'before'>,
  basis: CountingBasis,
): Promise<DailyTotal[] | undefined> {
  const kept = await tx.db.selectFrom('counting_basis').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  const isSame =
    kept?.time_zone === basis.timeZone &&
    kept.call_code === basis.callCode &&
    kept.call_seconds === basis.callSeconds &&
    kept.call_kinds.join() === basis.callKinds.join();
  if (!isSame) return undefined;
  const rows = await tx.db
    .selectFrom('daily_total')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('metric', 'in', metrics)
    .where('day', '>=', span.from)
    .where('day', '<', span.before)
    .orderBy('metric')
    .orderBy('day')
    .orderBy('user_id')
    .orderBy('dimension')
    .execute();
  return rows.map(({ user_id, base_minor, portal_id: _portal, ...row }) => ({ ...row, userId: user_id, amount: base_minor }));
}

/** The totals as the facts say, all of them or only what some facts give; nothing without a basis. */
export async function computeTotals(tx: PortalTransaction, touched?: TouchedFacts): Promise<DailyTotal[]> {
  const among = (column: string, ids: readonly bigint[] | undefined): RawBuilder<unknown> =>
    touched === undefined ? sql`true` : sql`${sql.ref(column)} = any(${toArray('bigint', [...(ids ?? [])])})`;
  const parts = [
    touched === undefined || touched.deals?.length ? wonTotals(tx, among('deal.deal_id', touched?.deals)) : null,
    touched === undefined || touched.calls?.length ? callTotals(tx, among('call.call_id', touched?.calls)) : null,
    touched === undefined || touched.activities?.length ? unknownTotals(tx, among('activity.activity_id', touched?.activities)) : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const result = await sql<DailyTotal>`
    select metric, day::text as day, user_id as "userId", dimension, items::bigint as items, amount::bigint as amount
    from (${sql.join(parts, sql` union all `)}) as part (metric, day, user_id, dimension, items, amount) order by metric, day, user_id, dimension`.execute(
    tx.db,
  );
  return result.rows;
}

const wonTotals = (tx: PortalTransaction, condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select 'won', (coalesce(deal.won_at, deal.moved_at) at time zone basis.time_zone)::date,
    deal.responsible_id, deal.pipeline_id::text, count(*), sum(deal.base_minor)
  from deal join counting_basis basis on basis.portal_id = deal.portal_id
  where deal.portal_id = ${tx.portalId} and deal.semantics = 'S' and deal.deleted_at is null and ${condition}
  group by 2, 3, 4`;

const callTotals = (tx: PortalTransaction, condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select 'calls', (call.started_at at time zone basis.time_zone)::date, call.user_id, '', count(*), 0
  from call join counting_basis basis on basis.portal_id = call.portal_id
  where call.portal_id = ${tx.portalId} and call.kind = any(basis.call_kinds) and call.code = basis.call_code
    and call.seconds > basis.call_seconds and ${condition}
  group by 2, 3`;

/** Call activities without a row of telephony statistics: calls of unknown length. */
const unknownTotals = (tx: PortalTransaction, condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select 'calls-unknown', (activity.started_at at time zone basis.time_zone)::date, activity.responsible_id, '', count(*), 0
  from activity join counting_basis basis on basis.portal_id = activity.portal_id
  where activity.portal_id = ${tx.portalId} and activity.kind = 2 and activity.is_completed and ${condition}
    and not exists (select from call where call.portal_id = activity.portal_id and call.activity_id = activity.activity_id)
  group by 2, 3`;

function difference(before: readonly DailyTotal[], after: readonly DailyTotal[]): DailyTotal[] {
  const totals = new Map<string, DailyTotal>();
  const add = (row: DailyTotal, sign: 1n | -1n): void => {
    const key = `${row.metric} ${row.day} ${row.userId} ${row.dimension}`;
    const known = totals.get(key);
    totals.set(key, { ...row, items: (known?.items ?? 0n) + sign * row.items, amount: (known?.amount ?? 0n) + sign * row.amount });
  };
  for (const row of before) add(row, -1n);
  for (const row of after) add(row, 1n);
  return [...totals.values()].filter((row) => row.items !== 0n || row.amount !== 0n);
}

/** A total of no items has no row. One that would fall below none was wrong before, and its whole day is computed anew. */
async function addTotals(tx: PortalTransaction, changes: readonly DailyTotal[]): Promise<void> {
  if (changes.length === 0) return;
  const column = (type: Parameters<typeof toArray>[0], read: (row: DailyTotal) => bigint | string): RawBuilder<unknown> =>
    toArray(type, changes.map(read));
  const isSame = sql`total.portal_id = ${tx.portalId} and (total.metric, total.day, total.user_id, total.dimension)
    = (change.metric, change.day, change.user_id, change.dimension)`;
  const wrong = await sql<{ day: string }>`
    with change as (
      select * from unnest(${column('text', (row) => row.metric)}, ${column('date', (row) => row.day)}, ${column('bigint', (row) => row.userId)},
        ${column('text', (row) => row.dimension)}, ${column('bigint', (row) => row.items)}, ${column('bigint', (row) => row.amount)})
        as row (metric, day, user_id, dimension, items, base_minor)
    ), moved as (
      update daily_total total set items = total.items + change.items, base_minor = total.base_minor + change.base_minor
      from change where ${isSame} and total.items + change.items > 0
    ), emptied as (
      delete from daily_total total using change where ${isSame} and total.items + change.items <= 0
    ), begun as (
      insert into daily_total (portal_id, metric, day, user_id, dimension, items, base_minor)
      select ${tx.portalId}::bigint, metric, day, user_id, dimension, items, base_minor from change
      where items > 0 and not exists (select from daily_total total where ${isSame})
    )
    select distinct change.day::text as day from change left join daily_total total on ${isSame}
    where coalesce(total.items, 0) + change.items < 0`.execute(tx.db);
  for (const { day } of wrong.rows) await computeDay(tx, day);
}

async function computeDay(tx: PortalTransaction, day: string): Promise<void> {
  await tx.db.deleteFrom('daily_total').where('portal_id', '=', tx.portalId).where('day', '=', day).execute();
  const totals = await computeTotals(tx);
  await addTotals(
    tx,
    totals.filter((total) => total.day === day),
  );
}
