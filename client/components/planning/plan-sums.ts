import type { PlanGrid } from '#contract/plan.ts';
import { sumOf } from './plan-rows.ts';
import type { Amounts } from './plan-sheet.ts';

export interface PlanSums {
  readonly people: bigint;
  /** The company's plan, or what the departments in view add up to; null when none of them is set. */
  readonly plan: bigint | null;
  /** People over plan minus one: below zero is short, above is a reserve. */
  readonly surplus: number | null;
}

/** People may be given up to a tenth more than the plan, so that one who falls short does not sink it; beyond that the sum says nothing. */
export const allowedReserve = 0.1;

export function planSums(grid: PlanGrid, draft: Amounts): PlanSums {
  const people = sumOf(grid.people, draft);
  const plan = draft.get('company') ?? departmentsSum(grid, draft);
  return { people, plan, surplus: plan === null || plan === 0n ? null : Number(people - plan) / Number(plan) };
}

function departmentsSum(grid: PlanGrid, draft: Amounts): bigint | null {
  const known = new Set(grid.departments.map((department) => department.departmentId));
  const top = grid.departments.filter((department) => department.parentId === null || !known.has(department.parentId));
  const set = top.flatMap((department) => draft.get(`department:${department.departmentId}`) ?? []);
  return set.length === 0 ? null : set.reduce((sum, value) => sum + value, 0n);
}
