import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { bulkEntities, firstParts } from './bulk-entities.ts';
import { markCommands, saveForwardMark } from './forward-marks.ts';
import type { Lane } from './lane.ts';
import { structureEntities } from './load-structure.ts';
import { daysBeforeMonth } from './portal-day.ts';

/** What a month's screen looks back over before its first day. */
const daysBefore = 36;

/** How much there is to read backwards, since when it is needed first, and where what is new begins. */
export async function prepareLoad(lane: Lane): Promise<void> {
  const outcomes = await lane.client.batch([...markCommands, ...bulkEntities.map(({ count }) => count)]);
  const counts = outcomes.slice(markCommands.length);
  const now = lane.businessClock();
  const recentSince = daysBeforeMonth(now, lane.timeZone, daysBefore);
  const histories = bulkEntities.map(({ entity }) => entity);
  await lane.commit(async (tx) => {
    await addCursors(tx, [...structureEntities, ...firstParts.map(({ part }) => part), ...histories], 'backward');
    await addCursors(tx, [...histories, 'structure'], 'forward');
    // The structure is about to be read, so the first refresh of it can wait its full time.
    await saveCursor(tx, { entity: 'structure', direction: 'forward' }, { updatedAt: lane.systemClock() });
    for (const { part } of firstParts) await saveCursor(tx, { entity: part, direction: 'backward' }, { recentSince, updatedAt: now });
    for (const [index, entity] of histories.entries()) {
      await saveForwardMark(tx, entity, outcomes, now);
      const outcome = counts[index];
      const expectedRows = outcome?.kind === 'done' && outcome.total !== null ? BigInt(outcome.total) : null;
      await saveCursor(tx, { entity, direction: 'backward' }, { expectedRows, recentSince, updatedAt: now });
    }
    return { facts: 0, progress: true };
  });
}
