import { activities, countActivities, type ActivityRow } from '#bitrix/crm/activities.ts';
import { countDeals, deals, dealsMovedSince, openDeals, type DealRow } from '#bitrix/crm/deals.ts';
import { countStageMoves, stageMoves, type StageMoveRow } from '#bitrix/crm/stage-history.ts';
import type { KeysetList } from '#bitrix/pages.ts';
import type { Command } from '#bitrix/portal-client.ts';
import { calls, countCalls, type CallRow } from '#bitrix/telephony.ts';
import { saveActivities, saveCalls, saveDeals, saveStageMoves } from '#store/save-facts.ts';
import type { Lane } from './lane.ts';
import { readChunks, type BulkSource, type Chunks } from './read-chunks.ts';
import { toActivityFact, toCallFact, toDealFacts, toStageMoveFact } from './to-facts.ts';

export type BulkName = 'deals' | 'stage-moves' | 'calls' | 'activities';

/** Where a reading begins, and since when everything of it is needed first. */
export interface ReadingFrom {
  /** Null begins with the newest row. */
  readonly after: bigint | null;
  /** Rows of this id and older ones are not asked for; null reads to the end. */
  readonly until: bigint | null;
  /** Pages of 50 rows in one request, at most 50. */
  readonly links: number;
  readonly since: Date;
}

/** A history that is read from its newest row backwards. */
export interface BulkEntity {
  readonly entity: BulkName;
  readonly count: Command;
  read(lane: Lane, from: ReadingFrom): Promise<Chunks>;
}

/** Rows of an entity that are wanted before its history, wherever they stand in it. */
export interface FirstPart {
  readonly part: 'open-deals' | 'recent-deals';
  read(lane: Lane, from: ReadingFrom): Promise<Chunks>;
}

export const bulkEntities: readonly BulkEntity[] = [
  { entity: 'deals', count: countDeals, read: (lane, from) => readDeals(lane, deals('descending'), from) },
  {
    entity: 'stage-moves',
    count: countStageMoves,
    read: (lane, from) => readChunks(lane, 'stage-moves', moveSource, from),
  },
  { entity: 'calls', count: countCalls, read: (lane, from) => readChunks(lane, 'calls', callSource, from) },
  {
    entity: 'activities',
    count: countActivities,
    read: (lane, from) => readChunks(lane, 'activities', activitySource, from),
  },
];

export const firstParts: readonly FirstPart[] = [
  { part: 'open-deals', read: (lane, from) => readDeals(lane, openDeals, from) },
  { part: 'recent-deals', read: (lane, from) => readDeals(lane, dealsMovedSince(from.since), from) },
];

async function readDeals(lane: Lane, list: KeysetList<DealRow>, from: ReadingFrom): Promise<Chunks> {
  const currencies = await lane.currencies();
  const source: BulkSource<DealRow> = {
    list,
    idOf: (row) => row.id,
    timeOf: (row) => row.createdTime,
    save: (tx, rows) => saveDeals(tx, toDealFacts(rows, currencies).facts, lane.businessClock()),
    refuse: (rows) => toDealFacts(rows, currencies).rejected,
  };
  return readChunks(lane, 'deals', source, from);
}

const moveSource: BulkSource<StageMoveRow> = {
  list: stageMoves('descending'),
  idOf: (row) => row.ID,
  timeOf: (row) => row.CREATED_TIME,
  save: (tx, rows) => saveStageMoves(tx, rows.map(toStageMoveFact)),
};

const callSource: BulkSource<CallRow> = {
  list: calls('descending'),
  idOf: (row) => row.ID,
  timeOf: (row) => row.CALL_START_DATE,
  save: (tx, rows) =>
    saveCalls(
      tx,
      rows.flatMap((row) => toCallFact(row) ?? []),
    ),
};

const activitySource: BulkSource<ActivityRow> = {
  list: activities('descending'),
  idOf: (row) => row.ID,
  timeOf: (row) => row.CREATED,
  save: (tx, rows) => saveActivities(tx, rows.map(toActivityFact)),
};
