import { isRecord } from '../nested-parameters.ts';
import type { Dto, DtoField } from './dto.ts';
import { V3Error } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';

interface V3Order<Row> {
  readonly field: DtoField<Row>;
  readonly isDescending: boolean;
}

interface V3Page {
  readonly offset: number;
  readonly limit: number;
}

const usualLimit = 50;

/** Sorts and cuts a page out; there is no count and no next page on the wire. */
export function pageItems<Row extends { readonly id: number }>(
  rows: readonly Row[],
  dto: Dto<Row>,
  call: V3Call,
  maxLimit: number,
): readonly Row[] {
  const order = parseOrder(call.parameters['order'], dto);
  const { offset, limit } = parsePagination(call.parameters['pagination'], maxLimit);
  return sortItems(rows, order, call).slice(offset, offset + limit);
}

function parseOrder<Row>(raw: unknown, dto: Dto<Row>): readonly V3Order<Row>[] {
  if (raw === undefined || raw === null || (Array.isArray(raw) && raw.length === 0)) return [];
  const refused = new V3Error('INVALIDORDEREXCEPTION', `Unable to recognize sorting parameter \`${JSON.stringify(raw)}\``);
  if (!isRecord(raw)) throw refused;
  return Object.entries(raw).map(([name, direction]) => {
    const field = dto.fields.find((candidate) => candidate.name === name && candidate.isSortable === true);
    const word = String(direction).toUpperCase();
    if (!field || (word !== 'ASC' && word !== 'DESC')) throw refused;
    return { field, isDescending: word === 'DESC' };
  });
}

function sortItems<Row extends { readonly id: number }>(rows: readonly Row[], order: readonly V3Order<Row>[], call: V3Call): Row[] {
  const keyed = rows.map((row) => ({ row, keys: order.map(({ field }) => sortKey(field, row, call)) }));
  keyed.sort((left, right) => {
    for (const [index, { isDescending }] of order.entries()) {
      const a = left.keys[index] ?? '';
      const b = right.keys[index] ?? '';
      if (a !== b) return a < b === isDescending ? 1 : -1;
    }
    return left.row.id - right.row.id;
  });
  return keyed.map(({ row }) => row);
}

/** Nothing stands before everything, as in MySQL. */
function sortKey<Row>(field: DtoField<Row>, row: Row, call: V3Call): string | number {
  const value = field.read(row, call);
  if (field.type === 'DateTime') return value === null ? -Infinity : Date.parse(String(value));
  if (field.type === 'int' || field.type === 'bool') return value === null ? -Infinity : Number(value);
  return String(value ?? '');
}

/** Pages count from one and a page 0 is the first; a limit above the highest is the highest. */
function parsePagination(raw: unknown, maxLimit: number): V3Page {
  if (raw === undefined || raw === null) return { offset: 0, limit: usualLimit };
  const refused = new V3Error('INVALIDPAGINATIONEXCEPTION', `Unable to recognize pagination parameter \`${JSON.stringify(raw)}\``);
  if (!isRecord(raw)) throw refused;
  const read = (name: string): number | undefined => {
    const value = raw[name];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
    if (!Number.isInteger(number) || number < 0) throw refused;
    return number;
  };
  const [page, given, offset] = [read('page'), read('limit'), read('offset')];
  if (given === 0) throw refused;
  const limit = Math.min(given ?? usualLimit, maxLimit);
  const isPaged = page !== undefined && (given !== undefined || offset === undefined);
  return { limit, offset: isPaged ? Math.max(0, page - 1) * limit : (offset ?? 0) };
}
