import type { TaskRow } from '../records/task.ts';
import type { Dto, DtoField, DtoType } from './dto.ts';
import { writeArchiveLink, writeTaskRights } from './task-rights-dto.ts';
import { relatedUser } from './user-dto.ts';

export const taskStatuses = { pending: 2, in_progress: 3, supposedly_completed: 4, completed: 5, deferred: 6 } as const;
export const taskPriorities = { low: 0, average: 1, high: 2 } as const;
export const taskMarks = { negative: 'N', positive: 'P', none: null } as const;

const sortable = new Set(
  [
    'id title creatorId created responsibleId deadline startPlan endPlan groupId priority status started estimatedTime',
    'changed closed activity mark allowsChangeDeadline allowsTimeTracking',
  ].flatMap((names) => names.split(' ')),
);

function field(name: string, type: DtoType, read: DtoField<TaskRow>['read']): DtoField<TaskRow> {
  return { name, type, read, isFilterable: name === 'id', isSortable: sortable.has(name) };
}

function wordOf(words: Readonly<Record<string, number | string | null>>, code: number | string | null): string | null {
  return Object.entries(words).find(([, value]) => value === code)?.[0] ?? null;
}

/** A group, a stage and a parent that are not there are null. */
const orNull = (id: number): number | null => (id === 0 ? null : id);
const own = (ids: readonly number[], userId: number): number[] => ids.filter((id) => id === userId);

const identity = [
  field('id', 'int', (task) => task.id),
  field('title', 'string', (task) => task.title),
  field('description', 'string', (task) => task.description),
  field('creatorId', 'int', (task) => task.createdById),
  field('created', 'DateTime', (task) => task.createdAt),
  field('responsibleId', 'int', (task) => task.responsibleId),
  field('deadline', 'DateTime', (task) => task.deadline),
  field('needsControl', 'bool', (task) => task.isControlled),
  field('startPlan', 'DateTime', (task) => task.plannedStartAt),
  field('endPlan', 'DateTime', (task) => task.plannedEndAt),
  field('fileIds', 'array', () => null),
  field('checklist', 'array', () => []),
  field('groupId', 'int', (task) => orNull(task.groupId)),
  field('stageId', 'int', (task) => orNull(task.stageId)),
  field('epicId', 'int', () => null),
  field('storyPoints', 'int', () => null),
  field('flowId', 'int', () => null),
  field('priority', 'string', (task) => wordOf(taskPriorities, task.priority)),
  field('status', 'string', (task) => wordOf(taskStatuses, task.status)),
  field('statusChanged', 'DateTime', (task) => (task.statusChangedById === null ? null : task.statusChangedAt)),
  field('parentId', 'int', (task) => task.parentId),
];

const contents = [
  field('containsChecklist', 'bool', () => false),
  field('containsSubTasks', 'bool', (task, { portal }) => portal.state.records.tasks.rows.some((row) => row.parentId === task.id)),
  field('containsRelatedTasks', 'bool', () => false),
  field('containsGanttLinks', 'bool', () => false),
  field('containsPlacements', 'bool', (_task, { portal }) =>
    [...portal.state.installations.values()].some(({ placements }) => placements.some(({ placement }) => placement.startsWith('TASK_'))),
  ),
  field('containsResults', 'bool', () => false),
  field('numberOfReminders', 'int', () => 0),
  field('chatId', 'int', () => null),
];

const course = [
  field('plannedDuration', 'int', () => 0),
  field('actualDuration', 'int', () => 0),
  field('durationType', 'string', () => 'days'),
  field('started', 'DateTime', (task) => task.startedAt),
  field('estimatedTime', 'int', (task) => task.timeEstimateSeconds),
  field('replicate', 'bool', () => false),
  field('changed', 'DateTime', (task) => task.changedAt),
  field('changedById', 'int', (task) => task.changedById),
  field('statusChangedById', 'int', (task) => task.statusChangedById),
  field('closedById', 'int', (task) => orNull(task.closedById ?? 0)),
  field('closed', 'DateTime', (task) => task.closedAt),
  field('activity', 'DateTime', (task) => task.activityAt),
  field('guid', 'string', (task) => task.guid),
  field('xmlId', 'string', (task) => task.xmlId),
  field('exchangeId', 'string', () => null),
  field('exchangeModified', 'string', () => null),
  field('outlookVersion', 'int', (task) => task.version),
  field('mark', 'string', (task) => wordOf(taskMarks, task.mark)),
];

const settings = [
  field('allowsChangeDeadline', 'bool', (task) => task.isDeadlineOpen),
  field('allowsTimeTracking', 'bool', (task) => task.isTimeTracked),
  field('matchesWorkTime', 'bool', (task) => task.skipsDaysOff),
  field('addInReport', 'bool', (task) => (task.isInReport ? true : null)),
  field('isMultitask', 'bool', () => false),
  field('siteId', 'string', () => 's1'),
  field('forkedByTemplateId', 'int', () => null),
  field('deadlineCount', 'int', () => null),
  field('declineReason', 'string', () => null),
  field('forumTopicId', 'int', () => null),
  field('link', 'string', (task, { user }) => `/company/personal/user/${user.id}/tasks/task/view/${task.id}/`),
  field('rights', 'object', writeTaskRights),
  field('archiveLink', 'string', writeArchiveLink),
  field('crmItemIds', 'array', (task) => task.crmCodes),
  field('emailId', 'int', () => null),
  field('requireResult', 'bool', (task) => task.parameterCodes.includes(3)),
  field('matchesSubTasksTime', 'bool', (task) => task.parameterCodes.includes(1)),
  field('autocompleteSubTasks', 'bool', (task) => task.parameterCodes.includes(2)),
  field('allowsChangeDatePlan', 'bool', () => false),
  field('maxDeadlineChangeDate', 'DateTime', () => null),
  field('maxDeadlineChanges', 'int', () => null),
  field('requireDeadlineChangeReason', 'bool', () => false),
  field('inFavorite', 'array', (task, { user }) => own(task.favoriteOf, user.id)),
  field('inPin', 'array', () => []),
  field('inGroupPin', 'array', () => []),
  field('inMute', 'array', () => []),
  field('dependsOn', 'array', () => []),
  field('scenarios', 'array', () => ['default']),
];

export const taskDto: Dto<TaskRow> = {
  entity: 'TaskDto',
  fields: [...identity, ...contents, ...course, ...settings],
  related: [
    relatedUser('creator', (task) => task.createdById),
    relatedUser('responsible', (task) => task.responsibleId),
    relatedUser('changedBy', (task) => task.changedById),
    relatedUser('statusChangedBy', (task) => task.statusChangedById),
    relatedUser('closedBy', (task) => task.closedById),
  ],
};

/** Ids beside whose names an object can be selected do not come along unasked, nor does the date of creation. */
const unasked = new Set(
  ['creatorId created responsibleId groupId stageId flowId changedById statusChangedById closedById forkedByTemplateId emailId'].flatMap(
    (names) => names.split(' '),
  ),
);

export const usualTaskFields = taskDto.fields.map(({ name }) => name).filter((name) => !unasked.has(name));
