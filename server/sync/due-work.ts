import { addCursors, findCursor, saveCursor } from '#store/sync-cursors.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Lane } from './lane.ts';

export interface RepeatedWork {
  readonly name: string;
  readonly everyMs: number;
}

/** When work was done last is kept in the store, in system time: several processes share it. Null while it is not time yet. */
export async function isDue(lane: Lane, { name, everyMs }: RepeatedWork): Promise<Date | null> {
  const cursor = await lane.read((tx) => findCursor(tx, name, 'forward'));
  const now = lane.systemClock();
  if (!cursor?.updatedAt) return now;
  return now.getTime() - cursor.updatedAt.getTime() >= everyMs ? cursor.updatedAt : null;
}

/** As if it had been done its whole distance ago, and not earlier: how late things are is told by that time. */
export async function makeDue(tx: PortalTransaction, { name, everyMs }: RepeatedWork, now: Date): Promise<void> {
  await saveCursor(tx, { entity: name, direction: 'forward' }, { updatedAt: new Date(now.getTime() - everyMs) });
}

export async function markDone(lane: Lane, name: string): Promise<void> {
  await lane.commit(async (tx) => {
    await addCursors(tx, [name], 'forward');
    await saveCursor(tx, { entity: name, direction: 'forward' }, { updatedAt: lane.systemClock() });
    return { facts: 0, progress: false };
  });
}
