import type { ReadRows } from '#bitrix/read-rows.ts';
import { clearDirty, type DirtyRecord, type MarkedRecord } from '#store/dirty-records.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { noteLag } from '#store/sync-streams.ts';
import type { Lane } from './lane.ts';

/** What was read is no hint any more, and how long the oldest of them waited is a figure that people can look at. */
export async function settleHints(
  lane: Lane,
  tx: PortalTransaction,
  entity: DirtyRecord['entity'],
  records: readonly MarkedRecord[],
): Promise<void> {
  const now = lane.systemClock();
  await clearDirty(tx, entity, { records, now });
  await lane.note(tx, 'events', records.length);
  if (entity !== 'deal') return;
  const oldestMs = Math.min(...records.map((record) => record.markedAt.getTime()));
  await noteLag(tx, lane.businessClock(), Math.max(0, now.getTime() - oldestMs) / 1000);
}

/** What was asked for and did not come is gone, unless it came unreadable, of which one without an id may be any. */
export function compareAsked<Row>(ids: readonly bigint[], { rows, rejected }: ReadRows<Row>, idOf: (row: Row) => bigint) {
  const known = new Set([...rows.map((row) => String(idOf(row))), ...rejected.map(({ rowKey }) => rowKey)]);
  const isCertain = rejected.every(({ rowKey }) => !rowKey.includes('+'));
  const gone = isCertain ? ids.filter((id) => !known.has(String(id))) : [];
  const settledKeys = [...rows.map(idOf), ...gone].map(String);
  return { gone, outcome: { settledKeys, rejected: rejected.filter(({ rowKey }) => !rowKey.includes('+')) } };
}
