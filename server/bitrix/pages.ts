import { z } from 'zod';
import { parseResult, type Command, type CommandOutcome, type PortalClient } from './portal-client.ts';
import { PortalError } from './portal-error.ts';
import type { Params } from './query-string.ts';

export const pageSize = 50;

/** A list that can be read from one id to the next. */
export interface KeysetList<Row> {
  readonly method: string;
  /** `after` is an id or a reference to the last id of the page before; null starts at the beginning. */
  readonly params: (after: string | null) => Params;
  readonly row: z.ZodType<Row>;
  /** Where the rows are in the result. */
  readonly rowsIn: 'items' | 'result';
  /** The id as the wire spells it. */
  readonly idField: 'ID' | 'id';
  readonly idOf: (row: Row) => bigint;
  readonly direction: 'ascending' | 'descending';
}

export interface Pages<Row> {
  readonly rows: Row[];
  readonly isLast: boolean;
}

/** Reads up to 50 pages of 50 rows in one request; `after` null starts at the beginning. */
export async function readPages<Row>(
  client: PortalClient,
  list: KeysetList<Row>,
  after: bigint | null,
  links: number,
): Promise<Pages<Row>> {
  return toPages(list, await client.batch(chainPages(list, { after, links: Math.min(50, links), firstCommand: 0 })));
}

/** Commands of which each starts behind the last id of the page before (`$result[…]`); they stand in a batch from `firstCommand` on. */
export function chainPages<Row>(list: KeysetList<Row>, chain: { after: bigint | null; links: number; firstCommand: number }): Command[] {
  const path = `${list.rowsIn === 'items' ? '[items]' : ''}[${pageSize - 1}][${list.idField}]`;
  const first = chain.after === null ? null : String(chain.after);
  return Array.from({ length: Math.max(1, chain.links) }, (_, index) => ({
    method: list.method,
    params: list.params(index === 0 ? first : `$result[c${chain.firstCommand + index - 1}]${path}`),
  }));
}

/** Behind a short page the reference leads nowhere and the answers are noise, so they are not looked at. */
export function toPages<Row>(list: KeysetList<Row>, outcomes: readonly CommandOutcome[]): Pages<Row> {
  const rows: Row[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const page = readRows(list, outcome, index === 0);
    const last = rows.at(-1);
    // A reference that was not understood starts over or stands still; the next request goes on from here.
    if (page === null || (last && page.some((row) => !isBehind(list, row, last)))) return { rows, isLast: false };
    rows.push(...page);
    if (page.length < pageSize) return { rows, isLast: true };
  }
  return { rows, isLast: false };
}

/** Rows of one outcome; null where a later command of a chain failed, because what came before is good. */
export function readRows<Row>(
  list: Pick<KeysetList<Row>, 'method' | 'row' | 'rowsIn'>,
  outcome: CommandOutcome | undefined,
  isFirst: boolean,
): Row[] | null {
  if (outcome?.kind !== 'done') {
    if (!isFirst) return null;
    throw outcome?.kind === 'failed' ? outcome.error : new PortalError('malformed', { code: 'no-answer', method: list.method });
  }
  const rows = z.array(list.row);
  return list.rowsIn === 'items'
    ? parseResult(z.object({ items: rows }), outcome.result, list.method).items
    : parseResult(rows, outcome.result, list.method);
}

function isBehind<Row>(list: KeysetList<Row>, row: Row, last: Row): boolean {
  return list.direction === 'ascending' ? list.idOf(row) > list.idOf(last) : list.idOf(row) < list.idOf(last);
}
