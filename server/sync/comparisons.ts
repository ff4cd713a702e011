import { callActivities } from '#bitrix/crm/activities.ts';
import { deals, type DealRow } from '#bitrix/crm/deals.ts';
import { stageMoves } from '#bitrix/crm/stage-history.ts';
import { readPages, type KeysetList } from '#bitrix/pages.ts';
import { calls } from '#bitrix/telephony.ts';
import {
  compareActivities,
  compareCalls,
  compareDeals,
  compareStageMoves,
  findLastId,
  listDealsOfMoves,
  type Compare,
  type Differences,
} from '#store/compare-facts.ts';
import { markDirty, type DirtyRecord } from '#store/dirty-records.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listRejectedKeys } from '#store/rejected-rows.ts';
import { deleteCalls, saveCalls, type ActivityFact, type CallFact, type DealFact, type StageMoveFact } from '#store/save-facts.ts';
import type { BulkName } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { toActivityFact, toCallFact, toDealFacts, toStageMoveFact } from './to-facts.ts';

/** One stretch of an entity as the portal has it now, ready to be held against our copy. */
export interface ReadStretch {
  readonly rows: number;
  /** Last id of the stretch. */
  readonly through: bigint;
  readonly isLast: boolean;
  /** Compares and mends, or leaves hints that mend; in the transaction that moves on behind the stretch. */
  settle(tx: PortalTransaction): Promise<Differences>;
}

export interface Comparison {
  readonly entity: BulkName;
  read(lane: Lane, after: bigint): Promise<ReadStretch>;
}

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
        list: callActivities('ascending'),
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

interface Mending<Fact> {
  readonly facts: readonly Fact[];
  readonly now: Date;
}

interface Source<Row, Fact> {
  readonly entity: BulkName;
  readonly table: Parameters<typeof findLastId>[1];
  readonly list: KeysetList<Row>;
  readonly toFacts: (rows: Row[]) => Fact[];
  readonly compare: Compare<Fact>;
  readonly mend: (tx: PortalTransaction, found: Differences, read: Mending<Fact>) => Promise<void>;
}

async function readStretch<Row, Fact>(lane: Lane, after: bigint, source: Source<Row, Fact>): Promise<ReadStretch> {
  const lastKnown = await lane.read((tx) => findLastId(tx, source.table));
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, source.list, after, 50);
  const facts = source.toFacts(rows);
  // Behind the last row of the portal ours are gone too, but for those that came while it was read.
  const through = isLast ? larger(lastId ?? after, lastKnown) : (lastId ?? after);
  return {
    rows: rows.length,
    through,
    isLast: isLast || lastId === null,
    settle: async (tx) => {
      const unreadable = new Set([...rejected.map(({ rowKey }) => rowKey), ...(await listRejectedKeys(tx, source.entity, mostRejected))]);
      const found = without(await source.compare(tx, facts, { after, through }), unreadable);
      await source.mend(tx, found, { facts, now: lane.systemClock() });
      return found;
    },
  };
}

const mostRejected = 10_000;
const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
const allOf = ({ missing, changed, gone }: Differences): bigint[] => [...missing, ...changed, ...gone];

/** A row that cannot be read is no difference: it is counted and shown as what it is. One without an id may be any that seems gone. */
function without({ missing, changed, gone }: Differences, keys: ReadonlySet<string>): Differences {
  const isReadable = (id: bigint): boolean => !keys.has(String(id));
  const isAnyHidden = [...keys].some((key) => key.includes('+'));
  return { missing: missing.filter(isReadable), changed: changed.filter(isReadable), gone: isAnyHidden ? [] : gone.filter(isReadable) };
}

/** Read by its id like anything an event tells of: what does not come then is really gone. */
async function hint(tx: PortalTransaction, entity: DirtyRecord['entity'], ids: readonly bigint[], now: Date): Promise<void> {
  await markDirty(
    tx,
    ids.map((recordId) => ({ entity, recordId })),
    now,
  );
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
