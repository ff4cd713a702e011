import { applyDimensionDraft, type DimensionLine } from '#domain/planning/dimension-line.ts';
import { rowId, valueKey, type WorkbookRow } from '#domain/planning/plan-workbook.ts';
import type { Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { can } from '#policy/can.ts';
import { listDimensionLines, listDraftDimensionLines } from '#store/dimension-lines.ts';
import { findLastVersion, type StoredPlan } from '#store/plans.ts';
import type { PortalContext } from './portal-context.ts';

/** Targets about parts of what is sold: published ones, with the draft of what the person may set. */
export async function listCurrentParts(context: PortalContext, plan: StoredPlan): Promise<DimensionLine[]> {
  const last = await findLastVersion(context.tx, plan.planId);
  const published = last === undefined ? [] : await listDimensionLines(context.tx, last);
  const drafted = await listDraftDimensionLines(context.tx, plan.planId);
  return applyDimensionDraft(
    published,
    drafted.filter(({ scope }) => can(context.actor, 'set-plan-line', { kind: 'scope', scope })),
  );
}

/** The rows of owners, each followed by the parts of its plan in any of the months, in the order of their titles. */
export function addPartRows(owners: readonly WorkbookRow[], lines: readonly DimensionLine[]): WorkbookRow[] {
  const byScope = Map.groupBy(lines, ({ scope }) => scope);
  return owners.flatMap((owner) => [owner, ...toPartRows(owner, byScope.get(owner.scope) ?? [])]);
}

function toPartRows(owner: WorkbookRow, lines: readonly DimensionLine[]): WorkbookRow[] {
  const parts = [...Map.groupBy(lines, ({ key }) => key)].map(([key, alike]): WorkbookRow => {
    const metrics = [...new Set(alike.map(({ metric }) => metric))];
    const about = { id: rowId(owner.scope, key), part: { key, metrics }, depth: owner.depth + 1 };
    // The last one is as it was named last.
    return { ...owner, ...about, name: alike.at(-1)?.title ?? key, otherNames: [], department: owner.name };
  });
  return parts.toSorted((a, b) => a.name.localeCompare(b.name, 'ru'));
}

export function partValues(month: Month, lines: readonly DimensionLine[], seen: ReadonlySet<Scope>): [string, bigint][] {
  return lines
    .filter(({ scope }) => seen.has(scope))
    .map(({ metric, scope, key, value }) => [valueKey(month, metric, rowId(scope, key)), value]);
}
