import { randomUUID } from 'node:crypto';
import type { PortalUser } from './portal-data.ts';
import { changeInstant, type Portal } from './portal.ts';
import type { TaskRow } from './records/task.ts';
import { RestError } from './rest-error.ts';
import { followUps } from './task-tree.ts';

/** What a call gives for a task; absent keys stay as they are. */
export type TaskChange = {
  -readonly [Key in ChangeableKey]?: TaskRow[Key];
} & { tagTitles?: readonly string[]; parameters?: ReadonlyMap<number, boolean> };

/** A plan of more seconds than 32 bits hold is too long. */
const longestPlanMs = 2_147_483_647_000;

type ChangeableKey =
  | 'title'
  | 'description'
  | 'status'
  | 'priority'
  | 'mark'
  | 'parentId'
  | 'groupId'
  | 'stageId'
  | 'createdById'
  | 'responsibleId'
  | 'accompliceIds'
  | 'auditorIds'
  | 'deadline'
  | 'plannedStartAt'
  | 'plannedEndAt'
  | 'xmlId'
  | 'timeEstimateSeconds'
  | 'isDeadlineOpen'
  | 'isTimeTracked'
  | 'isControlled'
  | 'isInReport'
  | 'skipsDaysOff'
  | 'crmCodes';

/** Refusals of the task module end with a line break of HTML. */
export function taskError(description: string): RestError {
  return new RestError('ERROR_CORE', `${description}<br>`);
}

export function addTask(portal: Portal, user: PortalUser, change: TaskChange): TaskRow {
  const { title = '', responsibleId } = change;
  if (title.trim() === '') throw taskError('Task title is not specified');
  if (responsibleId === undefined || responsibleId === 0) throw taskError('Responsible person not specified');
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const blank = blankTask(portal.state.records.tasks.nextId(), user, at);
  const task = { ...applyStatus(lay(portal, { ...blank, responsibleId }, change), blank.status, at, user), statusChangedById: null };
  portal.state.saveRecord('tasks', task);
  send(portal, 'ONTASKADD', user, { before: null, after: task.id }, { before: 'N', after: 'undefined' });
  follow(portal, user, task);
  return task;
}

export function changeTask(portal: Portal, user: PortalUser, before: TaskRow, change: TaskChange): TaskRow {
  if (change.title !== undefined && change.title.trim() === '') throw taskError('Task title is not specified');
  if (change.responsibleId === 0) throw taskError('Responsible person not specified');
  const at = changeInstant(portal, before.changedAt);
  const laid = { ...lay(portal, before, change), changedAt: at, changedById: user.id, version: before.version + 1 };
  const task = applyStatus(laid, before.status, at, user);
  portal.state.saveRecord('tasks', task);
  send(portal, 'ONTASKUPDATE', user, { before: task.id, after: task.id }, { before: 'undefined', after: 'undefined' });
  follow(portal, user, task);
  return task;
}

/** One after another, for each change may ask for more; tasks around it may have moved in between. */
function follow(portal: Portal, user: PortalUser, changed: TaskRow): void {
  const [next] = followUps(portal.state.records.tasks, changed);
  if (!next) return;
  changeTask(portal, user, next.task, next.change);
  follow(portal, user, portal.state.records.tasks.find(changed.id) ?? changed);
}

/** Under control the work of others waits for who set the task. */
export function completeTask(portal: Portal, user: PortalUser, task: TaskRow, isEditor: boolean): TaskRow {
  return changeTask(portal, user, task, { status: task.isControlled && !isEditor ? 4 : 5 });
}

/** Subtasks move up to the parent of the task that goes. */
export function removeTask(portal: Portal, user: PortalUser, task: TaskRow): void {
  for (const child of portal.state.records.tasks.rows.filter((row) => row.parentId === task.id)) {
    portal.state.saveRecord('tasks', { ...child, parentId: task.parentId });
  }
  portal.state.removeRecord('tasks', task.id);
  send(portal, 'ONTASKDELETE', user, { before: task.id, after: null }, { before: 'undefined', after: 'N' });
}

/** What is not known comes as the word "undefined". */
function send(
  portal: Portal,
  event: string,
  user: PortalUser,
  ids: { readonly before: number | null; readonly after: number | null },
  access: { readonly before: string; readonly after: string },
): void {
  const fields = (id: number | null): unknown => (id === null ? 'undefined' : { ID: id });
  const data = {
    FIELDS_BEFORE: fields(ids.before),
    FIELDS_AFTER: fields(ids.after),
    IS_ACCESSIBLE_BEFORE: access.before,
    IS_ACCESSIBLE_AFTER: access.after,
  };
  portal.sender.send(event, data, user.id);
}

function lay(portal: Portal, before: TaskRow, { tagTitles, parameters, ...change }: TaskChange): TaskRow {
  const { users } = portal.state;
  const laid: TaskRow = { ...before, ...change };
  if (!users.has(laid.responsibleId)) throw taskError('User specified in the "Responsible" field not found');
  if (change.status !== undefined && ![2, 3, 4, 5, 6].includes(change.status)) throw taskError('Incorrect status');
  if (change.parentId !== undefined && change.parentId !== null) checkParent(portal, laid.id, change.parentId);
  checkPlan(laid);
  return {
    ...laid,
    createdById: users.has(laid.createdById) ? laid.createdById : before.createdById,
    accompliceIds: laid.accompliceIds.filter((id) => users.has(id)),
    auditorIds: laid.auditorIds.filter((id) => users.has(id)),
    tags: tagTitles ? findTags(portal, tagTitles) : laid.tags,
    parameterCodes: [1, 2, 3].filter((code) => parameters?.get(code) ?? laid.parameterCodes.includes(code)),
  };
}

function checkPlan({ plannedStartAt, plannedEndAt }: TaskRow): void {
  if (plannedStartAt === null || plannedEndAt === null) return;
  const lengthMs = Date.parse(plannedEndAt) - Date.parse(plannedStartAt);
  if (lengthMs < 0) throw taskError('The end date in scheduling is earlier than the start date');
  if (lengthMs > longestPlanMs) throw taskError('The specified task duration is too long');
}

function checkParent(portal: Portal, taskId: number, parentId: number): void {
  if (parentId === taskId) throw taskError('Cannot bind the node to itself');
  const { tasks } = portal.state.records;
  if (!tasks.find(parentId)) throw taskError('Task specified in the "Parent Task" field not found');
  for (let above: number | null = parentId; above !== null; above = tasks.find(above)?.parentId ?? null) {
    if (above === taskId) throw taskError('Creating cyclic links in tasks is prohibited');
  }
}

/** A tag has one id on the whole portal. */
function findTags(portal: Portal, titles: readonly string[]): TaskRow['tags'] {
  const known = new Map(portal.state.records.tasks.rows.flatMap((task) => task.tags.map((tag) => [tag.title, tag.id] as const)));
  let lastId = Math.max(0, ...known.values());
  return [...new Set(titles)].map((title) => ({ id: known.get(title) ?? (lastId += 1), title }));
}

function applyStatus(task: TaskRow, before: number, at: string, user: PortalUser): TaskRow {
  if (task.status === before) return task;
  const isClosed = task.status === 5;
  return {
    ...task,
    statusChangedAt: at,
    statusChangedById: user.id,
    activityAt: at,
    closedAt: isClosed ? at : null,
    closedById: isClosed ? user.id : 0,
    startedAt: task.status === 3 ? (task.startedAt ?? at) : task.startedAt,
  };
}

function blankTask(id: number, user: PortalUser, at: string): TaskRow {
  return {
    id,
    title: '',
    description: '',
    status: 2,
    priority: 1,
    mark: null,
    parentId: null,
    groupId: 0,
    stageId: 0,
    createdById: user.id,
    responsibleId: 0,
    accompliceIds: [],
    auditorIds: [],
    createdAt: at,
    changedAt: at,
    changedById: user.id,
    statusChangedAt: at,
    statusChangedById: null,
    closedAt: null,
    closedById: null,
    activityAt: at,
    startedAt: null,
    deadline: null,
    plannedStartAt: null,
    plannedEndAt: null,
    guid: `{${randomUUID()}}`,
    xmlId: null,
    version: 1,
    timeEstimateSeconds: 0,
    isDeadlineOpen: false,
    isTimeTracked: false,
    isControlled: false,
    isInReport: false,
    skipsDaysOff: false,
    tags: [],
    crmCodes: [],
    parameterCodes: [],
    favoriteOf: [],
    views: [],
  };
}
