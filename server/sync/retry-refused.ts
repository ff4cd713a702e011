import { listCursors, saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import { bulkEntities } from './bulk-entities.ts';
import { isBackward } from './first-load.ts';
import { markCommands, saveForwardMark } from './forward-marks.ts';
import type { Lane } from './lane.ts';
import { isNotGranted } from './run-stream.ts';

/** What the portal did not give once it may give now: a right was granted, telephony was bought. Its history is read then. */
export async function retryRefused(lane: Lane): Promise<void> {
  const cursors = (await lane.read(listCursors)).filter(isBackward);
  for (const { entity, count } of bulkEntities) {
    const cursor = cursors.find((candidate) => candidate.entity === entity);
    if (cursor?.state !== 'ready' || cursor.failure === null) continue;
    const [counted, ...marks] = await lane.client.batch([count, ...markCommands]);
    if (counted?.kind === 'failed' && !isNotGranted(counted.error)) throw counted.error;
    if (counted?.kind !== 'done') continue;
    await lane.commit(async (tx) => {
      await saveForwardMark(tx, entity, marks, lane.businessClock());
      await saveCursor(tx, cursor, begun(counted.total, lane.businessClock()));
      return { facts: 0, progress: true };
    });
  }
}

/** The month's screens stay as they are while it is read. */
const begun = (total: number | null, now: Date): Parameters<typeof saveCursor>[2] => {
  const state: SyncCursor['state'] = 'recent';
  const expectedRows = total === null ? null : BigInt(total);
  return { state, position: 0n, rows: 0n, expectedRows, startedAt: now, finishedAt: null, failure: null, updatedAt: now };
};
