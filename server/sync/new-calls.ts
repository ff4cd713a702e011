import { readPages } from '#bitrix/pages.ts';
import { calls } from '#bitrix/telephony.ts';
import { findCursor, saveCursor } from '#store/sync-cursors.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { saveCalls } from '#store/save-facts.ts';
import type { Lane } from './lane.ts';
import { toCallFact } from './to-facts.ts';

/** Rows of statistics have no time of change and may be completed later, so the newest of them are read again. */
const trailingRows = 100n;
const forward = { entity: 'calls', direction: 'forward' } as const;

/** Calls behind the last known one; the history before it is read by the first load. */
export async function readNewCalls(lane: Lane): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const { cursor, history } = await lane.read(async (tx) => ({
      cursor: await findCursor(tx, 'calls', 'forward'),
      history: await findCursor(tx, 'calls', 'backward'),
    }));
    if (!cursor || !history || history.failure !== null) return;
    const from = isFirst ? cursor.position - trailingRows : cursor.position;
    const { rows, rejected, lastId, isLast } = await readPages(lane.client, calls('ascending'), from > 0n ? from : 0n, isFirst ? 4 : 50);
    await lane.commit(async (tx) => {
      const settledKeys = rows.map((row) => String(row.ID));
      await saveRejections(tx, 'calls', { settledKeys, rejected, now: lane.businessClock() });
      const facts = await saveCalls(
        tx,
        rows.flatMap((row) => toCallFact(row) ?? []),
      );
      const last = lastId ?? 0n;
      const position = last > cursor.position ? last : cursor.position;
      await saveCursor(tx, forward, { position, updatedAt: lane.businessClock() });
      await lane.note(tx, 'calls', facts);
      return { facts, progress: false };
    });
    if (isLast || lastId === null) return;
  }
}
