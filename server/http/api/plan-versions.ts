import type { ConditionChange, LineChange, PlanVersions } from '#contract/plan-versions.ts';
import type { Day } from '#domain/period.ts';
import type { PeriodKey, PlanPeriod } from '#domain/planning/plan-period.ts';
import type { Metric, PlanLine, Scope } from '#domain/plan.ts';
import type { DimensionLine } from '#domain/planning/dimension-line.ts';
import { contentOfConditions } from '#domain/planning/plan-conditions.ts';
import type { PlanContent } from '#domain/planning/plan-content.ts';
import { isRetroactive } from '#domain/planning/version-in-force.ts';
import { diffContents } from '#domain/planning/version-diff.ts';
import { can } from '#policy/can.ts';
import { listDimensionLinesOfVersions } from '#store/dimension-lines.ts';
import { listConditionsOfVersions, type StoredConditions } from '#store/plan-conditions.ts';
import { readClosing, type PlanClosing } from '#store/plan-closing.ts';
import { findPlan, listLinesOfVersions, listVersions, type StoredVersion } from '#store/plans.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { readPeriod } from '../asked-period.ts';
import { toScoped } from '../plan-conditions.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { writePlanValue } from '../plan-value.ts';

export async function replyPlanVersions(context: PortalContext, { month }: { month: PeriodKey }): Promise<PlanVersions> {
  const period = readPeriod(month);
  const plan = await findPlan(context.tx, month);
  const versions = plan === undefined ? [] : await listVersions(context.tx, plan.planId);
  const lines = plan === undefined ? new Map<number, PlanLine[]>() : await listLinesOfVersions(context.tx, plan.planId);
  const conditions = plan === undefined ? new Map<number, StoredConditions[]>() : await listConditionsOfVersions(context.tx, plan.planId);
  const parts = plan === undefined ? new Map<number, DimensionLine[]>() : await listDimensionLinesOfVersions(context.tx, plan.planId);
  const titles = new Map([...parts.values()].flat().map(({ key, title }) => [key, title]));
  const contentOf = (version: number): PlanContent => ({
    basis: 'deals-won',
    lines: [
      ...(lines.get(version) ?? []).map((line) => ({ ...line, period: month, dimensions: '' })),
      ...(parts.get(version) ?? []).map(({ metric, scope, value, key }) => ({ metric, scope, value, period: month, dimensions: key })),
    ],
    ...contentOfConditions((conditions.get(version) ?? []).map(toScoped)),
    rationales: [],
  });
  return {
    month,
    currency: context.portal.baseCurrency,
    ...describeClosing(context, plan === undefined ? undefined : await readClosing(context.tx, plan.planId)),
    versions: versions
      .map((one) => ({
        version: one.version,
        publishedAt: one.publishedAt.toISOString(),
        publishedBy: fullName(context.team, one.publishedBy),
        reason: one.reason,
        rationale: one.rationale,
        changes: listSeenChanges(context, titles, contentOf(one.version - 1), contentOf(one.version)),
        conditionChanges: listConditionChanges(context, contentOf(one.version - 1), contentOf(one.version)),
        ...describeDates(period, one, toDay(one.publishedAt, context.portal.timeZone)),
      }))
      // A version that touches nobody the viewer sees is about others, and so is its reason.
      .filter(({ changes, conditionChanges }) => changes.length + conditionChanges.length > 0)
      .toReversed(),
  };
}

function describeDates({ from }: PlanPeriod, { effectiveFrom }: StoredVersion, publishedOn: Day) {
  return { effectiveFrom, isDuringMonth: publishedOn >= from, isRetroactive: isRetroactive({ effectiveFrom, publishedOn }) };
}

function describeClosing({ team }: PortalContext, plan: PlanClosing | undefined): Pick<PlanVersions, 'closed' | 'reopened'> {
  const by = (act: { at: Date; by: bigint }) => ({ at: act.at.toISOString(), by: fullName(team, act.by) });
  return {
    closed: plan?.closed == null ? null : by(plan.closed),
    reopened: plan?.reopened == null ? null : { ...by(plan.reopened), reason: plan.reopened.reason },
  };
}

function listSeenChanges(
  context: PortalContext,
  titles: ReadonlyMap<string, string>,
  before: PlanContent,
  after: PlanContent,
): LineChange[] {
  return diffContents(before, after).flatMap((change) => {
    if (change.kind !== 'line' || !can(context.actor, 'see-plan', { kind: 'scope', scope: change.line.scope })) return [];
    const metric = change.line.metric as Metric;
    const write = (value: bigint | null): string | null => (value === null ? null : writePlanValue(context, { metric, value }));
    const { scope, dimensions: key } = change.line;
    const part = key === '' ? null : { key, title: titles.get(key) ?? key };
    return [{ metric, scope, part, from: write(change.from), to: write(change.to) }];
  });
}

function listConditionChanges(context: PortalContext, before: PlanContent, after: PlanContent): ConditionChange[] {
  const isSeen = (scope: Scope): boolean => scope === 'company' || can(context.actor, 'see-plan', { kind: 'scope', scope });
  return diffContents(before, after).flatMap((change): ConditionChange[] => {
    if (change.kind === 'bands') {
      const write = (bands: PlanContent['bands']): string | null =>
        bands.length === 0 ? null : bands.map(({ code, from }) => `${code}:${Math.round(from * 10_000)}`).join(' ');
      return [{ kind: 'bands', scope: 'company', metric: null, from: write(change.from), to: write(change.to) }];
    }
    if (change.kind !== 'term' && change.kind !== 'weight') return [];
    if (!isSeen(change.scope)) return [];
    if (change.kind === 'weight') {
      const write = (one: { weight: number } | null): string | null => (one === null ? null : String(one.weight));
      return [{ kind: 'weight', scope: change.scope, metric: change.metric as Metric, from: write(change.from), to: write(change.to) }];
    }
    return [{ kind: change.code === 'vat' ? 'vat' : 'term', scope: change.scope, metric: null, from: change.from, to: change.to }];
  });
}
