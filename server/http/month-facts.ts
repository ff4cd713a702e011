import type { OpenDeal } from '#domain/forecast.ts';
import { answered, countedKinds, defaultCallSeconds } from '#domain/intensity.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { firstDay, lastDay, shiftDay, shiftMonth, type Day, type Month } from '#domain/period.ts';
import type { PlanLine } from '#domain/plan.ts';
import { proposeStagePercents, type StagePercent } from '#domain/stage-percent.ts';
import { listCallDays, type CallRule } from '#store/call-facts.ts';
import { findWonCycleDays, listOpenDeals, listStages, listWonDeals, usesCloseDates, type StageRow } from '#store/facts.ts';
import { findLastVersion, findPlan, listPlanLines } from '#store/plans.ts';
import type { PortalContext } from './portal-context.ts';

/** The sparkline looks back thirty days, each point over five. */
const trendDays = 36;
const defaultCycleDays = 45;
const yearMs = 365 * 86_400_000;

export const callRule: CallRule = { kinds: countedKinds, code: answered, longerThanSeconds: defaultCallSeconds };

/** Reads everything the numbers of a month are computed from. */
export async function readMonthFacts(context: PortalContext, month: Month): Promise<MonthFacts> {
  const { tx, portal, today } = context;
  const plan = await readPublishedPlan(context, month);
  const first = firstDay(month);
  const from = shiftDay(today < first ? today : first, -trendDays);
  const span = { from, before: firstDay(shiftMonth(month, 1)), timeZone: portal.timeZone };
  return {
    month,
    today,
    calendar: context.calendar,
    team: context.team,
    planVersion: plan.version,
    planLines: plan.lines,
    won: await listWonDeals(tx, span),
    open: await readOpenDeals(context, lastDay(month)),
    usesCloseDates: await usesCloseDates(tx),
    wonCycleDays: (await findWonCycleDays(tx, new Date(context.now.getTime() - yearMs))) ?? defaultCycleDays,
    calls: await listCallDays(tx, span, callRule),
  };
}

async function readPublishedPlan(context: PortalContext, month: Month): Promise<{ version: number; lines: PlanLine[] }> {
  const plan = await findPlan(context.tx, month);
  const last = plan === undefined ? undefined : await findLastVersion(context.tx, plan.planId);
  if (last === undefined) return { version: 0, lines: [] };
  return { version: last.version, lines: await listPlanLines(context.tx, last.planId, last.version) };
}

async function readOpenDeals(context: PortalContext, dueBy: Day): Promise<OpenDeal[]> {
  const percents = readStagePercents(await listStages(context.tx));
  const deals = await listOpenDeals(context.tx, dueBy);
  return deals.map((deal) => ({
    dealId: deal.dealId,
    responsibleId: deal.responsibleId,
    amount: deal.amount,
    closeDay: deal.closeDay,
    winPercent: percents.get(stageKey(deal))?.winPercent ?? 0,
  }));
}

export function stageKey(stage: { pipelineId: bigint; stageId: string }): string {
  return `${stage.pipelineId} ${stage.stageId}`;
}

/** Percents of all stages by pipeline and stage. */
export function readStagePercents(stages: readonly StageRow[]): Map<string, StagePercent> {
  const result = new Map<string, StagePercent>();
  for (const pipelineId of new Set(stages.map((stage) => stage.pipelineId))) {
    const own = stages.filter((stage) => stage.pipelineId === pipelineId);
    for (const [stageId, percent] of proposeStagePercents(own)) result.set(stageKey({ pipelineId, stageId }), percent);
  }
  return result;
}
