import { shiftMonth, type Month } from '#domain/period.ts';
import { findTarget, personScope, type Metric } from '#domain/plan.ts';
import { hasFacts } from '#domain/planning/countable-metrics.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { factsOfGroup, sumByGroup } from '#domain/planning/metric-facts.ts';
import type { EndedMonth } from '#domain/review/recurrence.ts';
import type { RedCell } from '#domain/review/red-cells.ts';
import { listWorkdays } from '#domain/workdays.ts';
import { readPlanWindow } from '#store/plan-window.ts';
import { readMetric } from './metric-source.ts';
import type { PortalContext } from './portal-context.ts';

export type EndedMonths = (cell: Pick<RedCell, 'metric' | 'userId'>) => readonly EndedMonth[];

/** A history of longer than half a year says no more than «again». */
const monthsBack = 6;

/** What the owners of red cells were to bring of each metric and brought in the months before. */
export async function readEndedMonths(context: PortalContext, month: Month, cells: readonly RedCell[]): Promise<EndedMonths> {
  if (cells.length === 0) return () => [];
  const months = Array.from({ length: monthsBack }, (_, at) => shiftMonth(month, at - monthsBack));
  const plans = await readPlanWindow(context.tx, months);
  const factsOf = new Map<Metric, (userId: bigint) => readonly (bigint | null)[]>();
  for (const metric of new Set(cells.map((cell) => cell.metric))) factsOf.set(metric, await readFacts(context, metric, months));
  return ({ metric, userId }) => {
    const facts = factsOf.get(metric)?.(userId) ?? [];
    return months.map((ended, at) => {
      const target = findTarget(plans.get(ended)?.lines ?? [], metric, personScope(userId));
      // A norm is of a working day.
      const days = metricCatalogue[metric].overTime === 'per-workday' ? BigInt(listWorkdays(context.calendar, ended).length) : 1n;
      return { month: ended, metric, plan: target === null ? null : target * days, fact: facts[at] ?? null };
    });
  };
}

/** Null where the portal does not tell. */
async function readFacts(
  context: PortalContext,
  metric: Metric,
  months: readonly Month[],
): Promise<(userId: bigint) => readonly (bigint | null)[]> {
  if (!hasFacts(metric)) return () => [];
  const reading = await readMetric(context, metric);
  if (reading.isRefused) return () => [];
  const counted = { months, today: context.today, parts: (await reading.listShares(months)).map(sumByGroup) };
  return (userId) => factsOfGroup(metric, new Set([userId]), counted).values;
}
