import { judgeEffectiveness } from '#domain/corrective-action.ts';
import { listActionsToCheck, saveEffectiveness, type StoredAction } from '#store/corrective-actions.ts';
import type { PortalContext } from './portal-context.ts';
import { readActionLevel } from './action-level.ts';

/** What came due by today is judged before a review looks at it; a job does the same for those that no review asks about. */
export async function judgeDueActions(context: PortalContext, isWanted: (action: StoredAction) => boolean): Promise<void> {
  const due = (await listActionsToCheck(context.tx, context.today)).filter(isWanted);
  for (const action of due) {
    const levelAtCheck = await readActionLevel(context, action);
    const effectiveness = judgeEffectiveness(action.levelBefore, levelAtCheck);
    await saveEffectiveness(context.tx, action.actionId, { effectiveness, levelAtCheck, now: context.now });
  }
}
