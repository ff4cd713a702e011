import type { Day } from '../period.ts';
import type { PlanPeriod } from './plan-period.ts';

/** A version's life; publishing freezes it, a later one supersedes it, closing freezes its facts too. */
export type VersionState = 'draft' | 'published' | 'superseded' | 'closed';

const next: Readonly<Record<VersionState, readonly VersionState[]>> = {
  draft: ['published'],
  published: ['superseded', 'closed'],
  superseded: [],
  closed: [],
};

export function canBecome(from: VersionState, to: VersionState): boolean {
  return next[from].includes(to);
}

/** Where a plan stands in time; an ended one that nobody has closed is overdue, however little has changed in it. */
export type PlanPhase = 'ahead' | 'running' | 'to-be-closed' | 'closed';

export function planPhase(plan: { readonly period: PlanPeriod; readonly state: VersionState }, today: Day): PlanPhase {
  if (plan.state === 'closed') return 'closed';
  if (plan.period.to < today) return 'to-be-closed';
  return plan.period.from > today ? 'ahead' : 'running';
}

/** Every published plan whose period has ended: closing looks at all of them, not only at those that have changed. */
export function listPlansToClose<P extends { readonly period: PlanPeriod; readonly state: VersionState }>(
  plans: readonly P[],
  today: Day,
): P[] {
  return plans.filter((plan) => plan.state === 'published' && planPhase(plan, today) === 'to-be-closed');
}
