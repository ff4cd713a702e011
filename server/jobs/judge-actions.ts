import { judgeEffectiveness } from '#domain/corrective-action.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { listActionsToCheck, saveEffectiveness, type StoredAction } from '#store/corrective-actions.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { actionJudgedText } from '#texts/review-notices.ts';

export interface JudgeDeps {
  readonly businessClock: () => Date;
  /** Fact as a share of what should be there now; told by whoever composes the parts. */
  readonly readLevel: (given: { tx: PortalTransaction; portal: Portal; now: Date }, action: StoredAction) => Promise<number | null>;
}

/** On the day of the check the number is looked at again: helped, did not help, or nobody can tell. Returns how many were judged. */
export async function judgeActions(deps: JudgeDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active') return 0;
    // Alerts are judged by the days since the talk, where activity is watched (`watch-activity.ts`).
    const due = (await listActionsToCheck(tx, toDay(now, portal.timeZone))).filter(({ origin }) => origin !== 'alert');
    for (const action of due) {
      const levelAtCheck = await deps.readLevel({ tx, portal, now }, action);
      const effectiveness = judgeEffectiveness(action.levelBefore, levelAtCheck);
      await saveEffectiveness(tx, action.actionId, { effectiveness, levelAtCheck, now });
      await addToOutbox(tx, {
        kind: 'notify',
        dedupeKey: `action-judged ${action.actionId}`,
        payload: {
          userId: String(action.decidedBy),
          tag: `kurs:action:${action.actionId}`,
          text: actionJudgedText({ words: action.words, effectiveness, level: levelAtCheck }, portal.language === 'ru' ? 'ru' : 'en'),
        },
        now,
      });
    }
    if (due.length > 0) {
      await touchTopic(tx, 'actions');
      await touchTopic(tx, 'reviews');
    }
    return due.length;
  });
}
