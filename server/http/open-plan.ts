import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { AppError } from '#kernel/errors.ts';
import { takePlan, type StoredPlan } from '#store/plans.ts';
import { readPeriod } from './asked-period.ts';
import type { PortalContext } from './portal-context.ts';

/** The plan of a period to write to, made on first use and locked until the end of the transaction; a closed one takes nothing. */
export async function takeOpenPlan(context: PortalContext, month: PeriodKey): Promise<StoredPlan> {
  const plan = await takePlan(context.tx, readPeriod(month).key, { userId: context.session.userId, now: context.now });
  if (plan.closedAt !== null) throw new AppError('plan-closed', `The plan of ${month} is closed`);
  return plan;
}
