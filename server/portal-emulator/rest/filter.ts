import { isRecord } from '../nested-parameters.ts';
import type { PortalZone } from '../portal-zone.ts';
import { RestError } from '../rest-error.ts';
import { fieldName, type Field, type WireStyle } from './field-table.ts';
import { compileCondition } from './filter-condition.ts';

/** A filter ready to run, with the bounds it puts on the id so that a list need not read every row. */
export interface Filter<Row> {
  readonly accepts: (row: Row) => boolean;
  readonly ids: IdBounds;
}

export interface IdBounds {
  /** Lowest and highest id that can pass. */
  readonly from: number;
  readonly to: number;
}

interface FilterOptions<Row> {
  readonly fields: readonly Field<Row>[];
  readonly style: WireStyle;
  /** Classic lists drop keys they do not know without a word; newer ones refuse them. */
  readonly unknownKeys: 'drop' | 'refuse';
  readonly zone: PortalZone;
}

const keyPattern = /^(!=%|!%=|!><|>=|<=|!=|!%|!@|=%|%=|><|>|<|=|!|@|%|\?)?(.*)$/;
const everyId: IdBounds = { from: -Infinity, to: Infinity };

export function parseFilter<Row>(raw: unknown, options: FilterOptions<Row>): Filter<Row> {
  if (raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) {
    return { accepts: () => true, ids: everyId };
  }
  if (!isRecord(raw) && !Array.isArray(raw)) throw new RestError('', "Parameter 'filter' must be array.");
  return parseGroup(Object.entries(raw), options);
}

function parseGroup<Row>(entries: readonly (readonly [string, unknown])[], options: FilterOptions<Row>): Filter<Row> {
  const isAny = entries.some(([key, value]) => key.toLowerCase() === 'logic' && String(value).toUpperCase() === 'OR');
  const parts = entries.flatMap(([key, value]) => {
    if (key.toLowerCase() === 'logic') return [];
    if (/^\d+$/.test(key) && isRecord(value)) return [parseGroup(Object.entries(value), options)];
    return parseCondition(key, value, options) ?? [];
  });
  if (isAny) return { accepts: (row) => parts.some((part) => part.accepts(row)), ids: everyId };
  return {
    accepts: (row) => parts.every((part) => part.accepts(row)),
    ids: { from: Math.max(-Infinity, ...parts.map((part) => part.ids.from)), to: Math.min(Infinity, ...parts.map((part) => part.ids.to)) },
  };
}

function parseCondition<Row>(key: string, value: unknown, options: FilterOptions<Row>): Filter<Row> | null {
  const [, operator = '', name = ''] = keyPattern.exec(key) ?? [];
  const field = options.fields.find((candidate) => fieldName(candidate, options.style) === name);
  if (!field) {
    if (options.unknownKeys === 'drop') return null;
    throw new RestError('INVALID_ARG_VALUE', `Invalid filter: field '${name}' is not allowed in filter`);
  }
  const ids = field.classic === 'ID' ? boundIds(operator, value) : everyId;
  return { accepts: compileCondition(field, operator, value, options.zone), ids };
}

function boundIds(operator: string, value: unknown): IdBounds {
  const numbers = (Array.isArray(value) ? value : [value]).map(Number);
  if (numbers.length === 0 || numbers.some((number) => !Number.isFinite(number))) return everyId;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  switch (operator) {
    case '>':
    case '>=':
      return { from: low, to: Infinity };
    case '<':
    case '<=':
      return { from: -Infinity, to: high };
    case '':
    case '=':
    case '@':
    case '><':
      return { from: low, to: high };
    default:
      return everyId;
  }
}
