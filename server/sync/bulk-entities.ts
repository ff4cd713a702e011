import { callActivities, countCallActivities, type ActivityRow } from '#bitrix/crm/activities.ts';
import { countDeals, dealsNewestFirst, type DealRow } from '#bitrix/crm/deals.ts';
import { countStageMoves, stageMoves, type StageMoveRow } from '#bitrix/crm/stage-history.ts';
import { readPages, type KeysetList } from '#bitrix/pages.ts';
import type { Command } from '#bitrix/portal-client.ts';
import { calls, countCalls, type CallRow } from '#bitrix/telephony.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveActivities, saveCalls, saveDeals, saveStageMoves } from '#store/save-facts.ts';
import type { Lane } from './lane.ts';
import { toActivityFact, toCallFact, toDealFact, toStageMoveFact } from './to-facts.ts';

/** Rows that are saved in one transaction, and the id behind which reading goes on. */
export interface Chunk {
  readonly rows: number;
  readonly lastId: bigint;
  save(tx: PortalTransaction): Promise<number>;
}

export interface BulkEntity {
  readonly entity: 'deals' | 'stage-moves' | 'calls' | 'activities';
  readonly count: Command;
  /** Up to 2,500 rows in one request; `after` null begins at the beginning. */
  read(lane: Lane, after: bigint | null, links: number): Promise<{ chunks: Chunk[]; isLast: boolean }>;
}

/** On PGlite a transaction holds the only connection: people’s requests wait for at most one of these. */
const rowsPerTransaction = 200;

export const bulkEntities: readonly BulkEntity[] = [
  {
    entity: 'deals',
    count: countDeals,
    read: async (lane, after, links) => {
      const currencies = await lane.currencies();
      return readChunks<DealRow>(lane, dealsNewestFirst, { after, links }, (tx, rows) =>
        saveDeals(
          tx,
          rows.flatMap((row) => toDealFact(row, currencies) ?? []),
          lane.businessClock(),
        ),
      );
    },
  },
  {
    entity: 'stage-moves',
    count: countStageMoves,
    read: (lane, after, links) =>
      readChunks<StageMoveRow>(lane, stageMoves, { after, links }, (tx, rows) => saveStageMoves(tx, rows.map(toStageMoveFact))),
  },
  {
    entity: 'calls',
    count: countCalls,
    read: (lane, after, links) =>
      readChunks<CallRow>(lane, calls, { after, links }, (tx, rows) =>
        saveCalls(
          tx,
          rows.flatMap((row) => toCallFact(row) ?? []),
        ),
      ),
  },
  {
    entity: 'activities',
    count: countCallActivities,
    read: (lane, after, links) =>
      readChunks<ActivityRow>(lane, callActivities, { after, links }, (tx, rows) => saveActivities(tx, rows.map(toActivityFact))),
  },
];

async function readChunks<Row>(
  lane: Lane,
  list: KeysetList<Row>,
  from: { after: bigint | null; links: number },
  save: (tx: PortalTransaction, rows: Row[]) => Promise<number>,
): Promise<{ chunks: Chunk[]; isLast: boolean }> {
  const { rows, isLast } = await readPages(lane.client, list, from.after, from.links);
  const chunks: Chunk[] = [];
  for (let at = 0; at < rows.length; at += rowsPerTransaction) {
    const part = rows.slice(at, at + rowsPerTransaction);
    const last = part.at(-1);
    if (last) chunks.push({ rows: part.length, lastId: list.idOf(last), save: (tx) => save(tx, part) });
  }
  return { chunks, isLast };
}
