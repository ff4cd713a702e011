import { smallPortalPeople } from '#support/small-portal.ts';
import type { TaskRow } from '#portal-emulator/records/task.ts';

const { admin, head, anna, boris } = smallPortalPeople;

/** Now is 16 November 2026, 10:42 in Moscow: one task for each thing the list can tell apart. */
export const batteryTasks: TaskRow[] = [
  task(1, {
    title: 'Подписать план',
    responsibleId: anna,
    crmCodes: ['D_12', 'CO_3'],
    auditorIds: [admin],
    deadline: '2026-11-10T15:00:00Z',
  }),
  task(2, {
    title: 'Позвонить клиенту',
    responsibleId: boris,
    status: 3,
    startedAt: '2026-11-12T08:00:00Z',
    deadline: '2026-11-16T15:00:00Z',
  }),
  task(3, { title: 'Свести отчёт', createdById: anna, responsibleId: anna, priority: 2, tags: [{ id: 5, title: 'отчёт' }] }),
  task(4, {
    title: 'Закрыть месяц',
    createdById: admin,
    responsibleId: admin,
    status: 5,
    closedAt: '2026-11-03T09:00:00Z',
    closedById: admin,
    favoriteOf: [admin],
  }),
];

function task(id: number, changes: Partial<TaskRow>): TaskRow {
  const at = `2026-11-0${id}T07:00:00Z`;
  return {
    id,
    title: '',
    description: 'Описание с [B]разметкой[/B]',
    status: 2,
    priority: 1,
    mark: null,
    parentId: null,
    groupId: 0,
    stageId: 0,
    createdById: head,
    responsibleId: head,
    accompliceIds: [],
    auditorIds: [],
    createdAt: at,
    changedAt: at,
    changedById: head,
    statusChangedAt: at,
    statusChangedById: null,
    closedAt: null,
    closedById: null,
    activityAt: at,
    startedAt: null,
    deadline: null,
    plannedStartAt: null,
    plannedEndAt: null,
    guid: `{00000000-0000-4000-8000-00000000000${id}}`,
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
    ...changes,
  };
}
