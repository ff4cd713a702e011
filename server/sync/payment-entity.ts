import { list, readPages, type KeysetList } from '#bitrix/pages.ts';
import {
  countPayments,
  orderOwnerList,
  ownersOfOrders,
  payments,
  paymentsPaidSince,
  paymentsReturnedSince,
  type PaymentRow,
} from '#bitrix/payments.ts';
import { readRows, type RejectedRow } from '#bitrix/read-rows.ts';
import { compareFacts, findLastId } from '#store/compare-facts.ts';
import { paymentShape, savePayments, tombstonePayments, type PaymentRecord } from '#store/payments.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { findCursor, saveCursor } from '#store/sync-cursors.ts';
import type { ReadingFrom } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import type { Chunks } from './read-chunks.ts';
import type { Comparison, ReadStretch } from './read-stretch.ts';
import { isNotGranted } from './run-stream.ts';
import { toPaymentFacts, type OrderOwner } from './to-document-facts.ts';

const entity = 'payments';
/** Two hundred rows fit in one transaction. */
const mostLinks = 4;
/** Payments have no time of change, so those paid or given back lately are read again. */
const windowMs = 3 * 86_400_000;

export const paymentEntity = {
  entity,
  count: countPayments,
  read: readHistory,
  sweep,
  comparison: { entity, read: readComparison } satisfies Comparison,
} as const;

interface ReadPayments {
  readonly facts: PaymentRecord[];
  readonly rejected: RejectedRow[];
}

async function toFacts(lane: Lane, read: { rows: readonly PaymentRow[]; rejected: readonly RejectedRow[] }): Promise<ReadPayments> {
  const owners = await readOwners(lane, [...new Set(read.rows.map((row) => row.orderId))]);
  const { facts, rejected } = toPaymentFacts(read.rows, owners, await lane.currencies());
  return { facts, rejected: [...read.rejected, ...rejected] };
}

/** Who may not see what orders belong to sees payments all the same: they count for nobody then. */
async function readOwners(lane: Lane, orderIds: readonly bigint[]): Promise<Map<bigint, OrderOwner>> {
  const commands = Array.from({ length: Math.ceil(orderIds.length / 50) }, (_, index) =>
    ownersOfOrders(orderIds.slice(index * 50, index * 50 + 50)),
  );
  const owners = new Map<bigint, OrderOwner>();
  for (let at = 0; at < commands.length; at += 50) {
    for (const outcome of await lane.client.batch(commands.slice(at, at + 50))) {
      if (outcome.kind === 'failed' && isNotGranted(outcome.error)) continue;
      for (const { orderId, ownerId, ownerTypeId } of readRows(orderOwnerList, outcome).rows) {
        owners.set(orderId, { ownerKind: Number(ownerTypeId), ownerId });
      }
    }
  }
  return owners;
}

async function save(
  lane: Lane,
  { facts, rejected }: ReadPayments,
  move: (saving: Parameters<Parameters<Lane['commit']>[0]>[0]) => Promise<void>,
) {
  await lane.commit(async (tx) => {
    const settledKeys = facts.map((fact) => String(fact.payment_id));
    await saveRejections(tx, entity, { settledKeys, rejected, now: lane.businessClock() });
    const saved = await savePayments(tx, facts);
    await move(tx);
    return { facts: saved, progress: false };
  });
}

async function readHistory(lane: Lane, from: ReadingFrom): Promise<Chunks> {
  const pages = await readPages(lane.client, payments('descending'), from.after, Math.min(from.links, mostLinks));
  const { facts, rejected } = await toFacts(lane, pages);
  if (pages.lastId === null && rejected.length === 0) return { chunks: [], isLast: pages.isLast, lastAt: null };
  const chunk = {
    rows: pages.rows.length,
    lastId: pages.lastId ?? from.after ?? 0n,
    save: async (tx: Parameters<typeof savePayments>[0]) => {
      const settledKeys = facts.map((fact) => String(fact.payment_id));
      await saveRejections(tx, entity, { settledKeys, rejected, now: lane.businessClock() });
      return savePayments(tx, facts);
    },
  };
  return { chunks: [chunk], isLast: pages.isLast, lastAt: null };
}

/** New ones, and those that were paid or given back lately. */
async function sweep(lane: Lane): Promise<void> {
  const { cursor, history } = await lane.read(async (tx) => ({
    cursor: await findCursor(tx, entity, 'forward'),
    history: await findCursor(tx, entity, 'backward'),
  }));
  if (!cursor || !history || history.failure !== null) return;
  const since = new Date(lane.businessClock().getTime() - windowMs);
  let newest = cursor.position;
  const take = async (keyset: KeysetList<PaymentRow>, after: bigint | null): Promise<void> => {
    for await (const pages of list(lane.client, keyset, { after, firstPages: 1, pagesPerRequest: mostLinks })) {
      for (const { id } of pages.rows) if (id > newest) newest = id;
      const read = await toFacts(lane, pages);
      await save(lane, read, async (tx) => lane.note(tx, 'delta', read.facts.length));
    }
  };
  await take(payments('ascending'), cursor.position);
  await take(paymentsPaidSince(since), null);
  await take(paymentsReturnedSince(since), null);
  await lane.commit(async (tx) => {
    await saveCursor(tx, { entity, direction: 'forward' }, { position: newest, updatedAt: lane.businessClock() });
    return { facts: 0, progress: false };
  });
}

/** A payment comes whole with the list, so it is saved as it stands. */
async function readComparison(lane: Lane, after: bigint): Promise<ReadStretch> {
  const lastKnown = await lane.read((tx) => findLastId(tx, 'payment'));
  const { rows, rejected, lastId, isLast } = await readPages(lane.client, payments('ascending'), after, mostLinks);
  const read = await toFacts(lane, { rows, rejected });
  const last = lastId ?? after;
  const through = isLast && lastKnown > last ? lastKnown : last;
  return {
    rows: rows.length,
    through,
    isLast: isLast || lastId === null,
    settle: async (tx) => {
      const found = await compareFacts(tx, paymentShape, read.facts, { after, through }, ['base_minor']);
      const hidden = new Set(read.rejected.map(({ rowKey }) => rowKey));
      const gone = [...hidden].some((key) => key.includes('+')) ? [] : found.gone.filter((id) => !hidden.has(String(id)));
      const differing = new Set([...found.missing, ...found.changed]);
      await savePayments(
        tx,
        read.facts.filter((fact) => differing.has(fact.payment_id)),
      );
      await tombstonePayments(tx, gone, lane.businessClock());
      return { ...found, gone };
    },
  };
}
