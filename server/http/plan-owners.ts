import type { PlanGrid } from '#contract/plan.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { listPlansToClose } from '#domain/planning/plan-state.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { departmentsInScope } from '#domain/scope.ts';
import { homeDepartment, isHead, type TeamMember } from '#domain/team.ts';
import { can } from '#policy/can.ts';
import { findFactTimes } from '#store/data-health.ts';
import { listOpenPlans, listOtherPlans } from '#store/plan-closing.ts';
import { readPeriod } from './asked-period.ts';
import { widestScope, type PortalContext } from './portal-context.ts';

type PlanOwners = Pick<PlanGrid, 'currency' | 'departments' | 'people' | 'editable' | 'factsAt' | 'toClose' | 'mayReopen' | 'planned'>;

/** Whose plans the viewer sees, and which of them they may set; somebody who has left is among them while there is a plan. */
export async function readPlanOwners(context: PortalContext, planned: ReadonlySet<Scope>): Promise<PlanOwners> {
  return {
    currency: context.portal.baseCurrency,
    departments: listPlanDepartments(context),
    people: listPeople(context, planned).map((member) => toPerson(context, member)),
    editable: [...listVisibleScopes(context)].filter((scope) => can(context.actor, 'set-plan-line', { kind: 'scope', scope })),
    factsAt: (await findFactTimes(context.tx)).dealsAt?.toISOString() ?? null,
    toClose: await listToClose(context),
    mayReopen: can(context.actor, 'reopen-plan', { kind: 'portal' }),
    planned: await listOtherPeriods(context),
  };
}

async function listToClose({ tx, actor, today }: PortalContext): Promise<PeriodKey[]> {
  if (!can(actor, 'close-plan', { kind: 'portal' })) return [];
  const open = (await listOpenPlans(tx)).map((key) => ({ period: readPeriod(key), state: 'published' as const }));
  const ended = listPlansToClose(open, today).map(({ period }) => period);
  return ended.toSorted((a, b) => (a.to === b.to ? 0 : a.to < b.to ? -1 : 1)).map(({ key }) => key);
}

/** The latest ones; further back one goes by dates. */
const mostOtherPeriods = 24;

async function listOtherPeriods({ tx, session }: PortalContext): Promise<PeriodKey[]> {
  const periods = (await listOtherPlans(tx, session.userId)).map(readPeriod);
  return periods
    .toSorted((a, b) => (a.from === b.from ? a.key.length - b.key.length : a.from < b.from ? 1 : -1))
    .slice(0, mostOtherPeriods)
    .map(({ key }) => key);
}

/** Scopes whose plan the viewer sees. */
export function listVisibleScopes(context: PortalContext): Set<Scope> {
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

/** People whom the viewer may see: active ones, and those whose plan counts still in the sum of their department. */
function listPeople(context: PortalContext, planned: ReadonlySet<Scope>): TeamMember[] {
  return context.team.members.filter(
    (member) => (member.isActive || planned.has(personScope(member.userId))) && context.actor.people.has(member.userId),
  );
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
