import { addCursors, findCursor, saveCursor } from '#store/sync-cursors.ts';
import type { Lane } from './lane.ts';

/** When work was done last is kept in the store, in system time: several processes share it. Null while it is not time yet. */
export async function isDue(lane: Lane, name: string, everyMs: number): Promise<Date | null> {
  const cursor = await lane.read((tx) => findCursor(tx, name, 'forward'));
  const now = lane.systemClock();
  if (!cursor?.updatedAt) return now;
  return now.getTime() - cursor.updatedAt.getTime() >= everyMs ? cursor.updatedAt : null;
}

export async function markDone(lane: Lane, name: string): Promise<void> {
  await lane.commit(async (tx) => {
    await addCursors(tx, [name], 'forward');
    await saveCursor(tx, { entity: name, direction: 'forward' }, { updatedAt: lane.systemClock() });
    return { facts: 0, progress: false };
  });
}
