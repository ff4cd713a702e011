import { activityList, newestActivityChange } from '#bitrix/crm/activities.ts';
import { dealList, newestDealChange } from '#bitrix/crm/deals.ts';
import type { CommandOutcome } from '#bitrix/portal-client.ts';
import { readRows, type RowSource } from '#bitrix/read-rows.ts';
import { callList, newestCall } from '#bitrix/telephony.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { bulkEntities, firstParts } from './bulk-entities.ts';
import type { Lane } from './lane.ts';
import { structureEntities } from './load-structure.ts';
import { daysBeforeMonth } from './portal-day.ts';

/** What a month's screen looks back over before its first day. */
const daysBefore = 36;

/**
 * How much there is to read backwards, since when it is needed first, and where what is new begins:
 * whatever changes from now on is found forward of these marks.
 */
export async function prepareLoad(lane: Lane): Promise<void> {
  const news = [newestDealChange, newestActivityChange, newestCall];
  const outcomes = await lane.client.batch([...news, ...bulkEntities.map(({ count }) => count)]);
  const [deals, activities, calls] = outcomes;
  const counts = outcomes.slice(news.length);
  const now = lane.businessClock();
  const recentSince = daysBeforeMonth(now, lane.timeZone, daysBefore);
  const marks = {
    deals: { modifiedUntil: firstOf(dealList, deals)?.updatedTime ?? new Date(0) },
    activities: { modifiedUntil: toChange(firstOf(activityList, activities)) },
    calls: { position: firstOf(callList, calls)?.ID ?? 0n },
    'stage-moves': {},
  };
  await lane.commit(async (tx) => {
    const backward = [...structureEntities, ...firstParts.map(({ part }) => part), ...bulkEntities.map(({ entity }) => entity)];
    await addCursors(tx, backward, 'backward');
    await addCursors(tx, [...Object.keys(marks), 'structure'], 'forward');
    // The structure is about to be read, so the first refresh of it can wait its full time.
    await saveCursor(tx, { entity: 'structure', direction: 'forward' }, { updatedAt: lane.systemClock() });
    for (const [entity, mark] of Object.entries(marks))
      await saveCursor(tx, { entity, direction: 'forward' }, { ...mark, state: 'ready', updatedAt: now });
    for (const { part } of firstParts) await saveCursor(tx, { entity: part, direction: 'backward' }, { recentSince, updatedAt: now });
    for (const [index, { entity }] of bulkEntities.entries()) {
      const outcome = counts[index];
      const expectedRows = outcome?.kind === 'done' && outcome.total !== null ? BigInt(outcome.total) : null;
      await saveCursor(tx, { entity, direction: 'backward' }, { expectedRows, recentSince, updatedAt: now });
    }
    return { facts: 0, progress: true };
  });
}

/** A part that is refused here is refused again when it is read, and told then. */
function firstOf<Row>(source: RowSource<Row>, outcome: CommandOutcome | undefined): Row | undefined {
  return outcome?.kind === 'done' ? readRows(source, outcome).rows[0] : undefined;
}

const toChange = (row: { LAST_UPDATED: Date | null; CREATED: Date } | undefined): Date => row?.LAST_UPDATED ?? row?.CREATED ?? new Date(0);
