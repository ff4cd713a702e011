import { setImmediate } from 'node:timers/promises';
import { longestApply, type WorkbookCheck } from '#contract/plan-workbook.ts';
import { Metric } from '#contract/wire.ts';
import { toDecimal } from '#domain/money.ts';
import { compareWorkbook, type WorkbookChange, type WorkbookFinding } from '#domain/planning/check-workbook.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import type { PlanWorkbook, ReadWorkbook } from '#domain/planning/plan-workbook.ts';
import { AppError } from '#kernel/errors.ts';
import { digestWorkbook, readPlanWorkbook } from './plan-workbook-content.ts';
import type { PortalContext } from './portal-context.ts';

/** More of a kind nobody reads at once. */
const longestList = 200;
const rowsAtOnce = 200;

/** What a workbook would change in the plans as they stand; writes nothing. */
export async function checkPlanWorkbook(context: PortalContext, read: ReadWorkbook): Promise<WorkbookCheck> {
  const named = new Set(read.sheets.flatMap(({ months }) => months.map(({ month }) => month)));
  const months = [...named].filter((month) => parsePlanPeriod(month) !== undefined).sort();
  const plan = await readPlanWorkbook(context, months);
  const { result, steps } = compareWorkbook(plan, read.sheets);
  let rows = 0;
  for (const _step of steps) {
    rows += 1;
    // A long file lets other requests through now and then.
    if (rows % rowsAtOnce === 0) await setImmediate();
  }
  const { changes, errors, unchanged } = result;
  if (changes.length > longestApply) {
    throw new AppError('file-refused', `${changes.length} changes`, { details: { fault: 'too-many-changes' } });
  }
  const ignored = read.ignoredSheets.map((sheet) => ({
    sheet,
    cell: null,
    code: 'sheet-ignored' as const,
    text: '',
    name: '',
    scope: null,
  }));
  const warnings = [...ignored, ...result.warnings];
  return {
    currency: plan.currency,
    months,
    changes: changes.map((change) => toWireChange(plan, change)),
    errors: errors.slice(0, longestList).map(toWireFinding),
    errorCount: errors.length,
    warnings: warnings.slice(0, longestList).map(toWireFinding),
    warningCount: warnings.length,
    unchanged,
    digest: digestWorkbook(plan),
  };
}

function toWireChange({ metrics }: PlanWorkbook, { metric, from, to, ...rest }: WorkbookChange): WorkbookCheck['changes'][number] {
  const digits = metrics.find(({ code }) => code === metric)?.digits ?? 0;
  const write = (value: bigint | null): string | null => (value === null ? null : toDecimal(value, digits));
  return { ...rest, metric: Metric.parse(metric), from: write(from), to: write(to) };
}

function toWireFinding<Code extends string>({ scope: _scope, ...finding }: WorkbookFinding<Code>): Omit<WorkbookFinding<Code>, 'scope'> {
  return finding;
}
