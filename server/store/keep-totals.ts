import { sql, type RawBuilder } from 'kysely';
import { findCountingBasis, holdCountingBasis, isSameBasis, isSameForCalls, replaceCountingBasis } from './counting-basis.ts';
import type { CountingBasis } from './counting-basis.ts';
import type { PortalTransaction } from './portal-store.ts';
import { createTotalsChange, type TotalsRow } from './totals-change.ts';
import { contributions, totalsColumns, type TotalsTable } from './totals-of-facts.ts';
import { raiseTotalsRevision } from './totals-revision.ts';
import { toArray } from './upsert-rows.ts';
import { emptyTotals, insertTotals, moveTotals } from './write-totals.ts';

type FactKind = (typeof contributions)[number]['fact'];

/** Facts whose contribution to the totals may change. */
export type TouchedFacts = { readonly [Kind in FactKind]?: readonly bigint[] };

/** Facts are summed in parts of this many, so that PGlite never holds the process for long. */
const factsAtOnce = 2_000;

const tables = Object.keys(totalsColumns) as TotalsTable[];

/** Does the work and moves the totals by the difference it makes for the facts it touches; nothing is kept without a basis. */
export async function keepTotals<T>(tx: PortalTransaction, touched: TouchedFacts, work: () => Promise<T>): Promise<T> {
  const basis = await holdCountingBasis(tx);
  await raiseTotalsRevision(tx);
  if (basis === undefined) return work();
  const change = createTotalsChange();
  const addAll = async (sign: 1n | -1n): Promise<void> => {
    for (const table of tables) change.add(table, await sumTouched(tx, basis, table, touched), sign);
  };
  await addAll(-1n);
  const done = await work();
  await addAll(1n);
  for (const table of tables) await moveTotals(tx, table, change.rows(table), (keys) => sumKeys(tx, basis, table, keys));
  return done;
}

/** Computes the totals anew as far as they stand on another basis than before; says whether any do. */
export async function saveCountingBasis(tx: PortalTransaction, basis: CountingBasis): Promise<boolean> {
  const before = await replaceCountingBasis(tx, basis);
  if (before !== undefined && isSameBasis(before, basis)) return false;
  await raiseTotalsRevision(tx);
  const isOnlyWonDate = before !== undefined && isSameForCalls(before, basis);
  await emptyTotals(tx, isOnlyWonDate ? 'by-won-date' : 'all');
  const affected = contributions.filter((one) => one.isByWonDate || !isOnlyWonDate);
  const change = createTotalsChange();
  for (const kind of ['deals', 'calls', 'activities'] as const) {
    const parts = affected.filter((one) => one.fact === kind);
    if (parts.length === 0) continue;
    for await (const condition of listParts(tx, kind)) {
      for (const { table, select } of parts) change.add(table, await readSums(tx, table, [select(tx, basis, condition)]), 1n);
    }
  }
  for (const table of tables) await insertTotals(tx, table, change.rows(table));
  return true;
}

/** All totals of a table as the facts say; none without a basis. */
export async function computeTotals(tx: PortalTransaction, table: TotalsTable): Promise<TotalsRow[]> {
  const basis = await findCountingBasis(tx);
  if (basis === undefined) return [];
  const own = contributions.filter((one) => one.table === table);
  return readSums(
    tx,
    table,
    own.map(({ select }) => select(tx, basis, sql`true`)),
  );
}

async function sumTouched(tx: PortalTransaction, basis: CountingBasis, table: TotalsTable, touched: TouchedFacts): Promise<TotalsRow[]> {
  const selects = contributions.flatMap(({ fact, id, table: own, select }) => {
    const ids = touched[fact] ?? [];
    return own === table && ids.length > 0 ? [select(tx, basis, sql`${sql.ref(id)} = any(${toArray('bigint', ids)})`)] : [];
  });
  return readSums(tx, table, selects);
}

/** Totals of some keys from all facts: what a total that was wrong should be. */
async function sumKeys(tx: PortalTransaction, basis: CountingBasis, table: TotalsTable, keys: RawBuilder<unknown>): Promise<TotalsRow[]> {
  const own = contributions.filter((one) => one.table === table);
  return readSums(
    tx,
    table,
    own.map(({ select }) => select(tx, basis, sql`true`)),
    keys,
  );
}

async function readSums(
  tx: PortalTransaction,
  table: TotalsTable,
  selects: readonly RawBuilder<unknown>[],
  keys: RawBuilder<unknown> = sql`true`,
): Promise<TotalsRow[]> {
  if (selects.length === 0) return [];
  const columns = [...Object.keys(totalsColumns[table].keys), ...totalsColumns[table].sums];
  const result = await sql<TotalsRow>`
    select ${sql.join(columns.map((column) => sql`total.${sql.ref(column)}::text as ${sql.ref(column)}`))}
    from (${sql.join(selects, sql` union all `)}) as total (${sql.join(columns.map((column) => sql.ref(column)))})
    where ${keys} order by ${sql.join(Object.keys(totalsColumns[table].keys).map((column) => sql`total.${sql.ref(column)}`))}`.execute(
    tx.db,
  );
  return result.rows;
}

const idOf = { deals: 'deal.deal_id', calls: 'call.call_id', activities: 'activity.activity_id' } as const;
const tableOf = { deals: 'deal', calls: 'call', activities: 'activity' } as const;

/** Conditions that cut all facts of a kind into parts, in the order of their ids. */
async function* listParts(tx: PortalTransaction, kind: FactKind): AsyncGenerator<RawBuilder<unknown>> {
  const id = sql.ref(idOf[kind]);
  const table = sql.table(tableOf[kind]);
  let after = 0n;
  for (;;) {
    const found = await sql<{ last: bigint | null }>`
      select max(id) as last from (
        select ${id} as id from ${table} where portal_id = ${tx.portalId} and ${id} > ${after} order by id limit ${factsAtOnce}::integer
      ) as part`.execute(tx.db);
    const last = found.rows[0]?.last ?? null;
    if (last === null) return;
    yield sql`${id} > ${after} and ${id} <= ${last}`;
    after = last;
  }
}
