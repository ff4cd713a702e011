import { sql, type RawBuilder } from 'kysely';

type Element = bigint | number | string | boolean | Date | null;

/** One column of rows as an array parameter that both drivers pass on unchanged. */
export function arrayOf(
  type: 'bigint' | 'integer' | 'smallint' | 'text' | 'boolean' | 'timestamptz' | 'date',
  values: readonly Element[],
): RawBuilder<unknown> {
  return sql`${toLiteral(values)}::${sql.raw(type)}[]`;
}

export function toLiteral(values: readonly Element[]): string {
  return `{${values.map(toElement).join(',')}}`;
}

function toElement(value: Element): string {
  if (value === null) return 'NULL';
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`;
  return String(value);
}
