import type { TaskRow } from './records/task.ts';
import type { RowStore } from './row-store.ts';

/** A change that another task asks for. */
export interface TaskFollowUp {
  readonly task: TaskRow;
  readonly change: { readonly status: number } | { readonly deadline: string };
}

/** What SE_PARAMETER makes of a change: 1 takes the deadline from the subtasks, 2 closes a task with its subtasks and they with it. */
export function followUps(tasks: RowStore<TaskRow>, changed: TaskRow): TaskFollowUp[] {
  const parent = changed.parentId === null ? undefined : tasks.find(changed.parentId);
  return [...closeBelow(tasks, changed), ...(parent ? [...closeAbove(tasks, parent), ...moveDeadline(tasks, parent)] : [])];
}

function closeBelow(tasks: RowStore<TaskRow>, task: TaskRow): TaskFollowUp[] {
  if (task.status !== 5 || !task.parameterCodes.includes(2)) return [];
  const open = childrenOf(tasks, task).filter((child) => child.status !== 5);
  return open.map((child) => ({ task: child, change: { status: 5 } }));
}

function closeAbove(tasks: RowStore<TaskRow>, parent: TaskRow): TaskFollowUp[] {
  if (parent.status === 5 || !parent.parameterCodes.includes(2)) return [];
  return childrenOf(tasks, parent).every((child) => child.status === 5) ? [{ task: parent, change: { status: 5 } }] : [];
}

/** The latest of the subtasks' deadlines. */
function moveDeadline(tasks: RowStore<TaskRow>, parent: TaskRow): TaskFollowUp[] {
  if (!parent.parameterCodes.includes(1)) return [];
  const deadlines = childrenOf(tasks, parent).flatMap((child) => child.deadline ?? []);
  const latest = deadlines.toSorted((left, right) => Date.parse(left) - Date.parse(right)).at(-1);
  return latest === undefined || latest === parent.deadline ? [] : [{ task: parent, change: { deadline: latest } }];
}

function childrenOf(tasks: RowStore<TaskRow>, parent: TaskRow): TaskRow[] {
  return tasks.rows.filter((task) => task.parentId === parent.id);
}
