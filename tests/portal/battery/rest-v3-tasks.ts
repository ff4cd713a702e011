import { z } from 'zod';
import type { BatteryPortal, Params } from './battery-portal.ts';
import { answer, documented, rowsOf } from './documented.ts';
import type { MethodChecks } from './method-check.ts';
import { v3Refusal } from './v3-refusal.ts';
import { orNull, wire } from './wire-kinds.ts';

const { text, instant, integer } = wire;
const yes = z.boolean();
const none = orNull(z.unknown() as z.ZodType);

const rights = documented(
  Object.fromEntries(
    [
      'read watch mute createResult edit remove complete approve disapprove start take delegate defer renew deadline datePlan changeDirector',
      'changeResponsible changeAccomplices pause timeTracking mark changeStatus reminder addAuditors elapsedTime favorite checklistAdd',
      'checklistEdit checklistSave checklistToggle automate resultEdit completeResult removeResult resultRead admin createSubtask copy',
      'saveAsTemplate attachFile detachFile detachParent createGanttDependence sort',
    ]
      .flatMap((names) => names.split(' '))
      .map((name) => [name, yes]),
  ),
);

const task = documented({
  id: integer,
  title: text,
  description: text,
  deadline: orNull(instant),
  needsControl: yes,
  startPlan: orNull(instant),
  endPlan: orNull(instant),
  fileIds: none,
  checklist: z.array(integer),
  epicId: orNull(integer),
  storyPoints: orNull(integer),
  priority: z.enum(['low', 'average', 'high']),
  status: z.enum(['pending', 'in_progress', 'supposedly_completed', 'completed', 'deferred', 'declined']),
  statusChanged: orNull(instant),
  parentId: orNull(integer),
  containsChecklist: yes,
  containsSubTasks: yes,
  containsRelatedTasks: yes,
  containsGanttLinks: yes,
  containsPlacements: yes,
  containsResults: yes,
  numberOfReminders: integer,
  chatId: orNull(integer),
  plannedDuration: integer,
  actualDuration: integer,
  durationType: text,
  started: orNull(instant),
  estimatedTime: integer,
  replicate: yes,
  changed: instant,
  closed: orNull(instant),
  activity: instant,
  guid: z.string().regex(/^\{[0-9a-f-]{36}\}$/),
  xmlId: orNull(text),
  exchangeId: orNull(text),
  exchangeModified: orNull(text),
  outlookVersion: integer,
  mark: z.enum(['none', 'positive', 'negative']),
  allowsChangeDeadline: yes,
  allowsTimeTracking: yes,
  matchesWorkTime: yes,
  addInReport: orNull(yes),
  isMultitask: yes,
  siteId: text,
  deadlineCount: orNull(integer),
  declineReason: orNull(text),
  forumTopicId: orNull(integer),
  link: z.string().regex(/^\/company\/personal\/user\/\d+\/tasks\/task\/view\/\d+\/$/),
  rights,
  archiveLink: text,
  crmItemIds: z.array(text),
  requireResult: yes,
  matchesSubTasksTime: yes,
  autocompleteSubTasks: yes,
  allowsChangeDatePlan: yes,
  maxDeadlineChangeDate: orNull(instant),
  maxDeadlineChanges: orNull(integer),
  requireDeadlineChangeReason: yes,
  inFavorite: z.array(integer),
  inPin: z.array(integer),
  inGroupPin: z.array(integer),
  inMute: z.array(integer),
  dependsOn: z.array(integer),
  scenarios: z.array(text),
});

const done = answer(documented({ result: z.literal(true) }));

async function someTask(portal: BatteryPortal): Promise<Params> {
  const { body } = await portal.callThird('tasks.task.list', { pagination: { limit: 1 } });
  return { id: (body['result'] as { items: { id: number }[] }).items[0]?.id };
}

let newest: number | undefined;

async function newTask(portal: BatteryPortal): Promise<number> {
  const { body } = await portal.callThird('tasks.task.add', { fields: { title: 'Проверка', creatorId: 1, responsibleId: 1 } });
  newest = (body['result'] as { item: { id: number } }).item.id;
  return newest;
}

const dropNewest = (portal: BatteryPortal): Promise<unknown> => portal.callThird('tasks.task.delete', { id: newest });

export const restV3TaskChecks: MethodChecks = {
  'api/tasks.task.list': {
    as: 'third',
    success: {
      given: {
        select: ['id', 'title', 'responsibleId', 'deadline', 'status'],
        order: { deadline: 'DESC' },
        pagination: { page: 1, limit: 10 },
      },
      answers: answer(
        documented({
          items: rowsOf(documented({ id: integer, title: text, responsibleId: integer, deadline: orNull(instant), status: text })),
        }),
      ),
    },
    error: {
      given: { filter: [['title', '=', 'Проверка']] },
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'title'),
    },
    wrongType: { given: { pagination: { limit: 'abc' } }, ...v3Refusal('INVALIDPAGINATIONEXCEPTION') },
  },
  'api/tasks.task.get': {
    as: 'third',
    success: { given: someTask, answers: answer(documented({ item: task })) },
    error: { given: { id: 987_654_321 }, ...v3Refusal('ENTITYNOTFOUNDEXCEPTION') },
    wrongType: { given: { id: 'seven' }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'id') },
  },
  'api/tasks.task.add': {
    as: 'third',
    writes: true,
    success: {
      given: { fields: { title: 'Проверка', creatorId: 1, responsibleId: 1, deadline: '2026-12-31T23:59:59+02:00', crmItemIds: ['D_12'] } },
      answers: answer(documented({ item: task })),
      cleanUp: (portal, { body }) =>
        portal.callThird('tasks.task.delete', { id: (body['result'] as { item: { id: number } } | undefined)?.item.id }),
    },
    error: {
      given: { fields: { title: 'Проверка', creatorId: 1 } },
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'responsibleId'),
    },
    wrongType: {
      given: { fields: { title: 'Проверка', creatorId: 1, responsibleId: 1, deadline: 'tomorrow' } },
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'deadline'),
    },
  },
  'api/tasks.task.update': {
    as: 'third',
    writes: true,
    success: {
      given: async (portal) => ({ id: await newTask(portal), fields: { title: 'Другое имя', priority: 'high' } }),
      answers: done,
      cleanUp: dropNewest,
    },
    error: { given: { id: 987_654_321, fields: { title: 'Другое имя' } }, ...v3Refusal('ACCESSDENIEDEXCEPTION', 403) },
    wrongType: {
      given: async (portal) => ({ id: await newTask(portal), fields: { creatorId: 1, responsibleId: 'one' } }),
      cleanUp: dropNewest,
      ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'creatorId', 'responsibleId'),
    },
  },
  'api/tasks.task.delete': {
    as: 'third',
    writes: true,
    success: { given: async (portal) => ({ id: await newTask(portal) }), answers: done },
    error: { given: { id: 987_654_321 }, ...v3Refusal('ACCESSDENIEDEXCEPTION', 403) },
    wrongType: { given: { id: '7' }, ...v3Refusal('VALIDATION_REQUESTVALIDATIONEXCEPTION', 400, 'id') },
  },
};
