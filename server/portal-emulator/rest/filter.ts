import { isRecord } from '../nested-parameters.ts';
import type { PortalZone } from '../portal-zone.ts';
import { RestError } from '../rest-error.ts';
import { fieldName, type Field, type WireStyle } from './field-table.ts';
import { boundsOf, joinBounds, noBounds, type Bounds } from './filter-bounds.ts';
import { compileCondition } from './filter-condition.ts';

/** A filter ready to run, with what it leaves of the list. */
export interface Filter<Row> {
  readonly accepts: (row: Row) => boolean;
  readonly bounds: Bounds<Row>;
}

interface FilterOptions<Row> {
  readonly fields: readonly Field<Row>[];
  readonly style: WireStyle;
  /** Classic lists drop keys they do not know, groups among them, without a word; newer ones refuse them. */
  readonly unknownKeys: 'drop' | 'refuse';
  readonly zone: PortalZone;
  /** Whether conditions may be grouped; only lists that refuse unknown keys know groups unless told. */
  readonly hasGroups?: boolean;
  /** Signs the list knows, all unless told; conditions with others are dropped. */
  readonly operators?: ReadonlySet<string>;
}

const keyPattern = /^(!=%|!%=|!><|>=|<=|!=|!%|!@|=%|%=|><|>|<|=|!|@|%|\?)?(.*)$/s;

export function parseFilter<Row>(raw: unknown, options: FilterOptions<Row>): Filter<Row> {
  if (raw !== undefined && raw !== null && raw !== '' && !isContainer(raw)) throw new RestError('', "Parameter 'filter' must be array.");
  const filter = isContainer(raw) ? parseGroup(Object.entries(raw), options) : null;
  return filter ?? { accepts: () => true, bounds: noBounds() };
}

type Entries = readonly (readonly [string, unknown])[];

/** A group without a condition says nothing, whatever its logic. */
function parseGroup<Row>(entries: Entries, options: FilterOptions<Row>): Filter<Row> | null {
  const hasGroups = options.hasGroups ?? options.unknownKeys === 'refuse';
  const logic = entries.find(([key]) => hasGroups && isLogic(key))?.[1];
  const parts = entries.flatMap(([key, value]) => {
    if (hasGroups && isLogic(key)) return [];
    if (hasGroups && /^\d+$/.test(key) && isContainer(value)) return parseGroup(Object.entries(value), options) ?? [];
    return parseCondition(key, value, options) ?? [];
  });
  if (parts.length === 0) return null;
  const tests = parts.map(({ accepts }) => accepts);
  if (String(logic).toUpperCase() === 'OR') return { accepts: (row) => tests.some((test) => test(row)), bounds: noBounds() };
  const [only] = tests;
  const accepts = tests.length === 1 && only ? only : (row: Row): boolean => tests.every((test) => test(row));
  return { accepts, bounds: joinBounds(parts.map(({ bounds }) => bounds)) };
}

function isLogic(key: string): boolean {
  return key.toLowerCase() === 'logic';
}

function parseCondition<Row>(key: string, value: unknown, options: FilterOptions<Row>): Filter<Row> | null {
  const [, operator = '', name = ''] = keyPattern.exec(key) ?? [];
  const field = options.fields.find((candidate) => fieldName(candidate, options.style) === name);
  const refuses = options.unknownKeys === 'refuse';
  if (!field) {
    if (!refuses) return null;
    throw new RestError('INVALID_ARG_VALUE', `Invalid filter: field '${name}' is not allowed in filter`);
  }
  if (refuses && !isPlain(value)) throw new RestError('INVALID_ARG_VALUE', `Invalid filter: field '${name}' has invalid value`);
  if (options.operators && !options.operators.has(operator)) return null;
  const given = isRecord(value) ? Object.values(value) : value;
  // Classic lists build no condition from an empty list; newer ones find nothing among nothing.
  if (!refuses && Array.isArray(given) && given.length === 0) return null;
  const accepts = compileCondition(field, operator, given, options.zone);
  return accepts && { accepts, bounds: boundsOf(field, operator, given, options.zone) };
}

/** A value or a list of values, in PHP's sense of a list. */
function isPlain(value: unknown): boolean {
  return isContainer(value) ? Object.values(value).every((item) => !isContainer(item)) : true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
