import type { PlanConditions, PlanConditionsState } from '#contract/plan-conditions.ts';
import { listEvaluationFaults, defaultBands, type EvaluationFault } from '#domain/planning/evaluation.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { isPersonScope, type Scope } from '#domain/plan.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { deleteDraftConditions, listConditions, saveDraftConditions } from '#store/plan-conditions.ts';
import { findLastVersion, findPlan } from '#store/plans.ts';
import { toOneLine } from '../one-line.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { readDraftConditions, readStored, toDomainConditions } from '../plan-conditions.ts';
import { listVisibleScopes } from '../plan-owners.ts';
import { fullName, type PortalContext } from '../portal-context.ts';

export async function replyPlanConditions(context: PortalContext, { month }: { month: PeriodKey }): Promise<PlanConditionsState> {
  const plan = await findPlan(context.tx, month);
  const last = plan === undefined ? undefined : await findLastVersion(context.tx, plan.planId);
  const published = last === undefined ? [] : (await listConditions(context.tx, last.planId, last.version)).map(readStored);
  const draft = plan === undefined ? [] : await readDraftConditions(context, plan.planId);
  return {
    month,
    // Those of the company hold for whoever has none nearer.
    published: published.filter(({ scope }) => scope === 'company' || can(context.actor, 'see-plan', { kind: 'scope', scope })),
    draft: draft.flatMap(({ scope, conditions, savedAt, savedBy }) =>
      can(context.actor, 'set-plan-line', { kind: 'scope', scope })
        ? [{ scope, conditions, savedAt: savedAt.toISOString(), savedBy: fullName(context.team, savedBy) }]
        : [],
    ),
  };
}

export async function replyPutConditions(
  context: PortalContext,
  { month, scope, conditions }: { month: PeriodKey; scope: Scope; conditions?: PlanConditions | null | undefined },
): Promise<PlanConditionsState> {
  if (isPersonScope(scope)) throw new AppError('bad-request', 'Conditions are those of a department or of the company');
  if (!listVisibleScopes(context).has(scope)) throw new AppError('not-found', `There is no ${scope} here`);
  if (conditions) refuseFaults(scope, conditions);
  const author = { userId: context.session.userId, now: context.now };
  const plan = await takeOpenPlan(context, month);
  // What is printed and signed stands on lines of its own.
  const lined = conditions && { ...conditions, terms: conditions.terms.map(toOneLine).filter((term) => term !== '') };
  if (lined === undefined) await deleteDraftConditions(context.tx, plan.planId, [scope]);
  else await saveDraftConditions(context.tx, plan.planId, { scope, conditions: lined }, author);
  await context.changed('plans');
  return replyPlanConditions(context, { month });
}

const words: Readonly<Record<EvaluationFault, string>> = {
  'no-bands': 'An evaluation needs limits',
  'bands-out-of-order': 'Each limit is above the one before',
  'weights-not-whole': 'Weights add up to 100 %',
  'activity-outweighs-result': 'Activity does not weigh more than results',
};

function refuseFaults(scope: Scope, conditions: PlanConditions): void {
  const { weights, bands } = toDomainConditions(conditions);
  if (bands.length > 0 && scope !== 'company') throw new AppError('bad-request', 'Limits are those of the whole company');
  if (new Set(weights.map(({ metric }) => metric)).size < weights.length) throw new AppError('bad-request', 'A metric has one weight');
  const [fault] = listEvaluationFaults(weights, bands.length === 0 ? defaultBands : bands);
  if (fault !== undefined) throw new AppError('bad-request', words[fault]);
}
