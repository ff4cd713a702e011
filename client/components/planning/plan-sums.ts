import type { PlanGrid } from '#contract/plan.ts';
import { type OverAssignment, overAssignment } from '#domain/planning/compare-totals.ts';
import { sumOf } from './plan-rows.ts';
import type { Amounts } from './plan-sheet.ts';

export interface PlanSums {
  readonly people: bigint;
  /** The company's plan, or what the departments in view add up to; null when none of them is set. */
  readonly plan: bigint | null;
  /** How much more or less people have than the plan; null where there is nothing to compare. */
  readonly balance: OverAssignment | null;
}

export function planSums(grid: PlanGrid, draft: Amounts): PlanSums {
  const people = sumOf(grid.people, draft);
  const plan = draft.get('company') ?? departmentsSum(grid, draft);
  return { people, plan, balance: overAssignment(plan, people) };
}

function departmentsSum(grid: PlanGrid, draft: Amounts): bigint | null {
  const known = new Set(grid.departments.map((department) => department.departmentId));
  const top = grid.departments.filter((department) => department.parentId === null || !known.has(department.parentId));
  const set = top.flatMap((department) => draft.get(`department:${department.departmentId}`) ?? []);
  return set.length === 0 ? null : set.reduce((sum, value) => sum + value, 0n);
}
