import { findCursor, saveCursor, type SyncCursor } from '#store/sync-cursors.ts';
import { isDue, markDone } from './due-work.ts';
import { dailyReadings, furtherEntities, furtherWork } from './further-load.ts';
import type { Lane } from './lane.ts';
import { paymentEntity } from './payment-entity.ts';
import type { Piece } from './piece.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { recordEntities } from './record-entities.ts';
import { isNotGranted, runStream } from './run-stream.ts';

const [sweep, again] = furtherWork;
const sweepEveryMs = 3 * 60_000;
const againEveryMs = 24 * 3_600_000;

/** What changed of everything beside deals and calls; says whether it was time to look. */
export async function sweepFurther(lane: Lane): Promise<boolean> {
  if ((await isDue(lane, { name: sweep, everyMs: sweepEveryMs })) === null) return false;
  for (const entity of [...recordEntities, paymentEntity]) await runStream(lane, 'delta', () => withoutRefusal(() => entity.sweep(lane)));
  if ((await isDue(lane, { name: again, everyMs: againEveryMs })) !== null) {
    await askAgain(lane);
    await markDone(lane, again);
  }
  await markDone(lane, sweep);
  return true;
}

/** What the portal did not give once it may give now: it is read from the beginning. */
async function askAgain(lane: Lane): Promise<void> {
  await lane.commit(async (tx) => {
    for (const entity of furtherEntities) {
      const cursor = await findCursor(tx, entity, 'backward');
      if (!cursor || cursor.failure === null) continue;
      const begun = { state: 'waiting', position: 0n, rows: 0n, expectedRows: null, startedAt: null, finishedAt: null } as const;
      await saveCursor(tx, cursor, { ...begun, failure: null, updatedAt: lane.businessClock() });
    }
    return { facts: 0, progress: true };
  });
}

/** The next piece of what is read once a day of the portal; says whether there was one. */
export async function readDaily(lane: Lane): Promise<boolean> {
  const today = toDay(lane.businessClock(), lane.timeZone);
  for (const { entity, read, isAsked } of dailyReadings) {
    const cursors = await lane.read(async (tx) => ({
      history: await findCursor(tx, entity, 'backward'),
      forward: await findCursor(tx, entity, 'forward'),
      isAskedAgain: (await isAsked?.(tx)) === true,
    }));
    const { history, forward, isAskedAgain } = cursors;
    if (!forward || history?.state !== 'ready' || history.failure !== null) continue;
    const lastDay = toDay(forward.finishedAt ?? history.finishedAt ?? new Date(0), lane.timeZone);
    if (lastDay >= today && !isAskedAgain) continue;
    await readPiece(lane, forward, read);
    return true;
  }
  return false;
}

/** A reading that is over begins at the beginning on the next day. */
async function readPiece(lane: Lane, cursor: SyncCursor, read: (lane: Lane, position: bigint) => Promise<Piece>): Promise<void> {
  const piece = await readWhereGiven(() => read(lane, cursor.position));
  await lane.commit(async (tx) => {
    const facts = await piece.save(tx);
    const now = lane.businessClock();
    const position = piece.isLast ? 0n : piece.position;
    await saveCursor(tx, cursor, { position, ...(piece.isLast ? { finishedAt: now } : {}), updatedAt: now });
    await lane.note(tx, 'delta', facts);
    return { facts, progress: false };
  });
}

/** What was refused at the first reading is left out in words there; a right that was taken away since ends nothing else. */
async function withoutRefusal(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!isNotGranted(failure)) throw failure;
  }
}

/** A right that was taken away since the first reading is asked for again tomorrow. */
async function readWhereGiven(read: () => Promise<Piece>): Promise<Piece> {
  try {
    return await read();
  } catch (failure) {
    if (!isNotGranted(failure)) throw failure;
    return { rows: 0, position: 0n, isLast: true, save: async () => 0 };
  }
}
