import type { CellObject, Sheet } from 'write-excel-file/browser';
import { toWritableText } from '#domain/writable-text.ts';

/** How a column is written: money in whole units of the currency with two digits, shares as 1 = 100 %, days as `YYYY-MM-DD`. */
export type ColumnKind = 'text' | 'money' | 'count' | 'number' | 'share' | 'day';

export interface TableColumn {
  readonly title: string;
  readonly kind: ColumnKind;
  /** In characters. */
  readonly width?: number;
}

/** Words of the page's language. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** A table as a workbook holds it: a number is a number, nothing stays an empty cell. */
export interface TableFile {
  /** Name of the file without its ending. */
  readonly name: string;
  /** What the table is about, in the first row: title, unit, period. */
  readonly about: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly { readonly cells: readonly (string | number | null)[]; readonly isTotal?: boolean }[];
}

const formats: Readonly<Record<ColumnKind, string | undefined>> = {
  text: undefined,
  money: '#,##0.00',
  count: '#,##0',
  number: '#,##0.##',
  share: '0.0%',
  day: 'dd.mm.yyyy',
};
const widths: Readonly<Record<ColumnKind, number>> = { text: 30, money: 18, count: 12, number: 14, share: 10, day: 12 };
const heading = { fontWeight: 'bold', backgroundColor: '#E3EEFB', wrap: true, alignVertical: 'center' } as const;

/** The workbook's writer comes when somebody wants a file, not with the page. */
export async function writeTableFile(table: TableFile): Promise<Uint8Array> {
  const { default: writeSheets } = await import('write-excel-file/browser');
  const blob = await writeSheets([toSheet(table)], { fontFamily: 'Arial', fontSize: 10 }).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function toSheet({ about, columns, rows }: TableFile): Sheet<never> {
  return {
    sheet: 'Kurs',
    data: [
      [textCell(about, { fontWeight: 'bold' })],
      columns.map(({ title, kind }) => textCell(title, { ...heading, align: kind === 'text' ? 'left' : 'right' })),
      ...rows.map(({ cells, isTotal = false }) =>
        columns.map((column, at) => toCell(cells[at] ?? null, column.kind, isTotal ? { fontWeight: 'bold' } : {})),
      ),
    ],
    columns: columns.map(({ kind, width }) => ({ width: width ?? widths[kind] })),
    stickyRowsCount: 2,
    stickyColumnsCount: 1,
    orientation: 'landscape',
  };
}

type Style = Omit<CellObject, 'value' | 'type'>;

/** Whatever a text begins with, it is typed as text: a program that opens the file computes nothing. */
function textCell(value: string, style: Style = {}): CellObject {
  return { value: toWritableText(value.slice(0, 32_000)), type: String, ...style };
}

function toCell(value: string | number | null, kind: ColumnKind, style: Style): CellObject | null {
  if (value === null || value === '') return null;
  if (kind === 'text') return textCell(String(value), style);
  const format = formats[kind];
  const shape = { ...style, align: 'right' as const, ...(format === undefined ? {} : { format }) };
  if (kind === 'day') return { value: new Date(`${value}T00:00:00Z`), type: Date, ...shape };
  const number = Number(value);
  return Number.isFinite(number) ? { value: number, type: Number, ...shape } : textCell(String(value), style);
}
