import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { can, type Action } from '#policy/can.ts';
import type { PortalContext } from './portal-context.ts';

/** Every scope of the structure of which the viewer may do something: the company, departments, people. */
export function listVisibleScopes({ actor, team }: PortalContext, action: Action): Scope[] {
  const departments = team.departments.map((department) => departmentScope(department.departmentId));
  const people = team.members.map((member) => personScope(member.userId));
  return ['company', ...departments, ...people].filter((scope) => can(actor, action, { kind: 'scope', scope }));
}
