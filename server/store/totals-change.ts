import { totalsColumns, type TotalsTable } from './totals-of-facts.ts';

/** A row of totals, every column as text: sums may outgrow what the drivers count with. */
export type TotalsRow = Readonly<Record<string, string>>;

export interface TotalsChange {
  add(table: TotalsTable, rows: readonly TotalsRow[], sign: 1n | -1n): void;
  /** What is left of all that was added; rows that cancel each other out are gone. */
  rows(table: TotalsTable): TotalsRow[];
}

/** Adds up rows of totals by their keys. */
export function createTotalsChange(): TotalsChange {
  const known: Record<TotalsTable, Map<string, Entry>> = {
    daily_total: new Map(),
    call_total: new Map(),
    open_total: new Map(),
    duration_total: new Map(),
  };
  return {
    add: (table, rows, sign) => {
      const sums: readonly string[] = totalsColumns[table].sums;
      for (const row of rows) {
        const key = keyOf(table, row);
        const entry = known[table].get(key) ?? { row, sums: sums.map(() => 0n) };
        for (const [at, column] of sums.entries()) entry.sums[at] = (entry.sums[at] ?? 0n) + sign * BigInt(row[column] ?? 0);
        known[table].set(key, entry);
      }
    },
    rows: (table) => {
      const sums: readonly string[] = totalsColumns[table].sums;
      return [...known[table].values()]
        .filter((entry) => entry.sums.some((sum) => sum !== 0n))
        .map((entry) => ({ ...entry.row, ...Object.fromEntries(sums.map((column, at) => [column, String(entry.sums[at])])) }));
    },
  };
}

interface Entry {
  readonly row: TotalsRow;
  readonly sums: bigint[];
}

/** No id, day or code of a stage holds this mark. */
const keyOf = (table: TotalsTable, row: TotalsRow): string =>
  Object.keys(totalsColumns[table].keys)
    .map((column) => row[column])
    .join('\u0000');
