import type { Overview } from '#contract/overview.ts';
import { countsPipeline } from '#domain/counting.ts';
import { defaultCallSeconds } from '#domain/intensity/calls.ts';
import { computeHeadline, computePace, computeScope, readMonthClock } from '#domain/overview.ts';
import { lastDay, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listPipelines } from '#store/structure.ts';
import { readMonthFacts } from '../month-facts.ts';
import { listRows, toRow } from '../overview-rows.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { listScopes } from '../scope-list.ts';
import { createMoney, orNull } from '../wire-values.ts';

export async function replyOverview(context: PortalContext, request: { month: Month; scope?: Scope | undefined }): Promise<Overview> {
  const scope = request.scope ?? widestScope(context.actor, context.team);
  const facts = await readMonthFacts(context, request.month, scope);
  const money = createMoney(context.portal.currencyDigits);
  const total = computeScope(facts, scope);
  const clock = readMonthClock(facts);
  const headline = computeHeadline(facts, total);
  const { dealsAt, callsAt } = await findFactTimes(context.tx);
  return {
    month: request.month,
    scope,
    currency: context.portal.baseCurrency,
    now: context.now.toISOString(),
    factsAt: (dealsAt ?? context.portal.installedAt).toISOString(),
    callsAt: callsAt?.toISOString() ?? null,
    workdays: clock.workdays.length,
    workdaysPassed: clock.passed.length,
    lastClose: clock.lastClose,
    lastDay: lastDay(request.month),
    callSeconds: defaultCallSeconds,
    callSource: facts.callSource,
    counting: await describeCounting(context),
    total: toRow(context, facts, scope, money),
    rows: scope.startsWith('person:') ? [] : listRows(context, facts, scope, money),
    remaining: orNull(headline.remaining, money),
    neededPerDay: orNull(headline.neededPerDay, money),
    actualPerDay: orNull(headline.actualPerDay, money),
    acceleration: headline.acceleration,
    coverage: headline.coverage,
    weightedCoverage: headline.weightedCoverage,
    runRate: orNull(headline.runRate, money),
    pace: computePace(facts, total).map((day) => ({
      ...day,
      plan: orNull(day.plan, money),
      fact: orNull(day.fact, money),
      runRate: orNull(day.runRate, money),
      forecast: orNull(day.forecast, money),
      low: orNull(day.low, money),
      high: orNull(day.high, money),
    })),
    scopes: listScopes(context),
  };
}

async function describeCounting({ tx, counting }: PortalContext): Promise<Overview['counting']> {
  if (counting.pipelineIds === null) return { wonDate: counting.wonDate, pipelines: null };
  const pipelines = (await listPipelines(tx)).filter((pipeline) => countsPipeline(counting, pipeline.pipelineId));
  return { wonDate: counting.wonDate, pipelines: pipelines.map((pipeline) => pipeline.name) };
}
