import type { PlanMonth } from '#contract/plan.ts';
import { sum } from '#domain/money.ts';
import { firstDay, shiftMonth, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listPassedWorkdays, listWorkdays } from '#domain/workdays.ts';
import { can } from '#policy/can.ts';
import { listDraftConditionScopes } from '#store/plan-conditions.ts';
import { listDraftDimensionScopes } from '#store/dimension-lines.ts';
import { listClosedFactsOf } from '#store/plan-closing.ts';
import { readPlanWindow, type WindowPlan } from '#store/plan-window.ts';
import { listWonMonths } from '#store/won-months.ts';
import { readFactSource } from './month-facts.ts';
import { listVisibleScopes } from './plan-owners.ts';
import { writePlanValue } from './plan-value.ts';
import { fullName, widestScope, type PortalContext } from './portal-context.ts';
import { readSigningOf, type SigningPerson } from './signing.ts';
import { createMoney } from './wire-values.ts';

/** Plans of months that follow one another, as the viewer sees them. */
export async function readPlanMonths(context: PortalContext, months: readonly Month[]): Promise<PlanMonth[]> {
  const plans = await readPlanWindow(context.tx, months);
  const signing = await readSigningOf(context, months, widestScope(context.actor, context.team));
  const facts = await sumPreviousFacts(context, months);
  const drafted = {
    conditions: await listDraftConditionScopes(context.tx, months),
    dimensions: await listDraftDimensionScopes(context.tx, months),
  };
  const visible = listVisibleScopes(context);
  return months.map((month) => ({
    month,
    workdays: listWorkdays(context.calendar, month).length,
    workdaysPassed: listPassedWorkdays(context.calendar, month, context.today).length,
    ...toPublished(context, plans.get(month), visible),
    ...toDraft(context, plans.get(month), visible),
    ...countSigned(signing.get(month) ?? []),
    draftConditions: listDrafted(context, plans.get(month), drafted.conditions.get(month)),
    draftDimensions: listDrafted(context, plans.get(month), drafted.dimensions.get(month)),
    previousFact: facts.get(month) ?? [],
  }));
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

/**
 * Won deals of the month before each of these; of a group everybody's count, also of those who left, as in its list of deals.
 * A closed month says what was kept of it.
 */
async function sumPreviousFacts(context: PortalContext, months: readonly Month[]): Promise<Map<Month, PlanMonth['previousFact']>> {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const span = { from: firstDay(shiftMonth(first, -1)), before: firstDay(last) };
  const won = Map.groupBy(await listWonMonths(context.tx, await readFactSource(context), span), (row) => shiftMonth(row.month, 1));
  const kept = await listClosedFactsOf(
    context.tx,
    'revenue',
    months.map((month) => shiftMonth(month, -1)),
  );
  const keptOf = new Map(kept.map(({ month, scope, fact }) => [`${shiftMonth(month, 1)} ${scope}`, fact]));
  const money = createMoney(context.portal.currencyDigits);
  const scopes = [...listVisibleScopes(context)].map((scope) => ({ scope, inside: peopleInScope(context.team, scope) }));
  return new Map(
    months.map((month) => [
      month,
      scopes.map(({ scope, inside }) => ({
        scope,
        value: money(
          keptOf.get(`${month} ${scope}`) ??
            sum((won.get(month) ?? []).flatMap((row) => (inside?.has(row.responsibleId) === false ? [] : [row.amount]))),
        ),
      })),
    ]),
  );
}
