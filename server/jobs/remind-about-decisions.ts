import { isOverdue } from '#domain/corrective-action.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { listActions } from '#store/corrective-actions.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal } from '#store/portals.ts';
import { decisionsLink } from '#texts/notice-links.ts';
import { decisionDueText } from '#texts/review-notices.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

/** Completed, as the portal says it. */
const completed = 5;

/** Whoever has not written what came of a decision is asked once its deadline has passed; within working hours, once a day. */
export async function remindAboutDecisions(deps: ReminderDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active') return 0;
    const today = toDay(now, portal.timeZone);
    const open = await listActions(tx, { origin: 'review', state: 'open' });
    const late = open.filter((action) => isOverdue(action, today) && action.task?.status !== completed);
    if (late.length === 0 || !(await isWorkingTime(tx, deps, portal, now))) return 0;
    const language = portal.language === 'ru' ? 'ru' : 'en';
    for (const action of late) {
      await addToOutbox(tx, {
        kind: 'notify',
        dedupeKey: `decision-due ${action.actionId} ${today}`,
        payload: {
          userId: String(action.ownerId),
          tag: `kurs:action:${action.actionId}`,
          text: decisionDueText({ words: action.words, deadline: action.deadline ?? today }, language),
          link: decisionsLink(language),
        },
        now,
      });
    }
    return late.length;
  });
}
