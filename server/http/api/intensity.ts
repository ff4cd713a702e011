import type { ActivityPeriod, Intensity } from '#contract/intensity.ts';
import { periodDays, spanOf } from '#domain/intensity/activity-table.ts';
import { peopleInScope } from '#domain/scope.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listMeasuredMetrics, readActivity } from '../activity-reading.ts';
import { toActivityRows } from '../activity-rows.ts';
import { readNorms } from '../norm-reading.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { listScopes } from '../scope-list.ts';

export async function replyIntensity(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<Intensity> {
  const { tx, team, actor, today, now, counting } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const days = periodDays(request.period, request.day ?? today, today);
  const span = spanOf(days);
  const inScope = peopleInScope(team, scope);
  const measured = await listMeasuredMetrics(context);
  const metrics = measured.map(({ metric }) => metric);
  const activity = await readActivity(context, { metrics, span, people: inScope === undefined ? null : [...inScope] });
  const people = [...(inScope ?? team.members.map(({ userId }) => userId))];
  const norms = await readNorms(context, span);
  const { rows, total } = toActivityRows(context, { metrics, judged: days.judged, activity, norms, people }, scope);
  const { callsAt } = await findFactTimes(tx);
  // A column that says nothing of anybody is none.
  const shown = metrics.map((_metric, at) => [...rows, total].some(({ cells }) => cells[at]?.fact !== 0 || cells[at]?.norm !== null));
  const keep = <Item>(items: readonly Item[]): Item[] => items.filter((_item, at) => shown[at]);
  return {
    scope,
    period: request.period,
    today,
    from: days.from,
    to: days.to,
    judged: [...days.judged],
    now: now.toISOString(),
    callsAt: callsAt?.toISOString() ?? null,
    callRule: counting.calls,
    callSource: activity.callSource,
    metrics: keep(measured),
    rows: rows.map((row) => ({ ...row, cells: keep(row.cells) })),
    total: { ...total, cells: keep(total.cells) },
    scopes: listScopes(context),
  };
}
