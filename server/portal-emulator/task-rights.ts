import type { Portal } from './portal.ts';
import type { PortalUser } from './portal-data.ts';
import type { TaskRow } from './records/task.ts';

/** Administrators see every task, heads those of their people, everybody those they take part in. */
export function seesTask(portal: Portal, user: PortalUser, task: TaskRow): boolean {
  return isAbove(portal, user, [task.createdById, task.responsibleId, ...task.accompliceIds, ...task.auditorIds]);
}

/** Who set the task and who is in charge of that person or of the one it is given to; the page names no more than "access to edit". */
export function editsTask(portal: Portal, user: PortalUser, task: TaskRow): boolean {
  if (user.isAdmin || task.createdById === user.id) return true;
  const isOwn = (id: number): boolean => id === user.id;
  return [task.createdById, task.responsibleId].some((id) => !isOwn(id) && portal.visibility.isVisible(user, id));
}

export function worksOnTask(user: PortalUser, task: TaskRow): boolean {
  return task.responsibleId === user.id || task.accompliceIds.includes(user.id);
}

/** Who works on a task moves its status, and its deadline where that was left open. */
export function mayChange(portal: Portal, user: PortalUser, task: TaskRow, names: readonly string[]): boolean {
  if (editsTask(portal, user, task)) return true;
  const free = new Set(['STATUS', ...(task.isDeadlineOpen ? ['DEADLINE'] : [])]);
  return worksOnTask(user, task) && names.every((name) => free.has(name));
}

/** SE_PARAMETER 3 asks for a result, which this portal cannot hold: only who set the task, and administrators, close it without. */
export function mayComplete(portal: Portal, user: PortalUser, task: TaskRow): boolean {
  if (task.status === 5) return false;
  if (task.parameterCodes.includes(3) && !user.isAdmin && task.createdById !== user.id) return false;
  return worksOnTask(user, task) || editsTask(portal, user, task);
}

function isAbove(portal: Portal, user: PortalUser, people: readonly number[]): boolean {
  const owners = portal.visibility.ownersFor(user);
  return owners === null || people.some((id) => owners.has(id));
}
