import { readPages, untilId, type KeysetList } from '#bitrix/pages.ts';
import type { RejectedRow } from '#bitrix/read-rows.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import type { Lane } from './lane.ts';

/** Rows that are saved in one transaction, and the id behind which reading goes on. */
export interface Chunk {
  readonly rows: number;
  readonly lastId: bigint;
  save(tx: PortalTransaction): Promise<number>;
}

export interface Chunks {
  readonly chunks: readonly Chunk[];
  /** Nothing is left of what was asked for. */
  readonly isLast: boolean;
  /** The id behind which the reading of a window goes on; null when nothing was found from the newest row on. */
  readonly end?: bigint | null;
  /** When the last of the rows happened; null when there is none. */
  readonly lastAt: Date | null;
}

export interface BulkSource<Row> {
  readonly list: KeysetList<Row>;
  readonly idOf: (row: Row) => bigint;
  readonly timeOf: (row: Row) => Date;
  readonly save: (tx: PortalTransaction, rows: Row[]) => Promise<number>;
  /** Rows that were read well and cannot be kept all the same. */
  readonly refuse?: (rows: readonly Row[]) => RejectedRow[];
}

/** Reads up to 50 pages in one request; `entity` is the one that rejected rows are kept under. */
export async function readChunks<Row>(
  lane: Lane,
  entity: string,
  source: BulkSource<Row>,
  from: { readonly after: bigint | null; readonly until: bigint | null; readonly links: number },
): Promise<Chunks> {
  const list = from.until === null ? source.list : untilId(source.list, from.until);
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, list, from.after, from.links);
  const lastRow = rows.at(-1);
  const lastAt = lastRow === undefined ? null : source.timeOf(lastRow);
  // All ids above the end of a window are known, those without a row too.
  const end = isLast && from.until !== null ? from.until + 1n : (lastId ?? from.after);
  if (lastId === null && rejected.length === 0) return { chunks: [], isLast, end, lastAt };
  const chunks: Chunk[] = [];
  const { rowsPerTransaction } = lane;
  for (let at = 0; at === 0 || at < rows.length; at += rowsPerTransaction) {
    const part = rows.slice(at, at + rowsPerTransaction);
    const last = part.at(-1);
    const isEnd = at + rowsPerTransaction >= rows.length;
    const refused = source.refuse?.(part) ?? [];
    // What was rejected goes with the last rows: a process that dies before them reads it again.
    const outcome = { settledKeys: part.map((row) => String(source.idOf(row))), rejected: [...refused, ...(isEnd ? rejected : [])] };
    chunks.push({
      rows: part.length,
      lastId: isEnd || !last ? (end ?? 0n) : source.idOf(last),
      save: async (tx) => {
        await saveRejections(tx, entity, { ...outcome, now: lane.businessClock() });
        return source.save(tx, part);
      },
    });
  }
  return { chunks, isLast, end, lastAt };
}
