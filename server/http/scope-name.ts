import { idOfScope, type Scope } from '#domain/plan.ts';
import { companyName, listName, type PortalContext } from './portal-context.ts';

/** What a scope is called in lists. */
export function scopeName(context: PortalContext, scope: Scope): string {
  const id = idOfScope(scope);
  if (id === undefined) return companyName(context);
  if (scope.startsWith('person:')) return listName(context.team, id);
  return context.team.departments.find((department) => department.departmentId === id)?.name ?? '';
}
