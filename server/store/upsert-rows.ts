import { sql, type RawBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

type ColumnType = 'bigint' | 'integer' | 'smallint' | 'numeric' | 'text' | 'uuid' | 'boolean' | 'timestamptz' | 'date' | 'bigint[]';
export type Value = bigint | number | string | boolean | Date | null | readonly bigint[];

export interface UpsertShape<Column extends string> {
  readonly table: string;
  readonly columns: Readonly<Record<Column, ColumnType>>;
  /** Without portal_id, which always comes first. */
  readonly key: readonly Column[];
  /** Rows that never change need no update; a row older by this column never replaces a newer one. */
  readonly update: 'never' | 'when-different' | { readonly notOlderBy: Column };
  /** Columns that are written with a new row and never again. */
  readonly atFirst?: readonly Column[];
  /** Column that marks a row as gone; saving the row brings it back. */
  readonly goneColumn?: string;
}

/** One statement for a page of rows; returns how many are different now. `portal_id` is the transaction's own; what a row leaves out is null. */
export async function upsertRows<Column extends string>(
  tx: PortalTransaction,
  shape: UpsertShape<Column>,
  rows: readonly Readonly<Partial<Record<Column, Value | undefined>>>[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const columns = Object.keys(shape.columns) as Column[];
  const unique = lastOfEach(rows, (row) => shape.key.map((column) => String(row[column])).join(' '));
  const result = await sql`
    insert into ${sql.table(shape.table)} (portal_id, ${list(columns)})
    select ${tx.portalId}::bigint, ${sql.join(columns.map((column) => sql`row.${sql.ref(column)}::${sql.raw(shape.columns[column])}`))}
    from unnest(${sql.join(
      columns.map((column) =>
        toArray(
          shape.columns[column],
          unique.map((row) => row[column] ?? null),
        ),
      ),
    )}) as row (${list(columns)})
    on conflict (portal_id, ${list(shape.key)}) ${onConflict(shape, columns)}
    returning 1 as one`.execute(tx.db);
  return result.rows.length;
}

function onConflict<Column extends string>(shape: UpsertShape<Column>, columns: readonly Column[]): RawBuilder<unknown> {
  if (shape.update === 'never') return sql`do nothing`;
  const changing = columns.filter((column) => !shape.key.includes(column) && !shape.atFirst?.includes(column));
  const own = (column: string) => sql`${sql.table(shape.table)}.${sql.ref(column)}`;
  const given = (column: string) => sql`excluded.${sql.ref(column)}`;
  const isDifferent = sql`(${sql.join(changing.map(own))}) is distinct from (${sql.join(changing.map(given))})`;
  const isBack = shape.goneColumn === undefined ? sql`false` : sql`${own(shape.goneColumn)} is not null`;
  const isNotOlder =
    typeof shape.update === 'object' ? sql`${own(shape.update.notOlderBy)} <= ${given(shape.update.notOlderBy)}` : sql`true`;
  const assignments = changing.map((column) => sql`${sql.ref(column)} = ${given(column)}`);
  const revival = shape.goneColumn === undefined ? [] : [sql`${sql.ref(shape.goneColumn)} = null`];
  return sql`do update set ${sql.join([...assignments, ...revival])} where ${isNotOlder} and (${isBack} or ${isDifferent})`;
}

const list = (columns: readonly string[]): RawBuilder<unknown> => sql.join(columns.map((column) => sql.ref(column)));

/** An array as text with a cast reaches both drivers unchanged; an array of arrays travels as an array of texts. */
export function toArray(type: ColumnType, values: readonly Value[]): RawBuilder<unknown> {
  return sql`${toLiteral(values)}::${sql.raw(type === 'bigint[]' ? 'text' : type)}[]`;
}

function toLiteral(values: readonly Value[]): string {
  return `{${values.map(toElement).join(',')}}`;
}

function toElement(value: Value): string {
  if (value === null) return 'NULL';
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`;
  return typeof value === 'object' ? `"${toLiteral(value)}"` : String(value);
}

/** One statement cannot touch a row twice. */
function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
