import { AppError } from '#kernel/errors.ts';
import type { DraftLine as WireDraftLine, PlanGrid } from '#contract/plan.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { firstDay, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type DraftLine, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { homeDepartment, isHead, type TeamMember } from '#domain/team.ts';
import { listWorkdays } from '#domain/workdays.ts';
import { can } from '#policy/can.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { findFactTimes } from '#store/data-health.ts';
import { deleteDraftLines, findLastVersion, findPlan, listDraftLines, listPlanLines, saveDraftLines, takePlan } from '#store/plans.ts';
import { readFactSource } from '../month-facts.ts';
import { writePlanValue } from '../plan-value.ts';
import { fullName, widestScope, type PortalContext } from '../portal-context.ts';
import { readSigning } from '../signing.ts';
import { createMoney } from '../wire-values.ts';

export async function replyPlan(context: PortalContext, request: { month: Month }): Promise<PlanGrid> {
  const plan = await findPlan(context.tx, request.month);
  const last = plan === undefined ? undefined : await findLastVersion(context.tx, plan.planId);
  const lines = last === undefined ? [] : await listPlanLines(context.tx, last.planId, last.version);
  const draft = plan === undefined ? [] : await listDraftLines(context.tx, plan.planId);
  const visible = listVisibleScopes(context);
  const seen = listOwnLines(context, draft).filter((line) => visible.has(line.scope));
  const signing = await readSigning(context, request.month, widestScope(context.actor, context.team));
  return {
    month: request.month,
    currency: context.portal.baseCurrency,
    workdays: listWorkdays(context.calendar, request.month).length,
    version: last?.version ?? 0,
    publishedAt: last?.publishedAt.toISOString() ?? null,
    publishedBy: last === undefined ? null : fullName(context.team, last.publishedBy),
    departments: listPlanDepartments(context),
    people: listPeople(context).map((member) => toPerson(context, member)),
    published: lines.filter((line) => visible.has(line.scope)).map((line) => ({ ...line, value: writePlanValue(context, line) })),
    draft: seen.map((line) => ({
      metric: line.metric,
      scope: line.scope,
      value: line.value === null ? null : writePlanValue(context, { ...line, value: line.value }),
    })),
    draftSavedAt:
      seen.reduce<Date | null>((latest, line) => (latest === null || line.savedAt > latest ? line.savedAt : latest), null)?.toISOString() ??
      null,
    editable: [...visible].filter((scope) => can(context.actor, 'set-plan-line', { kind: 'scope', scope })),
    factsAt: (await findFactTimes(context.tx)).dealsAt?.toISOString() ?? null,
    previousFact: await listPreviousFact(context, request.month),
    sentTo: signing.length,
    signedBy: signing.filter((person) => !isWaiting(person.state) && person.state !== 'refused').length,
  };
}

export async function replySaveDraft(
  context: PortalContext,
  request: { month: Month; lines: readonly WireDraftLine[] },
): Promise<PlanGrid> {
  const lines = request.lines.map((line) => toDraftLine(context, line));
  const known = listVisibleScopes(context);
  for (const line of lines) {
    if (!known.has(line.scope)) throw new AppError('not-found', `There is no ${line.scope} here`);
    allowLine(context, line.scope);
  }
  const author = { userId: context.session.userId, now: context.now };
  const plan = await takePlan(context.tx, request.month, author);
  await saveDraftLines(context.tx, plan.planId, lines, author);
  await context.changed('plans');
  return replyPlan(context, request);
}

export async function replyDiscardDraft(context: PortalContext, request: { month: Month }): Promise<PlanGrid> {
  const plan = await findPlan(context.tx, request.month);
  if (plan !== undefined) {
    const draft = await listDraftLines(context.tx, plan.planId);
    await deleteDraftLines(context.tx, plan.planId, listOwnLines(context, draft));
    await context.changed('plans');
  }
  return replyPlan(context, request);
}

/** Draft lines that this author may set: whom a plan is for sees it when it is sent. */
export function listOwnLines<Line extends { scope: Scope }>(context: PortalContext, lines: readonly Line[]): Line[] {
  return lines.filter((line) => can(context.actor, 'set-plan-line', { kind: 'scope', scope: line.scope }));
}

function allowLine(context: PortalContext, scope: Scope): void {
  if (can(context.actor, 'set-plan-line', { kind: 'scope', scope })) return;
  throw new AppError(
    'forbidden',
    scope === personScope(context.session.userId) ? 'Nobody sets an own plan' : 'This line belongs to another team',
  );
}

/** Ten trillion in minor units of two digits: sums over thousands of people still fit a database column. */
const largestValue = 10n ** 15n;

function toDraftLine(context: PortalContext, line: WireDraftLine): DraftLine {
  if (line.value === null) return { ...line, value: null };
  const digits = line.metric === 'revenue' ? context.portal.currencyDigits : 0;
  const value = fromDecimal(line.value, digits);
  if (value > largestValue) throw new AppError('bad-request', 'The plan is larger than any company');
  if (value < 0n) throw new AppError('bad-request', 'A plan is not negative');
  if (line.metric === 'calls' && value > 10_000n) throw new AppError('bad-request', 'More than 10 000 calls a day is not a norm');
  return { metric: line.metric, scope: line.scope, value };
}

function listVisibleScopes(context: PortalContext): Set<Scope> {
  const departments = context.team.departments.map((department) => departmentScope(department.departmentId));
  const people = context.team.members.map((member) => personScope(member.userId));
  return new Set(['company', ...departments, ...people].filter((scope) => can(context.actor, 'see-plan', { kind: 'scope', scope })));
}

function listPlanDepartments(context: PortalContext): PlanGrid['departments'] {
  const scope = widestScope(context.actor, context.team);
  if (scope.startsWith('person:')) return [];
  const roots = scope === 'company' ? context.team.rootIds : [...context.actor.departments];
  const below = departmentsInScope(context.team, scope);
  // One root stands for the company, which has a row of its own.
  const isRootShown = scope !== 'company' || roots.length > 1;
  const all = [...context.team.departments.filter(({ departmentId }) => isRootShown && roots.includes(departmentId)), ...below];
  const seen = new Set<bigint>();
  return all.flatMap((department) => {
    if (seen.has(department.departmentId) || !context.actor.departments.has(department.departmentId)) return [];
    seen.add(department.departmentId);
    const parentId = department.parentId === null ? null : String(department.parentId);
    return [
      { departmentId: String(department.departmentId), name: department.name, parentId, depth: depthOf(context, department.departmentId) },
    ];
  });
}

function depthOf(context: PortalContext, departmentId: bigint): number {
  let depth = 0;
  let at = context.team.departments.find((department) => department.departmentId === departmentId);
  while (at !== undefined && at.parentId !== null && depth < 20) {
    const parentId = at.parentId;
    at = context.team.departments.find((department) => department.departmentId === parentId);
    depth += 1;
  }
  return depth;
}

/** Active people whom the viewer may see. */
function listPeople(context: PortalContext): TeamMember[] {
  return context.team.members.filter((member) => member.isActive && context.actor.people.has(member.userId));
}

function toPerson(context: PortalContext, member: TeamMember): PlanGrid['people'][number] {
  const home = homeDepartment(context.team, member);
  return {
    userId: String(member.userId),
    firstName: member.firstName,
    lastName: member.lastName,
    departmentId: home === undefined ? null : String(home.departmentId),
    isHead: isHead(context.team, member.userId),
    isActive: member.isActive,
  };
}

async function listPreviousFact(context: PortalContext, month: Month): Promise<PlanGrid['previousFact']> {
  const span = { from: firstDay(shiftMonth(month, -1)), before: firstDay(month) };
  const won = await listWonDays(context.tx, await readFactSource(context), span);
  const money = createMoney(context.portal.currencyDigits);
  const people = new Map<bigint, bigint>();
  for (const { responsibleId, amount } of won) people.set(responsibleId, (people.get(responsibleId) ?? 0n) + amount);
  // Of a group everybody's facts count, also of those who left: the same sum that its list of deals has.
  return [...listVisibleScopes(context)].map((scope) => {
    const inside = peopleInScope(context.team, scope);
    const amounts = [...people].flatMap(([userId, amount]) => (inside === undefined || inside.has(userId) ? [amount] : []));
    return { scope, value: money(sum(amounts)) };
  });
}
