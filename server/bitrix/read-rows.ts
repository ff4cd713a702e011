import type { z } from 'zod';
import type { CommandOutcome } from './portal-client.ts';
import { PortalError } from './portal-error.ts';
import { Id } from './wire-values.ts';

/** Where rows are in a result and what each must look like. */
export interface RowSource<Row> {
  readonly method: string;
  readonly row: z.ZodType<Row>;
  /** Name of the list in the result; `result` is the list itself. */
  readonly rowsIn: string;
  /** The id as the wire spells it. */
  readonly idField: string;
}

/** A row of a shape we cannot read: what is wrong with it, without its values. */
export interface RejectedRow {
  readonly method: string;
  /** Its id; `15+1` is the first one behind row 15, and `+3` the third of its list. */
  readonly rowKey: string;
  /** Path inside the row, empty for the row itself. */
  readonly field: string;
  readonly reason: 'missing' | 'wrong-type' | 'wrong-format';
}

export interface ReadRows<Row> {
  readonly rows: Row[];
  readonly rejected: RejectedRow[];
}

/** Rows of one outcome, each read by itself: one that cannot be read does not take the others with it. */
export function readRows<Row>(source: RowSource<Row>, outcome: CommandOutcome | undefined): ReadRows<Row> {
  if (outcome?.kind === 'failed') throw outcome.error;
  return parseRows(source, findRows(source, outcome?.kind === 'done' ? outcome.result : undefined));
}

/** The list itself must be there: without it the answer means something else than we think. */
export function findRows<Row>({ method, rowsIn }: Pick<RowSource<Row>, 'method' | 'rowsIn'>, result: unknown): readonly unknown[] {
  const list = rowsIn === 'result' ? result : isRecord(result) ? result[rowsIn] : undefined;
  if (Array.isArray(list)) return list;
  throw new PortalError('malformed', { code: 'no-list', method, text: rowsIn });
}

export function parseRows<Row>(source: RowSource<Row>, raw: readonly unknown[], after: bigint | null = null): ReadRows<Row> {
  const rows: Row[] = [];
  const rejected: RejectedRow[] = [];
  let lastId = after === null ? '' : String(after);
  let behind = 0;
  for (const item of raw) {
    const id = idTextOf(source, item);
    behind = id === null ? behind + 1 : 0;
    lastId = id ?? lastId;
    const parsed = source.row.safeParse(item);
    if (parsed.success) rows.push(parsed.data);
    else rejected.push({ method: source.method, rowKey: id ?? `${lastId}+${behind}`, ...toFault(parsed.error.issues[0], item) });
  }
  return { rows, rejected };
}

export function idOfRow(source: Pick<RowSource<unknown>, 'idField'>, item: unknown): bigint | null {
  const id = Id.safeParse(isRecord(item) ? item[source.idField] : undefined);
  return id.success ? id.data : null;
}

/** Dictionaries are named by short texts. */
function idTextOf(source: Pick<RowSource<unknown>, 'idField'>, item: unknown): string | null {
  const id = isRecord(item) ? item[source.idField] : undefined;
  const isNumbered = source.idField.toLowerCase() === 'id';
  if (!isNumbered && typeof id === 'string' && /^[\w:.-]{1,64}$/.test(id)) return id;
  return idOfRow(source, item)?.toString() ?? null;
}

type Issue = z.core.$ZodIssue;

function toFault(issue: Issue | undefined, item: unknown): Pick<RejectedRow, 'field' | 'reason'> {
  const path = issue?.path ?? [];
  const field = path.map(String).join('.').slice(0, 100);
  const value = path.reduce<unknown>((at, key) => (isRecord(at) || Array.isArray(at) ? Reflect.get(at, key) : undefined), item);
  if (value === undefined || value === null) return { field, reason: 'missing' };
  return { field, reason: issue && isOfType(issue) ? 'wrong-format' : 'wrong-type' };
}

/** Of a value that may be of several types, the type is right when one of them only minds its form. */
function isOfType(issue: Issue): boolean {
  if (issue.code !== 'invalid_union') return issue.code !== 'invalid_type' && issue.code !== 'invalid_value';
  return issue.errors.some((branch) => branch.length > 0 && branch.every(isOfType));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
