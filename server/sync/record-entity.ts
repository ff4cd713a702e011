import type { Currencies } from '#bitrix/crm/currencies.ts';
import type { RecordLists } from '#bitrix/crm/item-lists.ts';
import { list } from '#bitrix/pages.ts';
import type { Command, CommandOutcome } from '#bitrix/portal-client.ts';
import { readRows, type RejectedRow } from '#bitrix/read-rows.ts';
import type { Compare } from '#store/compare-facts.ts';
import type { DirtyRecord, MarkedRecord } from '#store/dirty-records.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { findSetting } from '#store/settings.ts';
import { findCursor, saveCursor } from '#store/sync-cursors.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { readChunks, type Chunks } from './read-chunks.ts';
import { allOf, hint, readStretch, type Comparison } from './read-stretch.ts';
import { isNotGranted } from './run-stream.ts';
import { compareAsked, settleHints } from './settle-hints.ts';

export type RecordName = 'leads' | 'contacts' | 'quotes' | 'invoices' | 'tasks';

/** What has to be known of a kind of records with ids and a time of change. */
export interface RecordKind<Row, Fact> {
  readonly entity: RecordName;
  readonly hint: Exclude<DirtyRecord['entity'], 'deal' | 'activity' | 'call' | 'goods' | 'deal-fields' | 'portal'>;
  readonly table: 'lead' | 'contact' | 'quote' | 'invoice' | 'task';
  readonly lists: RecordLists<Row>;
  readonly idOf: (row: Row) => bigint;
  readonly createdAt: (row: Row) => Date;
  readonly changedAt: (row: Row) => Date;
  readonly toFacts: (rows: readonly Row[], currencies: Currencies) => { facts: Fact[]; rejected: RejectedRow[] };
  readonly save: (tx: PortalTransaction, facts: readonly Fact[]) => Promise<number>;
  readonly tombstone: (tx: PortalTransaction, ids: readonly bigint[], at: Date) => Promise<number>;
  readonly compare: Compare<Fact>;
}

/** The same kind as the lane uses it, whatever its rows are. */
export interface RecordEntity {
  readonly entity: RecordName;
  readonly hint: RecordKind<unknown, unknown>['hint'];
  readonly count: Command;
  /** Backwards through the history. */
  read(lane: Lane, from: ReadingFrom): Promise<Chunks>;
  /** Asks for the record that changed last. */
  readonly newest: Command;
  /** When it changed, by the portal's clock; what is refused here is refused again when it is read, and told then. */
  toNewestChange(outcome: CommandOutcome | undefined): Date;
  /** What changed since the last sweep. */
  sweep(lane: Lane): Promise<void>;
  readHinted(lane: Lane, records: readonly MarkedRecord[]): Promise<void>;
  readonly comparison: Comparison;
}

/** A change may become visible after a newer one; the sweep looks back this far. */
const overlapMs = 10 * 60_000;

export function createRecordEntity<Row, Fact>(kind: RecordKind<Row, Fact>): RecordEntity {
  const { entity, lists } = kind;
  return {
    entity,
    hint: kind.hint,
    count: lists.count,
    read: async (lane, from) => {
      if (!(await isKept(lane, entity))) return { chunks: [], isLast: true, lastAt: null };
      const currencies = await lane.currencies();
      const source = {
        list: lists.all('descending'),
        idOf: kind.idOf,
        timeOf: kind.createdAt,
        save: (tx: PortalTransaction, rows: Row[]) => kind.save(tx, kind.toFacts(rows, currencies).facts),
        refuse: (rows: readonly Row[]) => kind.toFacts(rows, currencies).rejected,
      };
      return readChunks(lane, entity, source, from);
    },
    newest: lists.newestChange,
    toNewestChange: (outcome) => {
      const newest = outcome?.kind === 'done' ? readRows(lists.source, outcome).rows[0] : undefined;
      return newest === undefined ? new Date(0) : kind.changedAt(newest);
    },
    sweep: (lane) => sweep(lane, kind),
    readHinted: (lane, records) => readHinted(lane, kind, records),
    comparison: {
      entity,
      read: async (lane, after) => {
        const currencies = await lane.currencies();
        return readStretch<Row, Fact>(lane, after, {
          entity,
          table: kind.table,
          list: lists.all('ascending'),
          toFacts: (rows) => kind.toFacts(rows, currencies).facts,
          compare: kind.compare,
          mend: (tx, found, { now }) => hint(tx, kind.hint, allOf(found), now),
        });
      },
    },
  };
}

/** A CRM in the simple mode has no leads: nothing is asked for. */
async function isKept(lane: Lane, entity: RecordName): Promise<boolean> {
  return entity !== 'leads' || (await lane.read((tx) => findSetting(tx, 'has-leads'))) !== false;
}

async function sweep<Row, Fact>(lane: Lane, kind: RecordKind<Row, Fact>): Promise<void> {
  const forward = { entity: kind.entity, direction: 'forward' } as const;
  const { cursor, history } = await lane.read(async (tx) => ({
    cursor: await findCursor(tx, kind.entity, 'forward'),
    history: await findCursor(tx, kind.entity, 'backward'),
  }));
  if (!cursor || !history || history.failure !== null || !(await isKept(lane, kind.entity))) return;
  const currencies = await lane.currencies();
  let newest = cursor.modifiedUntil ?? new Date(0);
  const changed = kind.lists.changedSince(new Date(Math.max(0, newest.getTime() - overlapMs)));
  for await (const { rows, rejected, lastId, isLast } of list(lane.client, changed, { firstPages: 1 })) {
    const read = kind.toFacts(rows, currencies);
    for (const row of rows) if (kind.changedAt(row) > newest) newest = kind.changedAt(row);
    await lane.commit(async (tx) => {
      const now = lane.businessClock();
      const settledKeys = rows.map((row) => String(kind.idOf(row)));
      await saveRejections(tx, kind.entity, { settledKeys, rejected: [...rejected, ...read.rejected], now });
      const saved = await kind.save(tx, read.facts);
      // Pages are in the order of ids: the newest change is known with the last of them only.
      if (isLast || lastId === null) await saveCursor(tx, forward, { modifiedUntil: newest, updatedAt: now });
      await lane.note(tx, 'delta', saved);
      return { facts: saved, progress: false };
    });
  }
}

/** What was asked for and does not come is gone; what the portal does not give to us is no hint any more. */
async function readHinted<Row, Fact>(lane: Lane, kind: RecordKind<Row, Fact>, records: readonly MarkedRecord[]): Promise<void> {
  const ids = records.map(({ recordId }) => recordId);
  const currencies = await lane.currencies();
  const [found] = await lane.client.batch([kind.lists.byId(ids)]);
  if (found?.kind === 'failed' && isNotGranted(found.error)) {
    await lane.commit(async (tx) => {
      await settleHints(lane, tx, kind.hint, records);
      return { facts: 0, progress: false };
    });
    return;
  }
  const { rows, rejected } = readRows(kind.lists.source, found);
  const read = kind.toFacts(rows, currencies);
  const { gone, outcome } = compareAsked(ids, { rows, rejected: [...rejected, ...read.rejected] }, kind.idOf);
  await lane.commit(async (tx) => {
    const now = lane.businessClock();
    await saveRejections(tx, kind.entity, { ...outcome, now });
    const saved = await kind.save(tx, read.facts);
    const lost = await kind.tombstone(tx, gone, now);
    await settleHints(lane, tx, kind.hint, records);
    return { facts: saved + lost, progress: false };
  });
}
