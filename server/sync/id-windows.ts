import { pageSize } from '#bitrix/pages.ts';
import type { SyncCursor } from '#store/sync-cursors.ts';

/** Ids from `after` down to `until`, both not among them; null is the newest row and the end of the list. */
export interface IdWindow {
  readonly after: bigint | null;
  readonly until: bigint | null;
  /** Pages of 50 rows that are asked for. */
  readonly links: number;
}

const mostLinks = 50;
/** A little less than fifty pages, so that a window seldom needs a second request. */
const rowsInWindow = 49 * pageSize;
/** Behind a gap between ids the rows may be as dense as before it. */
const mostGrowth = 4;

/**
 * The ids that one request is expected to read behind `after`; where nobody knows how many rows there are, as many as it can.
 * What is expected decides about speed only: what does not fit is read by further requests.
 */
export function toWindow(cursor: SyncCursor, after: bigint | null, rowsPerId: number | null): IdWindow {
  if (after === null || rowsPerId === null) return { after, until: null, links: linksFor(rowsLeft(cursor)) };
  const ids = Math.max(1, Math.floor(rowsInWindow / rowsPerId));
  const until = after - 1n - BigInt(ids);
  return until > 0n ? { after, until, links: linksFor(rowsInWindow) } : restOf({ after, until: 0n }, rowsPerId);
}

/** What one request has left of a window. */
export function restOf({ after, until }: { after: bigint; until: bigint }, rowsPerId: number): IdWindow {
  return { after, until, links: linksFor(Number(after - 1n - until) * rowsPerId) };
}

/** How many of the ids below a cursor have a row; null while its list was not counted or not begun. */
export function expectedDensity(cursor: SyncCursor): number | null {
  const left = rowsLeft(cursor);
  return left === null || left <= 0 || cursor.position === 0n ? null : left / Number(cursor.position);
}

/** The next rows are expected to be as dense as the last ones were. */
export function measuredDensity(before: number, { rows, ids }: { rows: number; ids: number }): number {
  return ids === 0 ? before : Math.max(rows / ids, before / mostGrowth);
}

const rowsLeft = ({ expectedRows, rows }: SyncCursor): number | null => (expectedRows === null ? null : Number(expectedRows - rows));

/** No more pages than rows are expected, so that a short list does not cost commands that find nothing. */
function linksFor(rows: number | null): number {
  return rows === null ? mostLinks : Math.max(1, Math.min(mostLinks, Math.floor(rows / pageSize) + 1));
}
