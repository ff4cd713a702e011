import { isRecord } from '../nested-parameters.ts';
import type { Dto, DtoField } from './dto.ts';
import { invalidRequest, unknownField, V3Error, wrongType } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';

const operators = ['=', '!=', '>', '>=', '<', '<=', 'in', 'between'] as const;
type Operator = (typeof operators)[number];
type Test<Row> = (row: Row) => boolean;
type Comparable = string | number | boolean | null;

export interface V3Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly Comparable[];
}

export interface V3Filter<Row> {
  readonly accepts: Test<Row>;
  /** Every condition, however deep it stands. */
  readonly conditions: readonly V3Condition[];
}

/** Triples, pairs and groups, joined by AND at the top. */
export function parseFilter<Row>(raw: unknown, dto: Dto<Row>, call: V3Call): V3Filter<Row> {
  if (raw === undefined || raw === null) return { accepts: () => true, conditions: [] };
  if (!Array.isArray(raw)) throw invalidFilter(raw);
  const conditions: V3Condition[] = [];
  const tests = raw.map((node) => parseNode(node, { dto, call, conditions }));
  return { accepts: (row) => tests.every((test) => test(row)), conditions };
}

export function invalidFilter(expression: unknown): V3Error {
  const words = typeof expression === 'string' ? expression : JSON.stringify(expression);
  return new V3Error('INVALIDFILTEREXCEPTION', `Unable to recognize filter expression \`${words}\``);
}

interface Reading<Row> {
  readonly dto: Dto<Row>;
  readonly call: V3Call;
  readonly conditions: V3Condition[];
}

function parseNode<Row>(node: unknown, reading: Reading<Row>): Test<Row> {
  if (Array.isArray(node)) return parseCondition(node, reading);
  if (!isRecord(node) || !Array.isArray(node['conditions'])) throw invalidFilter(node);
  const logic = node['logic'] ?? 'and';
  if (logic !== 'and' && logic !== 'or') throw invalidFilter(node);
  const tests = node['conditions'].map((part) => parseNode(part, reading));
  const isNegative = node['negative'] === true;
  return (row) => (logic === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row))) !== isNegative;
}

function parseCondition<Row>(node: readonly unknown[], { dto, call, conditions }: Reading<Row>): Test<Row> {
  const [name, second, third] = node;
  if (typeof name !== 'string' || node.length < 2 || node.length > 3) throw invalidFilter(node);
  const field = dto.fields.find((candidate) => candidate.name === name);
  if (!field) throw unknownField(name, dto.entity);
  if (field.isFilterable !== true) {
    const message = `In DTO \`${dto.entity}\`, the \`${name}\` field requires the \`Filterable\` attribute for such a request`;
    throw invalidRequest({ field: name, message });
  }
  const given = node.length === 3 ? second : Array.isArray(second) ? 'in' : '=';
  const operator = operators.find((candidate) => candidate === given);
  if (!operator) throw new V3Error('UNKNOWNFILTEROPERATOREXCEPTION', `Unknown filter operator \`${String(given)}\``);
  const value = node.length === 3 ? third : second;
  const values = readOperands(operator, value, node).map((operand) => readOperand(field, operand, call));
  conditions.push({ field: name, operator, values });
  return compile(field, operator, values, call);
}

function readOperands(operator: Operator, value: unknown, node: readonly unknown[]): readonly unknown[] {
  const isList = operator === 'in' || operator === 'between';
  if (isList !== Array.isArray(value)) throw invalidFilter(node);
  const operands = Array.isArray(value) ? value : [value];
  if (operands.length === 0 || (operator === 'between' && operands.length !== 2)) throw invalidFilter(node);
  return operands;
}

function readOperand<Row>(field: DtoField<Row>, value: unknown, call: V3Call): Comparable {
  if (value === null) return null;
  switch (field.type) {
    case 'int':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      throw invalidRequest(wrongType(field.name, 'int'));
    case 'bool':
      if (typeof value === 'boolean') return value;
      throw invalidRequest(wrongType(field.name, 'bool'));
    case 'DateTime': {
      const epochMs = typeof value === 'string' ? call.portal.zone.readInstant(value) : Number.NaN;
      if (!Number.isNaN(epochMs)) return epochMs;
      throw invalidRequest(wrongType(field.name, 'DateTime'));
    }
    default:
      if (typeof value === 'string') return value;
      throw invalidRequest(wrongType(field.name, 'string'));
  }
}

function compile<Row>(field: DtoField<Row>, operator: Operator, values: readonly Comparable[], call: V3Call): Test<Row> {
  const read = (row: Row): Comparable => {
    const value = field.read(row, call);
    if (value === null || value === undefined) return null;
    if (field.type === 'DateTime') return Date.parse(String(value));
    return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
  };
  const [first = null, last = null] = values;
  switch (operator) {
    case '=':
    case 'in':
      return (row) => values.includes(read(row));
    case '!=':
      return (row) => read(row) !== first;
    case '>':
      return (row) => isOrdered(first, read(row), false);
    case '>=':
      return (row) => isOrdered(first, read(row), true);
    case '<':
      return (row) => isOrdered(read(row), first, false);
    case '<=':
      return (row) => isOrdered(read(row), first, true);
    case 'between':
      return (row) => isOrdered(first, read(row), true) && isOrdered(read(row), last, true);
  }
}

/** Nothing is neither below nor above anything. */
function isOrdered(low: Comparable, high: Comparable, mayBeEqual: boolean): boolean {
  if (low === null || high === null) return false;
  return mayBeEqual ? low <= high : low < high;
}
