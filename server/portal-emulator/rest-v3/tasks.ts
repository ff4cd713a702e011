import type { TaskRow } from '../records/task.ts';
import { RestError } from '../rest-error.ts';
import { addTask, changeTask, removeTask } from '../task-changes.ts';
import { editsTask, seesTask } from '../task-rights.ts';
import { parseFilter } from './filter.ts';
import { pageItems } from './list-items.ts';
import { readTaskFields } from './read-task-fields.ts';
import { parseSelect } from './select.ts';
import { taskDto, usualTaskFields } from './task-dto.ts';
import { invalidRequest, notFound, v3AccessDenied } from './v3-error.ts';
import type { V3Call } from './v3-call.ts';
import type { V3Method, V3Methods } from './v3-method.ts';

/** Pages name the deprecated `tasks`, the catalogue of permissions `task`: either is enough. */
const scopes = ['tasks', 'task'];
const maxLimit = 1000;

const id = { name: 'id', type: 'int', isRequired: true } as const;
const fields = { name: 'fields', type: 'object', isRequired: true } as const;
const select = { name: 'select', type: 'array' } as const;

const about = { scopes, dto: taskDto } satisfies Partial<V3Method>;

export const taskV3Methods: V3Methods = {
  'tasks.task.list': {
    ...about,
    title: 'List of tasks',
    answers: 'items',
    parameters: [select, { name: 'filter', type: 'array' }, { name: 'order', type: 'object' }, { name: 'pagination', type: 'object' }],
    answer: list,
  },
  'tasks.task.get': { ...about, title: 'Task by its id', answers: 'item', parameters: [id, select], answer: get },
  'tasks.task.add': { ...about, title: 'New task', answers: 'item', parameters: [fields], isWriting: true, answer: add },
  'tasks.task.update': { ...about, title: 'Change of a task', answers: 'done', parameters: [id, fields], isWriting: true, answer: update },
  'tasks.task.delete': { ...about, title: 'Removal of a task', answers: 'done', parameters: [id], isWriting: true, answer: remove },
};

function list(call: V3Call): unknown {
  const { portal, user, parameters } = call;
  const write = parseSelect(parameters['select'], taskDto, { usual: ['id'] });
  const filter = parseFilter(parameters['filter'], taskDto, call);
  const rows = portal.state.records.tasks.rows.filter((task) => filter.accepts(task) && seesTask(portal, user, task));
  return { items: pageItems(rows, taskDto, call, maxLimit).map((task) => write(task, call)) };
}

function get(call: V3Call): unknown {
  const write = parseSelect(call.parameters['select'], taskDto, { usual: usualTaskFields });
  const taskId = Number(call.parameters['id']);
  const task = call.portal.state.records.tasks.find(taskId);
  if (!task) throw notFound(taskId);
  if (!seesTask(call.portal, call.user, task)) throw v3AccessDenied();
  return { item: write(task, call) };
}

function add(call: V3Call): unknown {
  const change = readTaskFields(call, 'add');
  const { users } = call.portal.state;
  if (!users.has(change.createdById ?? 0)) throw invalidRequest({ field: 'creatorId', message: '' });
  const task = inV3Words(() => addTask(call.portal, call.user, change));
  return { item: parseSelect(null, taskDto, { usual: usualTaskFields })(task, call) };
}

function update(call: V3Call): unknown {
  const task = getEditable(call);
  const change = readTaskFields(call, 'update');
  inV3Words(() => changeTask(call.portal, call.user, task, change));
  return { result: true };
}

function remove(call: V3Call): unknown {
  removeTask(call.portal, call.user, getEditable(call));
  return { result: true };
}

/** A task that is not there is refused like one that is not given. */
function getEditable({ portal, user, parameters }: V3Call): TaskRow {
  const task = portal.state.records.tasks.find(Number(parameters['id']));
  if (!task || !editsTask(portal, user, task)) throw v3AccessDenied();
  return task;
}

const faultyFields: readonly (readonly [RegExp, string])[] = [
  [/title/i, 'title'],
  [/responsible/i, 'responsibleId'],
  [/parent|node|cyclic/i, 'parentId'],
  [/end date|duration/i, 'endPlan'],
];

/** Refusals of the task module name the field here and lose their line break of HTML. */
function inV3Words<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const message = error.message.replace('<br>', '');
    throw invalidRequest({ field: faultyFields.find(([words]) => words.test(message))?.[1] ?? 'fields', message });
  }
}
