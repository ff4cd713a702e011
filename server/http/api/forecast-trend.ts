import type { ForecastTrend, TrendDay } from '#contract/forecast-trend.ts';
import { adjustmentsOf, sumAdjustments } from '#domain/forecast/adjustment.ts';
import { shiftMonth, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { planInForce } from '#domain/plan-in-force.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listAdjustments } from '#store/forecast-adjustments.ts';
import { listSnapshotSums } from '#store/forecast-snapshots.ts';
import { readMonthFacts } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney, orNull } from '../wire-values.ts';

interface Asked {
  readonly month: Month;
  readonly scope: Scope;
}

export async function replyForecastTrend(context: PortalContext, { month, scope }: Asked): Promise<ForecastTrend> {
  const facts = await readMonthFacts(context, month, scope);
  return {
    ...{ month, scope, currency: context.portal.baseCurrency },
    plan: orNull(planInForce(facts, 'revenue', scope), createMoney(context.portal.currencyDigits)),
    days: await listTrend(context, { month, scope }),
    previous: await listTrend(context, { month: shiftMonth(month, -1), scope }),
  };
}

async function listTrend({ tx, team, portal }: PortalContext, { month, scope }: Asked): Promise<TrendDay[]> {
  const people = peopleInScope(team, scope);
  const money = createMoney(portal.currencyDigits);
  const days: TrendDay[] = [];
  for (const { day, fact, weighted, categories, isReconstructed } of await listSnapshotSums(
    tx,
    month,
    people === undefined ? null : [...people],
  )) {
    const adjusted = adjustmentsOf(await listAdjustments(tx, month, { day, timeZone: portal.timeZone }), people);
    const adjustment = sumAdjustments(adjusted);
    days.push({
      ...{ day, isReconstructed, fact: money(fact), weighted: money(weighted), adjustment: money(adjustment) },
      expected: money(fact + weighted + adjustment),
      categories:
        categories === null
          ? null
          : { commit: money(categories.commit), best: money(categories.best), pipeline: money(categories.pipeline) },
    });
  }
  return days;
}
