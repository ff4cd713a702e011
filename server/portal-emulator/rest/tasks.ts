import { readParameter, type Parameters } from '../nested-parameters.ts';
import type { TaskRow } from '../records/task.ts';
import { RestError } from '../rest-error.ts';
import { addTask, changeTask, completeTask, removeTask } from '../task-changes.ts';
import { editsTask, mayChange, mayComplete, seesTask } from '../task-rights.ts';
import { readTaskChange } from './read-task-change.ts';
import type { RestCall, RestMethods, RestReply } from './rest-method.ts';
import { describeTaskFields } from './task-description.ts';
import type { TaskView } from './task-fields.ts';
import { listTasks, readArray, readNames } from './task-list.ts';
import { writeOneTask, writeWholeTask } from './task-view.ts';

const scopes = ['task'];

export const taskMethods: RestMethods = {
  'tasks.task.list': { scopes, answer: listTasks },
  'tasks.task.get': { scopes, answer: get },
  'tasks.task.add': { scopes, answer: add },
  'tasks.task.update': { scopes, answer: update },
  'tasks.task.complete': { scopes, answer: complete },
  'tasks.task.delete': { scopes, answer: remove },
  'tasks.task.getfields': { scopes, answer: () => ({ result: { fields: describeTaskFields() } }) },
};

/** A task that is not there or not for this person is an empty list. */
function get(call: RestCall): RestReply {
  const id = readTaskId(call.parameters);
  const select = readArray(call.parameters, 'select');
  const task = call.portal.state.records.tasks.find(id);
  if (!task || !seesTask(call.portal, call.user, task)) return { result: [] };
  return { result: { task: writeOneTask(task, readNames(select), viewOf(call)) } };
}

/** Only administrators set tasks in the name of others. */
function add(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const { change } = readTaskChange(parameters, portal.zone);
  const { createdById = user.id, ...own } = change;
  const isAllowed = createdById === user.id || (user.isAdmin && portal.state.users.has(createdById));
  const task = addTask(portal, user, { ...own, createdById: isAllowed ? createdById : user.id });
  return answerWhole(call, task);
}

function update(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const id = readTaskId(parameters);
  const { change, names } = readTaskChange(parameters, portal.zone);
  const task = findVisible(call, id);
  if (!task || !mayChange(portal, user, task, names)) {
    throw new RestError('0', 'Action on the task is not allowed (internal error)');
  }
  return answerWhole(call, changeTask(portal, user, task, change));
}

function complete(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const task = findVisible(call, readTaskId(parameters));
  if (!task || !mayComplete(portal, user, task)) throw new RestError('0', 'Action on the task is not allowed');
  return answerWhole(call, completeTask(portal, user, task, editsTask(portal, user, task)));
}

function remove(call: RestCall): RestReply {
  const { portal, user, parameters } = call;
  const task = findVisible(call, readTaskId(parameters));
  if (!task || !editsTask(portal, user, task)) throw new RestError('1048582', 'No access to delete the task');
  removeTask(portal, user, task);
  return { result: { task: true } };
}

function answerWhole(call: RestCall, task: TaskRow): RestReply {
  return { result: { task: writeWholeTask(task, viewOf(call)) } };
}

function viewOf({ portal, user }: RestCall): TaskView {
  return { portal, user, nowMs: portal.options.businessClock().getTime() };
}

function findVisible({ portal, user }: RestCall, id: number): TaskRow | undefined {
  const task = portal.state.records.tasks.find(id);
  return task && seesTask(portal, user, task) ? task : undefined;
}

function readTaskId(parameters: Parameters): number {
  const given = readParameter(parameters, 'taskId');
  if (given === undefined) {
    throw new RestError('100', 'CTaskItem All parameters in the constructor must have real class type (internal error)');
  }
  const id = Number(given);
  if (Array.isArray(given) || !Number.isInteger(id) || id <= 0) throw new RestError('0', 'wrong task id');
  return id;
}
