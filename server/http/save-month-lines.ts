import type { DraftLine } from '#domain/plan.ts';
import type { DimensionDraft } from '#domain/planning/dimension-line.ts';
import type { Month } from '#domain/period.ts';
import { saveDraftDimensionLines } from '#store/dimension-lines.ts';
import { saveDraftLines } from '#store/draft-lines.ts';
import { takePlan } from '#store/plans.ts';
import type { PortalContext } from './portal-context.ts';

/** A change of the draft of one month; a null value takes the target out. */
export interface MonthLine extends DraftLine {
  readonly month: Month;
}

/** Locks the plans of the months until the end of the transaction, always in one order, so that two who do it wait for each other. */
export async function takeMonths(context: PortalContext, months: readonly Month[]): Promise<ReadonlyMap<Month, string>> {
  const taken = new Map<Month, string>();
  for (const month of [...new Set(months)].sort()) {
    const { planId } = await takePlan(context.tx, month, { userId: context.session.userId, now: context.now });
    taken.set(month, planId);
  }
  return taken;
}

/** Puts lines of several months into their drafts. */
export async function saveMonthLines(
  context: PortalContext,
  plans: ReadonlyMap<Month, string>,
  lines: readonly MonthLine[],
): Promise<void> {
  const author = { userId: context.session.userId, now: context.now };
  for (const [month, inside] of Map.groupBy(lines, (line) => line.month)) {
    const planId = plans.get(month);
    if (planId !== undefined) await saveDraftLines(context.tx, planId, inside, author);
  }
  await context.changed('plans');
}

/** The same of targets about parts of what is sold. */
export async function saveMonthParts(
  context: PortalContext,
  plans: ReadonlyMap<Month, string>,
  lines: readonly (DimensionDraft & { readonly month: Month })[],
): Promise<void> {
  const author = { userId: context.session.userId, now: context.now };
  for (const [month, inside] of Map.groupBy(lines, (line) => line.month)) {
    const planId = plans.get(month);
    if (planId !== undefined) await saveDraftDimensionLines(context.tx, planId, inside, author);
  }
}
