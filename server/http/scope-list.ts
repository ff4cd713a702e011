import type { Overview } from '#contract/overview.ts';
import { departmentScope, personScope } from '#domain/plan.ts';
import { departmentsInScope } from '#domain/scope.ts';
import { headedDepartments } from '#domain/team.ts';
import { companyName, listName, type PortalContext } from './portal-context.ts';

/** Scopes that the viewer may choose from, the widest first. */
export function listScopes(context: PortalContext): Overview['scopes'] {
  const { actor, team } = context;
  if (actor.seesCompany) {
    const departments = departmentsInScope(team, 'company').map((department) => ({
      scope: departmentScope(department.departmentId),
      name: department.name,
      depth: 1,
    }));
    return [{ scope: 'company', name: companyName(context), depth: 0 }, ...departments];
  }
  const headed = headedDepartments(team, actor.userId).map((department) => ({
    scope: departmentScope(department.departmentId),
    name: department.name,
    depth: 0,
  }));
  return headed.length > 0 ? headed : [{ scope: personScope(actor.userId), name: listName(team, actor.userId), depth: 0 }];
}
