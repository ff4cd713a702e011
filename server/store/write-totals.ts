import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { TotalsRow } from './totals-change.ts';
import { totalsColumns, type TotalsTable } from './totals-of-facts.ts';
import { toArray } from './upsert-rows.ts';

const rowsAtOnce = 5_000;

/** Takes away what is about to be computed anew: everything, or what depends on the day of winning. */
export async function emptyTotals(tx: PortalTransaction, which: 'all' | 'by-won-date'): Promise<void> {
  const daily = tx.db.deleteFrom('daily_total').where('portal_id', '=', tx.portalId);
  await (which === 'all' ? daily : daily.where('metric', '=', 'won')).execute();
  await tx.db.deleteFrom('duration_total').where('portal_id', '=', tx.portalId).execute();
  if (which !== 'all') return;
  await tx.db.deleteFrom('open_total').where('portal_id', '=', tx.portalId).execute();
  await tx.db.deleteFrom('call_total').where('portal_id', '=', tx.portalId).execute();
}

/** Writes totals that have no row yet. */
export async function insertTotals(tx: PortalTransaction, table: TotalsTable, totals: readonly TotalsRow[]): Promise<void> {
  const { names } = columnsOf(table);
  for (let from = 0; from < totals.length; from += rowsAtOnce) {
    await sql`
      insert into ${sql.table(table)} (portal_id, ${list(names)})
      select ${tx.portalId}::bigint, ${list(names)} from ${toRows(table, totals.slice(from, from + rowsAtOnce))}`.execute(tx.db);
  }
}

/**
 * Adds changes to totals; one of no items has no row. One that would fall below none was wrong before,
 * and is computed anew: `compute` sums the facts under a condition on the keys of `total`.
 */
export async function moveTotals(
  tx: PortalTransaction,
  table: TotalsTable,
  changes: readonly TotalsRow[],
  compute: (keys: RawBuilder<unknown>) => Promise<TotalsRow[]>,
): Promise<void> {
  if (changes.length === 0) return;
  const { names, keys, sums } = columnsOf(table);
  const isSame = sql`total.portal_id = ${tx.portalId} and (${of('total', keys)}) = (${of('change', keys)})`;
  const moved = sums.map((name) => sql`${sql.ref(name)} = total.${sql.ref(name)} + change.${sql.ref(name)}`);
  const wrong = await sql<TotalsRow>`
    with change as (select * from ${toRows(table, changes)}), moved as (
      update ${sql.table(table)} total set ${sql.join(moved)} from change where ${isSame} and total.items + change.items > 0
    ), emptied as (
      delete from ${sql.table(table)} total using change where ${isSame} and total.items + change.items <= 0
    ), begun as (
      insert into ${sql.table(table)} (portal_id, ${list(names)})
      select ${tx.portalId}::bigint, ${list(names)} from change
      where items > 0 and not exists (select from ${sql.table(table)} total where ${isSame})
    )
    select ${sql.join(names.map((name) => sql`change.${sql.ref(name)}::text as ${sql.ref(name)}`))}
    from change left join ${sql.table(table)} total on ${isSame}
    where total.items + change.items < 0 or (total.items is null and change.items <= 0)`.execute(tx.db);
  if (wrong.rows.length === 0) return;
  const isWrong = sql`(${of('total', keys)}) in (select ${of('wrong', keys)} from ${toRows(table, wrong.rows, 'wrong')})`;
  await sql`delete from ${sql.table(table)} total where total.portal_id = ${tx.portalId} and ${isWrong}`.execute(tx.db);
  await insertTotals(tx, table, await compute(isWrong));
}

function columnsOf(table: TotalsTable): { names: string[]; keys: string[]; sums: readonly string[] } {
  const keys = Object.keys(totalsColumns[table].keys);
  const { sums } = totalsColumns[table];
  return { names: [...keys, ...sums], keys, sums };
}

const list = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));
const of = (table: string, names: readonly string[]): RawBuilder<unknown> => list(names.map((name) => `${table}.${name}`));

/** Rows given as texts, with the types of the table. */
function toRows(table: TotalsTable, rows: readonly TotalsRow[], alias = 'given_rows'): RawBuilder<unknown> {
  const { names } = columnsOf(table);
  const types: Readonly<Record<string, string>> = { ...totalsColumns[table].keys, items: 'bigint' };
  const column = (name: string): RawBuilder<unknown> =>
    toArray(
      'text',
      rows.map((row) => row[name] ?? ''),
    );
  const typed = names.map((name) => sql`given.${sql.ref(name)}::${sql.raw(types[name] ?? 'numeric')} as ${sql.ref(name)}`);
  return sql`(select ${sql.join(typed)} from unnest(${sql.join(names.map(column))}) as given (${list(names)})) as ${sql.ref(alias)}`;
}
