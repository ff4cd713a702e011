import type { ActivityReport, Finding } from '#contract/activity-report.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import type { Finding as Found } from '#domain/intensity/activity-report.ts';
import { idOfScope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listAlerts } from '#store/activity-alerts.ts';
import { listActions } from '#store/corrective-actions.ts';
import { readReport } from '../activity-report.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';

const effectDays = 183;

export async function replyActivityReport(
  context: PortalContext,
  request: { period: ActivityPeriod; day?: string | undefined; scope?: string | undefined },
): Promise<ActivityReport> {
  const { tx, team, actor, today, now } = context;
  const scope = request.scope ?? widestScope(actor, team);
  const { period } = request;
  const report = await readReport(context, { period, day: request.day ?? today, scope });
  const names = new Map(report.metrics.map(({ metric, name }) => [metric, name]));
  const toFinding = (found: Found): Finding => ({ ...found, metricName: names.get(found.metric) ?? null });
  const inScope = peopleInScope(team, scope);
  const isInside = (userId: bigint | undefined): boolean =>
    userId !== undefined && actor.people.has(userId) && (inScope === undefined || inScope.has(userId));
  const actions = (await listActions(tx, {})).filter((action) => action.scope.startsWith('person:') && isInside(idOfScope(action.scope)));
  const answered = new Set(actions.filter(({ state }) => state !== 'dropped').map(({ originId }) => originId));
  const alerts = (await listAlerts(tx, report.from)).filter(({ userId, day }) => isInside(userId) && day <= report.to);
  const since = now.getTime() - effectDays * 86_400_000;
  const judged = actions.filter(({ effectiveness, decidedAt }) => effectiveness !== null && decidedAt.getTime() >= since);
  return {
    ...{ scope, period, from: report.from, to: report.to, judged: [...report.judged] },
    rows: report.rows.map((row) => ({ ...row, strengths: row.strengths.map(toFinding), gaps: row.gaps.map(toFinding) })),
    works: [...Map.groupBy(judged, ({ kind }) => kind)].map(([kind, own]) => ({
      kind,
      helped: own.filter(({ effectiveness }) => effectiveness === 'helped').length,
      notHelped: own.filter(({ effectiveness }) => effectiveness === 'not-helped').length,
    })),
    undecided: alerts.filter(({ alertId }) => !answered.has(alertId)).length,
  };
}
