import { PlanCalculation, type SavedCalculation } from '#contract/plan-calculation.ts';
import type { Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listCalculations, saveCalculation, type StoredCalculation } from '#store/plan-calculations.ts';
import { findPlan } from '#store/plans.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { fullName, type PortalContext } from '../portal-context.ts';

export async function replyPutCalculation(
  context: PortalContext,
  request: { month: Month; scope: Scope; calculation: PlanCalculation },
): Promise<SavedCalculation> {
  const { tx, session, now } = context;
  if (isOwnNameMissing(request.calculation)) throw new AppError('bad-request', 'An own factor needs a name');
  const plan = await takeOpenPlan(context, request.month);
  const saved = { calculation: request.calculation, userId: session.userId, now };
  await saveCalculation(tx, plan.planId, request.scope, saved);
  return toWire(context, request.calculation, { scope: request.scope, savedAt: now, savedBy: session.userId });
}

/** Calculations of the scopes whose plans the viewer sets; one of an older shape is not shown. */
export async function listSeenCalculations(context: PortalContext, month: Month): Promise<SavedCalculation[]> {
  const plan = await findPlan(context.tx, month);
  const stored = plan === undefined ? [] : await listCalculations(context.tx, plan.planId);
  return stored.flatMap((one) => {
    const parsed = PlanCalculation.safeParse(one.calculation);
    const isSeen = can(context.actor, 'set-plan-line', { kind: 'scope', scope: one.scope });
    return parsed.success && isSeen ? [toWire(context, parsed.data, one)] : [];
  });
}

function toWire(
  { team }: PortalContext,
  calculation: PlanCalculation,
  { scope, savedAt, savedBy }: Omit<StoredCalculation, 'calculation'>,
): SavedCalculation {
  return { scope, calculation, savedAt: savedAt.toISOString(), savedBy: fullName(team, savedBy) };
}

function isOwnNameMissing({ factors }: PlanCalculation): boolean {
  return factors.some(({ code, name }) => code.startsWith('own:') && name === '');
}
