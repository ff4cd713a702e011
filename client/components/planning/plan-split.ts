import type { PlanGrid } from '#contract/plan.ts';
import type { Scope } from '#contract/wire.ts';
import { splitByWeights } from '#domain/money.ts';
import { peopleUnder, personScope } from './plan-rows.ts';
import type { AmountScale } from './plan-amount.ts';
import type { Amounts } from './plan-sheet.ts';

export type SplitBasis = 'equal' | 'previous-fact';

export interface SplitPart {
  readonly scope: Scope;
  readonly value: bigint;
  /** Kept as it is, because the author may not set it. */
  readonly isLocked: boolean;
}

export type SplitResult =
  | { kind: 'parts'; parts: SplitPart[] }
  | { kind: 'no-total' }
  | { kind: 'nobody' }
  | { kind: 'no-history' }
  | { kind: 'locked-exceed' };

/** Who shares the amount of a scope: departments share the company's, people share a department's. */
function splitReceivers(grid: PlanGrid, scope: Scope, amounts: Amounts): Scope[] {
  if (scope === 'company') {
    const known = new Set(grid.departments.map((department) => department.departmentId));
    const top = grid.departments.filter((department) => department.parentId === null || !known.has(department.parentId));
    return top.map((department): Scope => `department:${department.departmentId}`);
  }
  return peopleUnder(grid, scope.slice('department:'.length))
    .filter((person) => person.isActive && (!person.isHead || amounts.has(personScope(person))))
    .map(personScope);
}

/** Splits without a lost unit: locked parts are taken off first, the rest goes by weights with the largest remainder. */
export function splitPlan(
  grid: PlanGrid,
  scope: Scope,
  basis: SplitBasis,
  amounts: { draft: Amounts; previousFact: Amounts },
  scale: AmountScale,
): SplitResult {
  const total = amounts.draft.get(scope);
  if (total === undefined) return { kind: 'no-total' };
  const receivers = splitReceivers(grid, scope, amounts.draft);
  const open = receivers.filter((receiver) => grid.editable.includes(receiver));
  if (open.length === 0) return { kind: 'nobody' };
  const locked = receivers.filter((receiver) => !grid.editable.includes(receiver));
  const rest = total - locked.reduce((sum, receiver) => sum + (amounts.draft.get(receiver) ?? 0n), 0n);
  if (rest < 0n) return { kind: 'locked-exceed' };
  const weights = open.map((receiver) => (basis === 'equal' ? 1n : atLeastZero(amounts.previousFact.get(receiver))));
  if (weights.every((weight) => weight === 0n)) return { kind: 'no-history' };
  const step = wholeStep(rest, scale);
  const shares = splitByWeights(rest / step, weights);
  return {
    kind: 'parts',
    parts: [
      ...open.map((receiver, index) => ({ scope: receiver, value: (shares[index] ?? 0n) * step, isLocked: false })),
      ...locked.map((receiver) => ({ scope: receiver, value: amounts.draft.get(receiver) ?? 0n, isLocked: true })),
    ],
  };
}

/** Whole shown units where the total has no finer ones, so that nobody gets kopecks out of a round plan. */
function wholeStep(total: bigint, scale: AmountScale): bigint {
  const shown = 10n ** BigInt(scale.digits + scale.shift);
  return total % shown === 0n ? shown : 1n;
}

function atLeastZero(value: bigint | undefined): bigint {
  return value === undefined || value < 0n ? 0n : value;
}
