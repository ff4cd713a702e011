import { z } from 'zod';
import type { Answer } from '../portal-under-test.ts';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, listAnswer, refusal, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { strangerRefused } from './system-refusals.ts';
import { taskActions, taskFieldKinds, wholeTask } from './task-kinds.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, idText, flag, instant, integer } = wire;
const { person, people, idList } = taskFieldKinds;

const listedSelect = ['ID', 'TITLE', 'DESCRIPTION', 'STATUS', 'subStatus', 'DEADLINE', 'CREATED_DATE', 'RESPONSIBLE_ID'];
const listedTask = documented({
  id: idText,
  title: text,
  description: text,
  deadline: orNull(instant),
  createdDate: instant,
  responsibleId: idText,
  priority: idText,
  mark: orNull(text),
  descriptionInBbcode: flag,
  lengthDeadline: z.enum(['0', '1']),
  status: idText,
  auditors: idList,
  accomplices: idList,
  group: z.array(z.never()),
  responsible: person,
  accomplicesData: people,
  auditorsData: people,
  taskRequireResult: flag,
  taskHasOpenResult: flag,
  taskHasResult: flag,
  timeElapsed: orNull(integer),
  timerIsRunningForCurrentUser: flag,
  parsedDescription: text,
  counter: documented({
    counters: documented({
      expired: integer,
      newComments: integer,
      projectExpired: integer,
      projectNewComments: integer,
      mutedExpired: integer,
      mutedNewComments: integer,
    }),
    color: text,
    value: integer,
  }),
  tags: z.union([z.array(z.never()), z.record(z.string(), documented({ id: integer, title: text }))]),
  subStatus: z.string().regex(/^-?\d$/),
});

const gotTask = documented({
  id: idText,
  title: text,
  description: text,
  createdBy: idText,
  responsibleId: idText,
  deadline: orNull(instant),
  ufCrmTask: z.union([z.literal(false), z.array(z.string().regex(/^(L|D|C|CO|SI|T[0-9a-f]+)_\d+$/))]),
  ufTaskWebdavFiles: z.union([z.literal(false), z.array(integer)]),
  ufMailMessage: orNull(text),
  descriptionInBbcode: flag,
  favorite: flag,
  group: z.array(z.never()),
  creator: person,
  responsible: person,
  action: taskActions,
});

const wrongId = refusal('0', 400, 'wrong task id');
const missing = 987_654_321;

async function firstTask(portal: BatteryPortal): Promise<string | undefined> {
  const { body } = await portal.call('tasks.task.list', { order: { ID: 'asc' }, select: ['ID'] });
  return (body['result'] as { tasks: { id: string }[] }).tasks[0]?.id;
}

async function me(portal: BatteryPortal): Promise<string> {
  return ((await portal.call('profile')).body['result'] as { ID: string }).ID;
}

async function newTask(portal: BatteryPortal): Promise<Params> {
  const fields = { TITLE: 'Проверка', RESPONSIBLE_ID: await me(portal) };
  return { taskId: idOf(await portal.call('tasks.task.add', { fields })) };
}

function idOf({ body }: Answer): string {
  return (body['result'] as { task: { id: string } }).task.id;
}

const removeAnswered = (portal: BatteryPortal, given: Answer): Promise<unknown> =>
  portal.call('tasks.task.delete', { taskId: idOf(given) });

export const taskChecks: MethodChecks = {
  'tasks.task.list': {
    success: {
      given: {
        order: { DEADLINE: 'asc', PRIORITY: 'desc' },
        filter: { '!REAL_STATUS': 6 },
        select: [...listedSelect, 'ACCOMPLICES', 'AUDITORS', 'TAGS', 'COUNTERS', 'PRIORITY', 'MARK'],
        params: { WITH_TIMER_INFO: true, WITH_RESULT_INFO: true, WITH_PARSED_DESCRIPTION: true },
      },
      answers: listAnswer(documented({ tasks: rowsOf(listedTask) })),
    },
    error: { given: { order: { NO_SUCH_FIELD: 'asc' } }, ...refusal('0', 400, 'Invalid sorting key (internal error)') },
    wrongType: {
      given: { filter: { ID: 'seven' }, select: ['ID'] },
      answers: documented({ result: documented({ tasks: z.array(z.never()) }), total: z.literal(0) }),
    },
  },
  'tasks.task.get': {
    success: {
      given: async (portal) => ({
        taskId: await firstTask(portal),
        select: ['ID', 'TITLE', 'DESCRIPTION', 'CREATED_BY', 'RESPONSIBLE_ID', 'DEADLINE', 'UF_CRM_TASK', 'UF_TASK_WEBDAV_FILES'],
      }),
      answers: answer(documented({ task: gotTask })),
    },
    error: { given: { taskId: missing }, answers: answer(z.array(z.never())) },
    wrongType: { given: { taskId: 'seven' }, ...wrongId },
  },
  'tasks.task.add': {
    writes: true,
    success: {
      given: async (portal) => ({ fields: { TITLE: 'Проверка', RESPONSIBLE_ID: await me(portal) } }),
      answers: answer(documented({ task: wholeTask })),
      cleanUp: removeAnswered,
    },
    error: { given: { fields: { RESPONSIBLE_ID: 1 } }, ...refusal('ERROR_CORE', 400, /^Task title is not specified/) },
    wrongType: { given: { fields: 'seven' }, ...refusal('100', 400, 'Could not find value for parameter {fields} (internal error)') },
  },
  'tasks.task.update': {
    writes: true,
    success: {
      given: async (portal) => ({ ...(await newTask(portal)), fields: { DEADLINE: '2026-12-31T23:59:00+02:00' } }),
      answers: answer(documented({ task: wholeTask })),
      cleanUp: removeAnswered,
    },
    error: {
      given: { taskId: missing, fields: { TITLE: 'Иначе' } },
      ...refusal('0', 400, 'Action on the task is not allowed (internal error)'),
    },
    wrongType: { given: { taskId: 'seven', fields: { TITLE: 'Иначе' } }, ...wrongId },
  },
  'tasks.task.complete': {
    writes: true,
    success: { given: newTask, answers: answer(documented({ task: wholeTask })), cleanUp: removeAnswered },
    error: { given: { taskId: missing }, ...refusal('0', 400, 'Action on the task is not allowed') },
    wrongType: { given: { taskId: 'seven' }, ...wrongId },
  },
  'tasks.task.delete': {
    writes: true,
    success: { given: newTask, answers: answer(documented({ task: z.literal(true) })) },
    error: { given: { taskId: missing }, ...refusal('1048582', 400, 'No access to delete the task') },
    wrongType: { given: { taskId: 'seven' }, ...wrongId },
  },
  'tasks.task.getFields': {
    success: { answers: answer(documented({ fields: taskFieldKinds.descriptions })) },
    error: strangerRefused,
    wrongType: { given: { fields: 7 }, answers: answer(documented({ fields: taskFieldKinds.descriptions })) },
  },
};
