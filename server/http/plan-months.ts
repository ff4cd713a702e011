import type { PlanMonth } from '#contract/plan.ts';
import type { Scope } from '#domain/plan.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PlanPeriod } from '#domain/planning/plan-period.ts';
import { can } from '#policy/can.ts';
import { listDraftConditionScopes } from '#store/plan-conditions.ts';
import { listDraftDimensionScopes } from '#store/dimension-lines.ts';
import { readPlanWindow, type WindowPlan } from '#store/plan-window.ts';
import { listVisibleScopes } from './plan-owners.ts';
import { writePlanValue } from './plan-value.ts';
import { sumPreviousFacts } from './previous-facts.ts';
import { fullName, widestScope, type PortalContext } from './portal-context.ts';
import { readSigningOf, type SigningPerson } from './signing.ts';

/** Plans of months, or of other periods, that follow one another, as the viewer sees them. */
export async function readPlanMonths(context: PortalContext, periods: readonly PlanPeriod[]): Promise<PlanMonth[]> {
  const months = periods.map(({ key }) => key);
  const plans = await readPlanWindow(context.tx, months);
  const signing = await readSigningOf(context, months, widestScope(context.actor, context.team));
  const facts = await sumPreviousFacts(context, periods);
  const drafted = {
    conditions: await listDraftConditionScopes(context.tx, months),
    dimensions: await listDraftDimensionScopes(context.tx, months),
  };
  const visible = listVisibleScopes(context);
  return periods.map(({ key: month, from, to }) => ({
    month,
    from,
    to,
    ...countWorkdays(context, { from, to }),
    ...toPublished(context, plans.get(month), visible),
    ...toDraft(context, plans.get(month), visible),
    ...countSigned(signing.get(month) ?? []),
    draftConditions: listDrafted(context, plans.get(month), drafted.conditions.get(month)),
    draftDimensions: listDrafted(context, plans.get(month), drafted.dimensions.get(month)),
    previousFact: facts.get(month) ?? [],
  }));
}

/** Working days of the company, and those of them that have ended. */
function countWorkdays({ calendar, today }: PortalContext, period: Pick<PlanPeriod, 'from' | 'to'>) {
  const workdays = listPersonWorkdays(fullCalendar(calendar), period);
  return { workdays: workdays.length, workdaysPassed: workdays.filter((day) => day < today).length };
}

/** Scopes with drafts beside the lines; what was drafted before a closing waits for the plan to be opened again. */
function listDrafted({ actor }: PortalContext, plan: WindowPlan | undefined, scopes: readonly Scope[] = []): Scope[] {
  return plan?.closed == null ? scopes.filter((scope) => can(actor, 'set-plan-line', { kind: 'scope', scope })) : [];
}

/** Draft lines that this author may set: whom a plan is for sees it when it is sent. */
export function listOwnLines<Line extends { scope: Scope }>(context: PortalContext, lines: readonly Line[]): Line[] {
  return lines.filter((line) => can(context.actor, 'set-plan-line', { kind: 'scope', scope: line.scope }));
}

function toPublished(
  context: PortalContext,
  plan: WindowPlan | undefined,
  visible: ReadonlySet<Scope>,
): Pick<PlanMonth, 'version' | 'publishedAt' | 'publishedBy' | 'effectiveFrom' | 'closed' | 'published'> {
  const last = plan?.version;
  const closed = plan?.closed ?? null;
  return {
    version: last?.version ?? 0,
    publishedAt: last?.publishedAt.toISOString() ?? null,
    publishedBy: last === undefined ? null : fullName(context.team, last.publishedBy),
    effectiveFrom: last?.effectiveFrom ?? null,
    closed: closed === null ? null : { at: closed.at.toISOString(), by: fullName(context.team, closed.by) },
    published: (plan?.lines ?? [])
      .filter((line) => visible.has(line.scope))
      .map((line) => ({ ...line, value: writePlanValue(context, line) })),
  };
}

function toDraft(
  context: PortalContext,
  plan: WindowPlan | undefined,
  visible: ReadonlySet<Scope>,
): Pick<PlanMonth, 'draft' | 'draftSavedAt'> {
  // What was drafted before a closing waits for the plan to be opened again.
  const draft = plan === undefined || plan.closed !== null ? [] : plan.draft;
  const seen = listOwnLines(context, draft).filter((line) => visible.has(line.scope));
  const savedAt = seen.map((line) => line.savedAt.getTime());
  return {
    draft: seen.map(({ metric, scope, value }) => ({
      metric,
      scope,
      value: value === null ? null : writePlanValue(context, { metric, value }),
    })),
    draftSavedAt: savedAt.length === 0 ? null : new Date(Math.max(...savedAt)).toISOString(),
  };
}

function countSigned(people: readonly SigningPerson[]): Pick<PlanMonth, 'sentTo' | 'signedBy'> {
  return {
    sentTo: people.length,
    signedBy: people.filter(({ state }) => state === 'signed' || state === 'signed-with-objections').length,
  };
}
