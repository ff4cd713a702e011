import { isRecord, readParameter, type Parameters } from '../nested-parameters.ts';
import { seesTask } from '../task-rights.ts';
import type { TaskRow } from '../records/task.ts';
import { RestError } from '../rest-error.ts';
import { pageSize, parseStart } from './list-rows.ts';
import type { RestCall, RestReply } from './rest-method.ts';
import { subStatusOf, type TaskView } from './task-fields.ts';
import { parseTaskFilter } from './task-filter.ts';
import { compareTasks, sortsByDeadline } from './task-order.ts';
import { parseTaskSelection, writeListedTask } from './task-view.ts';

/** `tasks.task.list`: pages of fifty under `result.tasks`. */
export function listTasks({ portal, user, parameters }: RestCall): RestReply {
  const view: TaskView = { portal, user, nowMs: portal.options.businessClock().getTime() };
  const order = readArray(parameters, 'order');
  const accepts = parseTaskFilter(readArray(parameters, 'filter'), view);
  const compare = compareTasks(order, view);
  const found = portal.state.records.tasks.rows.filter((task) => seesTask(portal, user, task) && accepts(task)).sort(compare);
  const start = parseStart(readParameter(parameters, 'start'));
  const from = Math.max(0, start);
  const write = rowWriter(readNames(readArray(parameters, 'select')), readArray(parameters, 'params'), view);
  const tasks = found
    .slice(from, from + pageSize)
    .map((task) => ({ ...write(task), ...(sortsByDeadline(order) ? { lengthDeadline: task.deadline === null ? '0' : '1' } : {}) }));
  if (start < 0) return { result: { tasks }, total: 0 };
  const next = from + pageSize;
  return { result: { tasks }, total: found.length, ...(next < found.length ? { next } : {}) };
}

/** What PHP calls an array, a list or a map; the page of `get` has the words for anything else. */
export function readArray(parameters: Parameters, name: string): unknown {
  const given = readParameter(parameters, name);
  if (given === undefined || Array.isArray(given) || isRecord(given)) return given;
  throw new RestError('100', `Invalid value {} to match with parameter {${name}}. Should be value of type array. (internal error)`);
}

export function readNames(select: unknown): string[] {
  return (Array.isArray(select) ? select : isRecord(select) ? Object.values(select) : []).map(String);
}

function rowWriter(select: readonly string[], params: unknown, view: TaskView): (task: TaskRow) => Record<string, unknown> {
  const selection = parseTaskSelection(select);
  const wants = (name: string): boolean => isRecord(params) && [true, 1, '1', 'Y', 'true'].includes(params[name] as string);
  const resultInfo = wants('WITH_RESULT_INFO');
  const timerInfo = wants('WITH_TIMER_INFO');
  const parsed = wants('WITH_PARSED_DESCRIPTION');
  return (task) => ({
    ...writeListedTask(task, selection, view),
    ...(resultInfo ? { taskRequireResult: task.parameterCodes.includes(3) ? 'Y' : 'N', taskHasOpenResult: 'N', taskHasResult: 'N' } : {}),
    ...(timerInfo ? { timeElapsed: null, timerIsRunningForCurrentUser: 'N' } : {}),
    ...(parsed ? { parsedDescription: task.description } : {}),
    ...(select.includes('COUNTERS') ? { counter: writeCounter(task, view) } : {}),
    ...(select.includes('TAGS') ? { tags: writeTags(task) } : {}),
  });
}

function writeTags({ tags }: TaskRow): unknown {
  return tags.length === 0 ? [] : Object.fromEntries(tags.map((tag) => [String(tag.id), tag]));
}

/** The portal has no comments, so only an overdue task of one's own counts. */
function writeCounter(task: TaskRow, view: TaskView): Record<string, unknown> {
  const isMine = task.responsibleId === view.user.id || task.createdById === view.user.id;
  const expired = isMine && subStatusOf(task, view) === -1 ? 1 : 0;
  const none = { newComments: 0, projectExpired: 0, projectNewComments: 0, mutedExpired: 0, mutedNewComments: 0 };
  return { counters: { expired, ...none }, color: expired > 0 ? 'danger' : 'gray', value: expired };
}
