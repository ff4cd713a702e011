import type { WorkbookRow } from '#domain/planning/plan-workbook.ts';
import { departmentScope, personScope } from '#domain/plan.ts';
import { homeDepartment, type Department, type TeamMember } from '#domain/team.ts';
import { can } from '#policy/can.ts';
import { companyName, fullName, listName, type PortalContext } from './portal-context.ts';

/** Everybody whose plan the person may see, in reading order: the company, then each department with its people. */
export function listWorkbookRows(context: PortalContext): WorkbookRow[] {
  const { team, actor } = context;
  const people = team.members.filter(({ userId, isActive }) => isActive && actor.people.has(userId));
  const byHome = Map.groupBy(people, (member) => homeDepartment(team, member)?.departmentId);
  const rows = actor.seesCompany ? [toRow(context, { scope: 'company', kind: 'company', name: companyName(context) })] : [];
  const top = team.departments.filter(({ parentId }) => parentId === null || !actor.departments.has(parentId));
  const seen = new Set<bigint>();
  const walk = (department: Department, depth: number): void => {
    if (seen.has(department.departmentId) || !actor.departments.has(department.departmentId)) return;
    seen.add(department.departmentId);
    // One root stands for the company, which has a row of its own.
    const isShown = !actor.seesCompany || team.rootIds.length > 1 || !team.rootIds.includes(department.departmentId);
    if (isShown) rows.push(toDepartmentRow(context, department, depth));
    for (const member of sortByName(context, byHome.get(department.departmentId) ?? [])) rows.push(toPersonRow(context, member, depth + 1));
    for (const child of team.departments.filter(({ parentId }) => parentId === department.departmentId))
      walk(child, isShown ? depth + 1 : depth);
  };
  for (const department of top) walk(department, actor.seesCompany ? 1 : 0);
  const placed = new Set(rows.map(({ scope }) => scope));
  const others = people.filter(({ userId }) => !placed.has(personScope(userId)));
  return [...rows, ...sortByName(context, others).map((member) => toPersonRow(context, member, 1))];
}

function toDepartmentRow(context: PortalContext, { departmentId, name, parentId }: Department, depth: number): WorkbookRow {
  const above = context.team.departments.find((department) => department.departmentId === parentId);
  return toRow(context, { scope: departmentScope(departmentId), kind: 'department', name, department: above?.name ?? '', depth });
}

function toPersonRow(context: PortalContext, member: TeamMember, depth: number): WorkbookRow {
  const department = homeDepartment(context.team, member)?.name ?? '';
  const name = listName(context.team, member.userId);
  const otherNames = [fullName(context.team, member.userId)];
  return toRow(context, { scope: personScope(member.userId), kind: 'person', name, otherNames, department, depth });
}

function toRow({ actor, session }: PortalContext, row: Pick<WorkbookRow, 'scope' | 'kind' | 'name'> & Partial<WorkbookRow>): WorkbookRow {
  return {
    id: row.scope,
    part: null,
    otherNames: [],
    department: '',
    depth: 0,
    ...row,
    isEditable: can(actor, 'set-plan-line', { kind: 'scope', scope: row.scope }),
    isOwn: row.scope === personScope(session.userId),
  };
}

function sortByName({ team }: PortalContext, members: readonly TeamMember[]): TeamMember[] {
  return members.toSorted((a, b) => listName(team, a.userId).localeCompare(listName(team, b.userId), 'ru'));
}
