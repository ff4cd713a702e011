import type { DraftLine, PlanGrid } from '#contract/plan.ts';
import type { Scope } from '#contract/wire.ts';
import { copyPlan } from '#domain/planning/copy-plan.ts';
import { findMetric } from '#domain/planning/metric-catalogue.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { createPlanTree, type PlanTree } from '#domain/planning/plan-tree.ts';
import { metricsOf } from './plan-metrics.ts';
import { amountScale, readAmount, writeAmount } from './plan-amount.ts';
import { personScope } from './plan-rows.ts';

export interface CopyChoice {
  /** 10 500 copies with ×1,05. */
  readonly index: number;
  /** Money follows the working days of the two months. */
  readonly isByWorkdays: boolean;
}

export interface PlanCopy {
  readonly lines: readonly DraftLine[];
  /** Lines of the other month that this author may not set, or whose people are gone. */
  readonly left: number;
}

/** The published plan of another month, carried over into this one; rows that added up to their group do so again. */
export function copyFrom(source: PlanGrid, target: PlanGrid, { index, isByWorkdays }: CopyChoice): PlanCopy {
  const [from, to] = [parsePlanPeriod(source.month), parsePlanPeriod(target.month)];
  if (from === undefined || to === undefined) return { lines: [], left: 0 };
  const editable = new Set(target.editable);
  const open = source.published.filter((line) => editable.has(line.scope));
  const lines = metricsOf(open).flatMap((metric) => {
    const scale = amountScale(metric, target.currency);
    const copied = copyPlan(
      open
        .filter((line) => line.metric === metric)
        .map((line) => ({ ...line, dimensions: '', period: from.key, value: readAmount(line.value, scale) })),
      from,
      to,
      {
        index,
        workdays: isByWorkdays ? { from: source.workdays, to: target.workdays } : null,
        // Whole thousands of money, whole calls.
        step: 10n ** BigInt(scale.digits + scale.shift),
        keepTotals: treeOf(target),
        findMetric,
      },
    );
    return copied.map((line): DraftLine => ({ metric, scope: line.scope, value: writeAmount(line.value, scale) }));
  });
  return { lines, left: source.published.length - open.length };
}

function treeOf(grid: PlanGrid): PlanTree {
  const known = new Set(grid.departments.map((department) => department.departmentId));
  const under = (departmentId: string | null): Scope =>
    departmentId !== null && known.has(departmentId) ? `department:${departmentId}` : 'company';
  return createPlanTree([
    { row: 'company', parent: null },
    ...grid.departments.map((department) => ({ row: `department:${department.departmentId}`, parent: under(department.parentId) })),
    ...grid.people.map((person) => ({ row: personScope(person), parent: under(person.departmentId) })),
  ]);
}
