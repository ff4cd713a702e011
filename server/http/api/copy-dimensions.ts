import type { Metric, Scope } from '#domain/plan.ts';
import { copyPlan } from '#domain/planning/copy-plan.ts';
import { listDimensions, parseDimensionKey, type DimensionKey } from '#domain/planning/line-dimensions.ts';
import { isOwnDimension } from '#domain/planning/own-dimensions.ts';
import { findMetric, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PeriodKey, PlanPeriod } from '#domain/planning/plan-period.ts';
import { planTreeOf } from '#domain/planning/plan-tree.ts';
import { listDimensionLines, saveDraftDimensionLines } from '#store/dimension-lines.ts';
import { findLastVersion, findPlan } from '#store/plans.ts';
import { readPeriod } from '../asked-period.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { listPlannedDimensions } from '../own-dimensions.ts';
import { listOwnLines } from '../plan-months.ts';
import type { PortalContext } from '../portal-context.ts';

interface CopyRequest {
  readonly month: PeriodKey;
  readonly from: PeriodKey;
  readonly index: number;
  readonly isByWorkdays: boolean;
}

interface Copied {
  lines: { metric: Metric; scope: Scope; key: DimensionKey }[];
}

/** Only of owners whose plan the author sets and who are still there, by what can still be planned by. */
export async function replyCopyDimensions(context: PortalContext, request: CopyRequest): Promise<Copied> {
  const { tx, team, session, now } = context;
  const [from, to] = [readPeriod(request.from), readPeriod(request.month)];
  const source = await findPlan(tx, from.key);
  const last = source === undefined ? undefined : await findLastVersion(tx, source.planId);
  const gone = new Set(team.members.flatMap(({ userId, isActive }) => (isActive ? [] : [`person:${userId}`])));
  const planned = new Set<string>((await listPlannedDimensions(tx)).map(({ code }) => code));
  const isPlanned = (key: DimensionKey): boolean =>
    listDimensions(parseDimensionKey(key) ?? {}).every(([code]) => !isOwnDimension(code) || planned.has(code));
  const lines =
    last === undefined
      ? []
      : listOwnLines(context, await listDimensionLines(tx, last)).filter(({ scope, key }) => !gone.has(scope) && isPlanned(key));
  const { planId } = await takeOpenPlan(context, to.key);
  if (lines.length === 0) return { lines: [] };
  const titles = new Map(lines.map(({ metric, scope, key, title }) => [`${metric} ${scope} ${key}`, title]));
  const workdaysOf = (period: PlanPeriod): number => listPersonWorkdays(fullCalendar(context.calendar), period).length;
  const copied = [...Map.groupBy(lines, ({ metric }) => metric)].flatMap(([metric, own]) =>
    copyPlan(
      own.map(({ scope, key, value }) => ({ metric, scope, dimensions: key, period: from.key, value })),
      from,
      to,
      {
        index: request.index,
        workdays: request.isByWorkdays ? { from: workdaysOf(from), to: workdaysOf(to) } : null,
        // Whole units of money, whole pieces.
        step: metricCatalogue[metric].unit === 'money' ? 10n ** BigInt(context.portal.currencyDigits) : 1n,
        keepTotals: planTreeOf(team),
        findMetric,
      },
    ).map(({ scope, dimensions, value }) => ({
      metric,
      scope,
      key: dimensions,
      title: titles.get(`${metric} ${scope} ${dimensions}`) ?? dimensions,
      value,
    })),
  );
  await saveDraftDimensionLines(tx, planId, copied, { userId: session.userId, now });
  await context.changed('plans');
  return { lines: copied.map(({ metric, scope, key }) => ({ metric, scope, key })) };
}
