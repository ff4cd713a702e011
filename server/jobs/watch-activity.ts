import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { findLoadEnd } from '#store/sync-cursors.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

export interface WatchDeps extends ReminderDeps {
  /** Finds what is worth a word and judges what was decided; told by whoever composes the parts. */
  readonly watchActivity: (tx: PortalTransaction, portal: Portal, now: Date) => Promise<number>;
}

const lookedAt = 'activity-looked-at';

/** People are looked at once every hour of working time: facts come late, and a word at night helps nobody. */
export async function watchActivity(deps: WatchDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active' || (await findLoadEnd(tx)) === null) return 0;
    if (!(await isWorkingTime(tx, deps, portal, now))) return 0;
    const hour = `${toDay(now, portal.timeZone)} ${toTimeOfDay(now, portal.timeZone).slice(0, 2)}`;
    if ((await findSetting(tx, lookedAt)) === hour) return 0;
    await saveSetting(tx, { name: lookedAt, value: hour, now, userId: null });
    return deps.watchActivity(tx, portal, now);
  });
}
