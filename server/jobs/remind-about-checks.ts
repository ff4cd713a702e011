import { toDay } from '#kernel/calendar-day.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { listDueChecks } from '#store/task-checks.ts';
import { activityLink } from '#texts/notice-links.ts';
import { checksDueText } from '#texts/alerts.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

/** Whoever wanted to look at tasks of others is told on the day, in one message; once a day, within working hours. */
export async function remindAboutChecks(deps: ReminderDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active') return 0;
    const today = toDay(now, portal.timeZone);
    const due = await listDueChecks(tx, today);
    if (due.length === 0 || !(await isWorkingTime(tx, deps, portal, now))) return 0;
    const language = portal.language === 'ru' ? 'ru' : 'en';
    for (const { userId, tasks } of due) {
      await addToOutbox(tx, {
        kind: 'notify',
        dedupeKey: `checks-due ${userId} ${today}`,
        payload: {
          userId: String(userId),
          tag: `kurs:checks:${today}`,
          text: checksDueText(tasks, language),
          link: activityLink(language),
        },
        now,
      });
    }
    return due.length;
  });
}
