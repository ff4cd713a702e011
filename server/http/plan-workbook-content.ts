import { createHash } from 'node:crypto';
import { Metric } from '#contract/wire.ts';
import type { DimensionLine } from '#domain/planning/dimension-line.ts';
import { findMetric } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { largestTargetOf } from '#domain/planning/plan-value.ts';
import { valueKey, type PlanWorkbook, type WorkbookMetric } from '#domain/planning/plan-workbook.ts';
import { applyDraft, type PlanLine } from '#domain/plan.ts';
import { must } from '#kernel/errors.ts';
import { listDraftLines } from '#store/draft-lines.ts';
import { findLastVersion, findPlan, listPlanLines, type StoredPlan } from '#store/plans.ts';
import { readPeriod } from './asked-period.ts';
import { listOwnLines } from './plan-months.ts';
import { addPartRows, listCurrentParts, partValues } from './plan-workbook-parts.ts';
import { listWorkbookRows } from './plan-workbook-rows.ts';
import type { PortalContext } from './portal-context.ts';

/** The plans of some months, or of other periods, as the person sees them: what was published, with the draft of what they may set. */
export async function readPlanWorkbook(context: PortalContext, months: readonly PeriodKey[]): Promise<PlanWorkbook> {
  const owners = listWorkbookRows(context);
  const seen = new Set(owners.map(({ scope }) => scope));
  const parts: DimensionLine[] = [];
  const values = new Map<string, bigint>();
  const closed = new Set<PeriodKey>();
  for (const month of months) {
    const plan = await findPlan(context.tx, month);
    if (plan === undefined) continue;
    if (plan.closedAt !== null) closed.add(month);
    for (const { metric, scope, value } of await listCurrentLines(context, plan)) {
      if (seen.has(scope)) values.set(valueKey(month, metric, scope), value);
    }
    const lines = await listCurrentParts(context, plan);
    for (const [key, value] of partValues(month, lines, seen)) values.set(key, value);
    parts.push(...lines);
  }
  return {
    currency: context.portal.baseCurrency,
    months: months.map((month) => ({
      month,
      workdays: listPersonWorkdays(fullCalendar(context.calendar), readPeriod(month)).length,
      isLocked: closed.has(month),
    })),
    metrics: Metric.options.map((code) => describeMetric(context, code)),
    rows: addPartRows(owners, parts),
    values,
  };
}

/** Changes with every target that the person may set in the months; lines of others change nothing of it. */
export function digestWorkbook({ months, rows, metrics, values }: PlanWorkbook): string {
  const hash = createHash('sha256');
  for (const { month } of [...months].sort((a, b) => (a.month < b.month ? -1 : 1))) {
    for (const { code } of metrics) {
      for (const { id, isEditable } of rows) {
        const value = isEditable ? values.get(valueKey(month, code, id)) : undefined;
        if (value !== undefined) hash.update(`${valueKey(month, code, id)} ${value}\n`);
      }
    }
  }
  return hash.digest('hex');
}

async function listCurrentLines(context: PortalContext, plan: StoredPlan): Promise<PlanLine[]> {
  const last = await findLastVersion(context.tx, plan.planId);
  const published = last === undefined ? [] : await listPlanLines(context.tx, plan.planId, last.version);
  return applyDraft(published, listOwnLines(context, await listDraftLines(context.tx, plan.planId)));
}

function describeMetric({ portal }: PortalContext, code: string): WorkbookMetric {
  const { unit, overTime } = must(findMetric(code), `the metric ${code}`);
  return {
    code,
    unit,
    isPerWorkday: overTime === 'per-workday',
    digits: unitDigits(unit, portal.currencyDigits),
    largest: largestTargetOf({ unit, overTime }),
  };
}
