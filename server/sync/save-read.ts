import { setImmediate } from 'node:timers/promises';
import { saveCursor, type CursorChange, type SyncCursor } from '#store/sync-cursors.ts';
import type { Lane } from './lane.ts';
import type { Chunks } from './read-chunks.ts';

/** Under so many rows any way of finding them is quick. */
const worthStatistics = 500n;

/** Saves rows together with the cursor behind them, and what that makes of its state. */
export async function saveRead(
  lane: Lane,
  cursor: SyncCursor,
  { chunks, isEnd, until }: { chunks: Chunks; isEnd: boolean; until: 'recent' | 'ready' },
): Promise<void> {
  const startedAt = cursor.startedAt ?? lane.businessClock();
  const rows = await saveChunks(lane, cursor, { chunks, startedAt });
  const hasRecent = chunks.lastAt !== null && cursor.recentSince !== null && chunks.lastAt < cursor.recentSince;
  if (isEnd) {
    await moveOn(lane, cursor, { state: 'ready', finishedAt: lane.businessClock(), expectedRows: rows, startedAt });
    if (rows >= worthStatistics) await lane.refreshStatistics();
  } else if (until === 'recent' && hasRecent) {
    await moveOn(lane, cursor, { state: 'recent', startedAt });
  } else if (chunks.chunks.length === 0 && chunks.end != null) {
    await moveOn(lane, cursor, { position: chunks.end, startedAt });
  }
}

async function saveChunks(
  lane: Lane,
  cursor: SyncCursor,
  { chunks: { chunks }, startedAt }: { chunks: Chunks; startedAt: Date },
): Promise<bigint> {
  const state = cursor.state === 'recent' ? 'recent' : 'loading';
  let rows = cursor.rows;
  for (const chunk of chunks) {
    // Requests that came in meanwhile take the store first.
    await setImmediate();
    rows += BigInt(chunk.rows);
    const change = { state, position: chunk.lastId, rows, startedAt, failure: null } as const;
    await lane.commit(
      async (tx) => {
        const facts = await chunk.save(tx);
        await saveCursor(tx, cursor, { ...change, updatedAt: lane.businessClock() });
        return { facts, progress: true };
      },
      { quiet: true },
    );
  }
  return rows;
}

async function moveOn(lane: Lane, cursor: SyncCursor, change: Omit<CursorChange, 'updatedAt'>): Promise<void> {
  await lane.commit(async (tx) => {
    await saveCursor(tx, cursor, { ...change, failure: null, updatedAt: lane.businessClock() });
    await lane.note(tx, 'first-load', 0);
    return { facts: 0, progress: true };
  });
}
