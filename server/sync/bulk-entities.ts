import { callActivities, countCallActivities, type ActivityRow } from '#bitrix/crm/activities.ts';
import { countDeals, dealsNewestFirst, type DealRow } from '#bitrix/crm/deals.ts';
import { countStageMoves, stageMoves, type StageMoveRow } from '#bitrix/crm/stage-history.ts';
import { readPages, type KeysetList } from '#bitrix/pages.ts';
import type { Command } from '#bitrix/portal-client.ts';
import type { RejectedRow } from '#bitrix/read-rows.ts';
import { calls, countCalls, type CallRow } from '#bitrix/telephony.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { saveActivities, saveCalls, saveDeals, saveStageMoves } from '#store/save-facts.ts';
import type { Lane } from './lane.ts';
import { toActivityFact, toCallFact, toDealFacts, toStageMoveFact } from './to-facts.ts';

/** Rows that are saved in one transaction, and the id behind which reading goes on. */
export interface Chunk {
  readonly rows: number;
  readonly lastId: bigint;
  save(tx: PortalTransaction): Promise<number>;
}

export interface BulkEntity {
  readonly entity: 'deals' | 'stage-moves' | 'calls' | 'activities';
  readonly count: Command;
  readonly direction: 'ascending' | 'descending';
  /** Up to 2,500 rows in one request; `after` null begins at the beginning. */
  read(lane: Lane, after: bigint | null, links: number): Promise<{ chunks: Chunk[]; isLast: boolean }>;
}

/** On PGlite a transaction holds the only connection: people’s requests wait for at most one of these. */
const rowsPerTransaction = 200;

export const bulkEntities: readonly BulkEntity[] = [
  {
    entity: 'deals',
    count: countDeals,
    direction: 'descending',
    read: async (lane, after, links) => {
      const currencies = await lane.currencies();
      return readChunks<DealRow>(
        lane,
        'deals',
        {
          list: dealsNewestFirst,
          idOf: (row) => row.id,
          save: (tx, rows) => saveDeals(tx, toDealFacts(rows, currencies).facts, lane.businessClock()),
          refuse: (rows) => toDealFacts(rows, currencies).rejected,
        },
        { after, links },
      );
    },
  },
  {
    entity: 'stage-moves',
    count: countStageMoves,
    direction: 'ascending',
    read: (lane, after, links) =>
      readChunks<StageMoveRow>(
        lane,
        'stage-moves',
        { list: stageMoves, idOf: (row) => row.ID, save: (tx, rows) => saveStageMoves(tx, rows.map(toStageMoveFact)) },
        { after, links },
      ),
  },
  {
    entity: 'calls',
    count: countCalls,
    direction: 'ascending',
    read: (lane, after, links) =>
      readChunks<CallRow>(
        lane,
        'calls',
        {
          list: calls,
          idOf: (row) => row.ID,
          save: (tx, rows) =>
            saveCalls(
              tx,
              rows.flatMap((row) => toCallFact(row) ?? []),
            ),
        },
        { after, links },
      ),
  },
  {
    entity: 'activities',
    count: countCallActivities,
    direction: 'ascending',
    read: (lane, after, links) =>
      readChunks<ActivityRow>(
        lane,
        'activities',
        { list: callActivities, idOf: (row) => row.ID, save: (tx, rows) => saveActivities(tx, rows.map(toActivityFact)) },
        { after, links },
      ),
  },
];

async function readChunks<Row>(
  lane: Lane,
  entity: BulkEntity['entity'],
  source: BulkSource<Row>,
  from: { after: bigint | null; links: number },
): Promise<{ chunks: Chunk[]; isLast: boolean }> {
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, source.list, from.after, from.links);
  if (lastId === null && rejected.length === 0) return { chunks: [], isLast };
  const chunks: Chunk[] = [];
  for (let at = 0; at === 0 || at < rows.length; at += rowsPerTransaction) {
    const part = rows.slice(at, at + rowsPerTransaction);
    const last = part.at(-1);
    const isEnd = at + rowsPerTransaction >= rows.length;
    const refused = source.refuse?.(part) ?? [];
    // What was rejected goes with the last rows: a process that dies before them reads it again.
    const outcome = { settledKeys: part.map((row) => String(source.idOf(row))), rejected: [...refused, ...(isEnd ? rejected : [])] };
    chunks.push({
      rows: part.length,
      lastId: isEnd || !last ? (lastId ?? from.after ?? 0n) : source.idOf(last),
      save: async (tx) => {
        await saveRejections(tx, entity, { ...outcome, now: lane.businessClock() });
        return source.save(tx, part);
      },
    });
  }
  return { chunks, isLast };
}

interface BulkSource<Row> {
  readonly list: KeysetList<Row>;
  readonly idOf: (row: Row) => bigint;
  readonly save: (tx: PortalTransaction, rows: Row[]) => Promise<number>;
  /** Rows that were read well and cannot be kept all the same. */
  readonly refuse?: (rows: readonly Row[]) => RejectedRow[];
}
