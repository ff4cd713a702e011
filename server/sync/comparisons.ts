import { activities } from '#bitrix/crm/activities.ts';
import { deals, type DealRow } from '#bitrix/crm/deals.ts';
import { stageMoves } from '#bitrix/crm/stage-history.ts';
import { calls } from '#bitrix/telephony.ts';
import {
  compareActivities,
  compareCalls,
  compareDeals,
  compareStageMoves,
  listDealsOfMoves,
  type Differences,
} from '#store/compare-facts.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { deleteCalls, saveCalls, type ActivityFact, type CallFact, type DealFact, type StageMoveFact } from '#store/save-facts.ts';
import type { Lane } from './lane.ts';
import { allOf, hint, readStretch, type Comparison, type Mending, type ReadStretch } from './read-stretch.ts';
import { toActivityFact, toCallFact, toDealFacts, toStageMoveFact } from './to-facts.ts';

/** Everything that is listed by id. Deals come first: what they lack is read with their history. */
export const comparisons: readonly Comparison[] = [
  { entity: 'deals', read: readDeals },
  {
    entity: 'stage-moves',
    read: (lane, after) =>
      readStretch(lane, after, {
        entity: 'stage-moves',
        table: 'stage_move',
        list: stageMoves('ascending'),
        toFacts: (rows) => rows.map(toStageMoveFact),
        compare: compareStageMoves,
        mend: hintDealsOfMoves,
      }),
  },
  {
    entity: 'calls',
    read: (lane, after) =>
      readStretch(lane, after, {
        entity: 'calls',
        table: 'call',
        list: calls('ascending'),
        toFacts: (rows) => rows.flatMap((row) => toCallFact(row) ?? []),
        compare: compareCalls,
        mend: mendCalls,
      }),
  },
  {
    entity: 'activities',
    read: (lane, after) =>
      readStretch(lane, after, {
        entity: 'activities',
        table: 'activity',
        list: activities('ascending'),
        toFacts: (rows) => rows.map(toActivityFact),
        compare: compareActivities,
        mend: (tx, found, { now }: Mending<ActivityFact>) => hint(tx, 'activity', allOf(found), now),
      }),
  },
];

async function readDeals(lane: Lane, after: bigint): Promise<ReadStretch> {
  const currencies = await lane.currencies();
  return readStretch<DealRow, DealFact>(lane, after, {
    entity: 'deals',
    table: 'deal',
    list: deals('ascending'),
    toFacts: (rows) => toDealFacts(rows, currencies).facts,
    compare: compareDeals,
    mend: (tx, found, { now }) => hint(tx, 'deal', allOf(found), now),
  });
}

async function hintDealsOfMoves(tx: PortalTransaction, found: Differences, { facts, now }: Mending<StageMoveFact>): Promise<void> {
  const differing = new Set([...found.missing, ...found.changed]);
  const named = facts.filter((fact) => differing.has(fact.move_id)).map((fact) => fact.deal_id);
  await hint(tx, 'deal', [...new Set([...named, ...(await listDealsOfMoves(tx, found.gone))])], now);
}

/** A row of statistics comes whole with the list, so it is saved as it stands. */
async function mendCalls(tx: PortalTransaction, found: Differences, { facts }: Mending<CallFact>): Promise<void> {
  const differing = new Set([...found.missing, ...found.changed]);
  await saveCalls(
    tx,
    facts.filter((fact) => differing.has(fact.call_id)),
  );
  await deleteCalls(tx, found.gone);
}
