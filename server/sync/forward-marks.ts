import { activityList, newestActivityChange } from '#bitrix/crm/activities.ts';
import { dealList, newestDealChange } from '#bitrix/crm/deals.ts';
import type { CommandOutcome } from '#bitrix/portal-client.ts';
import { readRows, type RowSource } from '#bitrix/read-rows.ts';
import { callList, newestCall } from '#bitrix/telephony.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveCursor } from '#store/sync-cursors.ts';
import type { BulkName } from './bulk-entities.ts';

/** Commands that tell where what is new begins; `saveForwardMark` takes their outcomes. */
export const markCommands = [newestDealChange, newestActivityChange, newestCall] as const;

/** Whatever changes from now on is found forward of the mark. A part that is refused begins at its beginning. */
export async function saveForwardMark(
  tx: PortalTransaction,
  entity: BulkName,
  [deals, activities, calls]: readonly CommandOutcome[],
  now: Date,
): Promise<void> {
  const activity = firstOf(activityList, activities);
  const marks = {
    deals: { modifiedUntil: firstOf(dealList, deals)?.updatedTime ?? new Date(0) },
    activities: { modifiedUntil: activity?.LAST_UPDATED ?? activity?.CREATED ?? new Date(0) },
    calls: { position: firstOf(callList, calls)?.ID ?? 0n },
    // Moves are found with their deals.
    'stage-moves': {},
  };
  await saveCursor(tx, { entity, direction: 'forward' }, { ...marks[entity], state: 'ready', updatedAt: now });
}

function firstOf<Row>(source: RowSource<Row>, outcome: CommandOutcome | undefined): Row | undefined {
  return outcome?.kind === 'done' ? readRows(source, outcome).rows[0] : undefined;
}
