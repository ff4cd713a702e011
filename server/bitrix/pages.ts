import type { Command, CommandOutcome, PortalClient } from './portal-client.ts';
import { PortalError } from './portal-error.ts';
import type { Params } from './query-string.ts';
import { findRows, idOfRow, parseRows, type ReadRows, type RowSource } from './read-rows.ts';

export const pageSize = 50;
const commandsInBatch = 50;

/** A list that can be read from one id to the next. */
export interface KeysetList<Row> extends RowSource<Row> {
  /** `after` is an id or a reference to the last id of the page before; null starts at the beginning. */
  readonly params: (after: string | null) => Params;
  readonly idField: 'ID' | 'id';
  readonly direction: 'ascending' | 'descending';
  /** The list ends before this id. */
  readonly until?: bigint;
}

export type Direction = KeysetList<unknown>['direction'];

/** Condition that a page begins behind an id; none at the beginning. */
export function behindId(direction: Direction, field: 'ID' | 'id', after: string | null): Params {
  if (after === null) return {};
  return { [`${direction === 'ascending' ? '>' : '<'}${field}`]: after };
}

/** The same list as far as an id, which is not among its rows any more. */
export function untilId<Row>(keyset: KeysetList<Row>, until: bigint): KeysetList<Row> {
  const bound = { [`${keyset.direction === 'ascending' ? '<' : '>'}${keyset.idField}`]: until };
  return { ...keyset, until, params: (after) => withCondition(keyset.params(after), bound) };
}

/** Telephony spells its parameters in capitals. */
function withCondition(params: Params, condition: Params): Params {
  const name = 'FILTER' in params ? 'FILTER' : 'filter';
  return { ...params, [name]: { ...(params[name] as Params | undefined), ...condition } };
}

export const sortWord = (direction: Direction): 'ASC' | 'DESC' => (direction === 'ascending' ? 'ASC' : 'DESC');

export interface Pages<Row> extends ReadRows<Row> {
  /** The id behind which reading goes on, of a rejected row too; null when nothing was read. */
  readonly lastId: bigint | null;
  readonly isLast: boolean;
}

export interface ListOptions {
  /** Null starts at the beginning. */
  readonly after?: bigint | null;
  /** Up to 50, chained in one request. */
  readonly pagesPerRequest?: number;
  /** Of the first request, where little is expected. */
  readonly firstPages?: number;
  /** A list that goes on behind it has no end; where rows are gathered in memory, this is the cap on it. */
  readonly mostRequests?: number;
}

/** A whole list request by request; what cannot be read stands beside the rows and the reading goes on. */
export async function* list<Row>(
  client: PortalClient,
  keyset: KeysetList<Row>,
  options: ListOptions = {},
): AsyncGenerator<Pages<Row>, void, undefined> {
  const { pagesPerRequest = commandsInBatch, firstPages = pagesPerRequest, mostRequests = 4000 } = options;
  let after = options.after ?? null;
  for (let links = firstPages, requests = 0; ; links = pagesPerRequest, requests += 1) {
    if (requests >= mostRequests) throw new PortalError('malformed', { code: 'endless-list', method: keyset.method });
    const pages = await readPages(client, keyset, after, links);
    yield pages;
    if (pages.isLast || pages.lastId === null) return;
    after = pages.lastId;
  }
}

/** Reads up to 50 pages of 50 rows in one request; `after` null starts at the beginning. */
export async function readPages<Row>(
  client: PortalClient,
  keyset: KeysetList<Row>,
  after: bigint | null,
  links: number,
): Promise<Pages<Row>> {
  const commands = chainPages(keyset, { after, links: Math.min(commandsInBatch, links), firstCommand: 0 });
  return toPages(keyset, await client.batch(commands), after);
}

/** Commands of which each starts behind the last id of the page before (`$result[…]`); they stand in a batch from `firstCommand` on. */
export function chainPages<Row>(keyset: KeysetList<Row>, chain: { after: bigint | null; links: number; firstCommand: number }): Command[] {
  const path = `${keyset.rowsIn === 'result' ? '' : `[${keyset.rowsIn}]`}[${pageSize - 1}][${keyset.idField}]`;
  const first = chain.after === null ? null : String(chain.after);
  return Array.from({ length: Math.max(1, chain.links) }, (_, index) => ({
    method: keyset.method,
    params: keyset.params(index === 0 ? first : `$result[c${chain.firstCommand + index - 1}]${path}`),
  }));
}

/** Behind a short page the reference leads nowhere and the answers are noise, so they are not looked at. */
export function toPages<Row>(keyset: KeysetList<Row>, outcomes: readonly CommandOutcome[], after: bigint | null = null): Pages<Row> {
  const read: unknown[] = [];
  let lastId: bigint | null = null;
  const finish = (isLast: boolean): Pages<Row> => ({ ...parseRows(keyset, read, after), lastId, isLast });
  for (const [index, outcome] of outcomes.entries()) {
    const page = rawRows(keyset, outcome, index === 0);
    if (page === null) return finish(false);
    const ids = page.flatMap((item) => idOfRow(keyset, item) ?? []);
    const from: bigint | null = lastId ?? after;
    const isInOrder = ids.every((id) => (from === null || isBehind(keyset, id, from)) && isBefore(keyset, id));
    const isLast = page.length < pageSize;
    if (!isInOrder || (ids.length === 0 && !isLast)) {
      if (index === 0) throw new PortalError('malformed', { code: isInOrder ? 'no-ids' : 'filter-ignored', method: keyset.method });
      // A reference that was not understood starts over or stands still; the next request goes on from here.
      return finish(false);
    }
    read.push(...page);
    lastId = ids.at(-1) ?? lastId;
    if (isLast) return finish(true);
  }
  return finish(false);
}

/** Null where a later command of a chain failed, because what came before is good. */
function rawRows<Row>(keyset: KeysetList<Row>, outcome: CommandOutcome | undefined, isFirst: boolean): readonly unknown[] | null {
  if (outcome?.kind === 'done') return findRows(keyset, outcome.result);
  if (!isFirst) return null;
  throw outcome?.kind === 'failed' ? outcome.error : new PortalError('malformed', { code: 'no-answer', method: keyset.method });
}

function isBehind<Row>(keyset: KeysetList<Row>, id: bigint, last: bigint): boolean {
  return keyset.direction === 'ascending' ? id > last : id < last;
}

function isBefore<Row>(keyset: KeysetList<Row>, id: bigint): boolean {
  return keyset.until === undefined || isBehind(keyset, keyset.until, id);
}
