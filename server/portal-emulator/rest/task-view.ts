import type { TaskRow } from '../records/task.ts';
import { editsTask, mayComplete, worksOnTask } from '../task-rights.ts';
import { subStatusOf, taskFields, toCamelCase, type TaskView } from './task-fields.ts';

const crmFields = ['UF_CRM_TASK', 'UF_TASK_WEBDAV_FILES', 'UF_MAIL_MESSAGE'];

/** Which of the task's own fields a call selects: names in upper case; without any, or with `*`, all but the user fields. */
export interface TaskSelection {
  readonly has: (name: string) => boolean;
  readonly hasCrm: boolean;
}

export function parseTaskSelection(select: readonly string[]): TaskSelection {
  const isEverything = select.length === 0 || select.includes('*');
  const wanted = new Set(['ID', ...select, ...(select.includes('DESCRIPTION') ? ['DESCRIPTION_IN_BBCODE'] : [])]);
  return {
    has: (name) => isEverything || wanted.has(name),
    // One of the three brings all three.
    hasCrm: crmFields.some((name) => select.includes(name)),
  };
}

/** A row of the list: what is stored, with the people and the group it names. */
export function writeListedTask(task: TaskRow, selection: TaskSelection, view: TaskView): Record<string, unknown> {
  return {
    ...writeStored(task, selection, view),
    ...writePeople(task, selection, view),
    ...(selection.has('STATUS') ? { subStatus: String(subStatusOf(task, view)) } : {}),
  };
}

/** The answer of `get`: the selected fields with what this person may do. */
export function writeOneTask(task: TaskRow, select: readonly string[], view: TaskView): Record<string, unknown> {
  const isEverything = select.length === 0 || select.includes('*');
  const selection = parseTaskSelection(select);
  if (isEverything) return { ...writeWholeTask(task, view), chatId: null, ...(selection.hasCrm ? writeCrm(task) : {}) };
  return {
    ...writeStored(task, selection, view),
    // Favourites come along whatever is selected, as the page shows.
    favorite: task.favoriteOf.includes(view.user.id) ? 'Y' : 'N',
    ...writePeople(task, selection, view),
    action: writeActions(task, view),
  };
}

/** The answer of methods that change a task: everything but the user fields. */
export function writeWholeTask(task: TaskRow, view: TaskView): Record<string, unknown> {
  const everything = parseTaskSelection([]);
  return {
    ...writeStored(task, everything, view),
    checklist: [],
    ...writePeople(task, everything, view),
    newCommentsCount: 0,
    action: writeActions(task, view),
    checkListTree: emptyTree(view.user.id),
    checkListCanAdd: editsTask(view.portal, view.user, task) || worksOnTask(view.user, task),
  };
}

function writeStored(task: TaskRow, selection: TaskSelection, view: TaskView): Record<string, unknown> {
  const fields = taskFields.filter(({ name }) => selection.has(name)).map(({ name, write }) => [toCamelCase(name), write(task, view)]);
  return { ...Object.fromEntries(fields), ...(selection.hasCrm ? writeCrm(task) : {}) };
}

/** An empty user field of many values is `false`. */
function writeCrm(task: TaskRow): Record<string, unknown> {
  return { ufCrmTask: task.crmCodes.length === 0 ? false : task.crmCodes, ufTaskWebdavFiles: false, ufMailMessage: null };
}

function writePeople(task: TaskRow, selection: TaskSelection, view: TaskView): Record<string, unknown> {
  return {
    group: [],
    ...(selection.has('CREATED_BY') ? { creator: writePerson(task.createdById, view) } : {}),
    ...(selection.has('RESPONSIBLE_ID') ? { responsible: writePerson(task.responsibleId, view) } : {}),
    ...(selection.has('ACCOMPLICES') ? { accomplicesData: writeCrowd(task.accompliceIds, view) } : {}),
    ...(selection.has('AUDITORS') ? { auditorsData: writeCrowd(task.auditorIds, view) } : {}),
  };
}

function writeCrowd(ids: readonly number[], view: TaskView): unknown {
  return ids.length === 0 ? [] : Object.fromEntries(ids.map((id) => [String(id), writePerson(id, view)]));
}

function writePerson(id: number, { portal }: TaskView): Record<string, unknown> {
  const person = portal.state.users.get(id);
  return {
    id: String(id),
    name: person ? `${person.name} ${person.lastName}`.trim() : '',
    link: `/company/personal/user/${id}/`,
    icon: '/bitrix/images/tasks/default_avatar.png',
    workPosition: person?.position ?? '',
  };
}

function writeActions(task: TaskRow, { portal, user }: TaskView): Record<string, boolean> {
  const edits = editsTask(portal, user, task);
  const works = edits || worksOnTask(user, task);
  const isOpen = task.status !== 5 && task.status !== 4;
  const isFavorite = task.favoriteOf.includes(user.id);
  return {
    accept: false,
    decline: false,
    complete: isOpen && mayComplete(portal, user, task),
    approve: task.status === 4 && edits,
    disapprove: task.status === 4 && edits,
    start: works && (task.status === 2 || task.status === 6),
    pause: works && task.status === 3,
    delegate: works && isOpen,
    remove: edits,
    edit: edits,
    defer: works && (task.status === 2 || task.status === 3),
    renew: works && (task.status === 5 || task.status === 4),
    create: true,
    changeDeadline: edits || (works && task.isDeadlineOpen),
    checklistAddItems: works,
    addFavorite: !isFavorite,
    deleteFavorite: isFavorite,
    rate: edits,
    take: false,
    'edit.originator': false,
    'checklist.reorder': works,
    'elapsedtime.add': works,
    'dayplan.timer.toggle': task.isTimeTracked && isOpen,
    'edit.plan': edits,
    'checklist.add': works,
    'favorite.add': !isFavorite,
    'favorite.delete': isFavorite,
  };
}

function emptyTree(userId: number): Record<string, unknown> {
  const fields = {
    id: null,
    copiedId: null,
    entityId: null,
    userId,
    createdBy: null,
    parentId: null,
    title: '',
    sortIndex: null,
    displaySortIndex: '',
    isComplete: false,
    isImportant: false,
    completedCount: 0,
    members: [],
    attachments: [],
    nodeId: null,
  };
  return { nodeId: 0, fields, action: [], descendants: [] };
}
