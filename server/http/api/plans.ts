import { AppError, must } from '#kernel/errors.ts';
import type { DraftLine as WireDraftLine, DroppedDraft, PlanGrid, PlanWindow } from '#contract/plan.ts';
import { personScope, type DraftLine, type Scope } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { largestTargetOf } from '#domain/planning/plan-value.ts';
import { can } from '#policy/can.ts';
import { saveDraftLines } from '#store/draft-lines.ts';
import { findPlan } from '#store/plans.ts';
import { listPeriods } from '../asked-period.ts';
import { dropDraft } from '../discard-draft.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { readPlanMonths } from '../plan-months.ts';
import { listVisibleScopes, readPlanOwners } from '../plan-owners.ts';
import { readPlanValue } from '../plan-value.ts';
import type { PortalContext } from '../portal-context.ts';

export async function replyPlanWindow(context: PortalContext, request: { from: PeriodKey; months: number }): Promise<PlanWindow> {
  const plans = await readPlanMonths(context, listPeriods(request.from, request.months));
  const planned = new Set(plans.flatMap(({ published, draft }) => [...published, ...draft]).map(({ scope }) => scope));
  return { ...(await readPlanOwners(context, planned)), months: plans };
}

export async function replyPlan(context: PortalContext, { month }: { month: PeriodKey }): Promise<PlanGrid> {
  const { months, ...owners } = await replyPlanWindow(context, { from: month, months: 1 });
  return { ...owners, ...must(months[0], 'a plan of the month, be it an empty one') };
}

export async function replySaveDraft(
  context: PortalContext,
  request: { month: PeriodKey; lines: readonly WireDraftLine[] },
): Promise<PlanGrid> {
  const lines = request.lines.map((line) => toDraftLine(context, line));
  const known = listVisibleScopes(context);
  for (const line of lines) {
    if (!known.has(line.scope)) throw new AppError('not-found', `There is no ${line.scope} here`);
    allowLine(context, line.scope);
  }
  const author = { userId: context.session.userId, now: context.now };
  const plan = await takeOpenPlan(context, request.month);
  await saveDraftLines(context.tx, plan.planId, lines, author);
  await context.changed('plans');
  return replyPlan(context, request);
}

export async function replyDiscardDraft(
  context: PortalContext,
  request: { month: PeriodKey },
): Promise<PlanGrid & { dropped: DroppedDraft }> {
  let dropped: DroppedDraft = { lines: [], dimensions: [], conditions: [] };
  const plan = await findPlan(context.tx, request.month);
  if (plan !== undefined) {
    await takeOpenPlan(context, request.month);
    dropped = await dropDraft(context, plan.planId);
    await context.changed('plans');
  }
  return { ...(await replyPlan(context, request)), dropped };
}

function allowLine(context: PortalContext, scope: Scope): void {
  if (can(context.actor, 'set-plan-line', { kind: 'scope', scope })) return;
  throw new AppError(
    'forbidden',
    scope === personScope(context.session.userId) ? 'Nobody sets an own plan' : 'This line belongs to another team',
  );
}

function toDraftLine(context: PortalContext, line: WireDraftLine): DraftLine {
  if (line.value === null) return { ...line, value: null };
  const value = readPlanValue(context, line.metric, line.value);
  if (value < 0n) throw new AppError('bad-request', 'A plan is not negative');
  if (value > largestTargetOf(metricCatalogue[line.metric])) throw new AppError('bad-request', `No plan of ${line.metric} is as large`);
  return { metric: line.metric, scope: line.scope, value };
}
