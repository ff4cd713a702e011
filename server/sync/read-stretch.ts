import { readPages, type KeysetList } from '#bitrix/pages.ts';
import { findLastId, type Compare, type Differences } from '#store/compare-facts.ts';
import { markDirty, type DirtyRecord } from '#store/dirty-records.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listRejectedKeys } from '#store/rejected-rows.ts';
import type { Lane } from './lane.ts';

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
  readonly entity: string;
  read(lane: Lane, after: bigint): Promise<ReadStretch>;
}

export interface Mending<Fact> {
  readonly facts: readonly Fact[];
  readonly now: Date;
}

export interface StretchSource<Row, Fact> {
  /** The one that rejected rows are kept under. */
  readonly entity: string;
  readonly table: Parameters<typeof findLastId>[1];
  readonly list: KeysetList<Row>;
  readonly toFacts: (rows: Row[]) => Fact[];
  readonly compare: Compare<Fact>;
  readonly mend: (tx: PortalTransaction, found: Differences, read: Mending<Fact>) => Promise<void>;
}

export async function readStretch<Row, Fact>(lane: Lane, after: bigint, source: StretchSource<Row, Fact>): Promise<ReadStretch> {
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
export const allOf = ({ missing, changed, gone }: Differences): bigint[] => [...missing, ...changed, ...gone];

/** A row that cannot be read is no difference: it is counted and shown as what it is. One without an id may be any that seems gone. */
function without({ missing, changed, gone }: Differences, keys: ReadonlySet<string>): Differences {
  const isReadable = (id: bigint): boolean => !keys.has(String(id));
  const isAnyHidden = [...keys].some((key) => key.includes('+'));
  return { missing: missing.filter(isReadable), changed: changed.filter(isReadable), gone: isAnyHidden ? [] : gone.filter(isReadable) };
}

/** Read by its id like anything an event tells of: what does not come then is really gone. */
export async function hint(tx: PortalTransaction, entity: DirtyRecord['entity'], ids: readonly bigint[], now: Date): Promise<void> {
  await markDirty(
    tx,
    ids.map((recordId) => ({ entity, recordId })),
    now,
  );
}
