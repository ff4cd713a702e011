import { isRecord } from '../nested-parameters.ts';
import type { TaskRow } from '../records/task.ts';
import type { Field } from './field-table.ts';
import { compileCondition } from './filter-condition.ts';
import { subStatusOf, type TaskView } from './task-fields.ts';

type Test = (task: TaskRow) => boolean;

const signPattern = /^(!=%|!%=|!><|>=|<=|!=|!%|!@|=%|%=|><|>|<|=|!|@|%)?(.*)$/;

/** A filter of `tasks.task.list`; keys it does not know do not narrow. */
export function parseTaskFilter(raw: unknown, view: TaskView): Test {
  if (!isRecord(raw)) return () => true;
  const isAny = Object.entries(raw).some(([key, value]) => key.toUpperCase() === '::LOGIC' && String(value).toUpperCase() === 'OR');
  const tests = Object.entries(raw).flatMap(([key, value]) => parseCondition(key, value, view) ?? []);
  if (isAny) return (task) => tests.some((test) => test(task));
  return (task) => tests.every((test) => test(task));
}

function parseCondition(key: string, value: unknown, view: TaskView): Test | null {
  const upper = key.toUpperCase();
  if (upper.startsWith('::SUBFILTER')) return parseTaskFilter(value, view);
  const [, sign = '', name = ''] = signPattern.exec(upper) ?? [];
  if (name === 'ONLY_ROOT_TASKS') return isYes(value) ? (task) => isRoot(task, view) : null;
  if (name === 'TITLE' && (sign === '' || sign === '!')) return resembleTitle(value, sign === '!');
  const list = listOf(name);
  if (list) return isAmong(list, value, sign.startsWith('!'));
  const field = fieldsFor(view).get(name);
  return field ? compileCondition(field, sign, value, view.portal.zone) : null;
}

/** The subtasks of a task that the person cannot see count as roots, too. */
function isRoot(task: TaskRow, { portal, user }: TaskView): boolean {
  if (task.parentId === null) return true;
  const parent = portal.state.records.tasks.find(task.parentId);
  if (!parent) return true;
  const people = [parent.createdById, parent.responsibleId, ...parent.accompliceIds, ...parent.auditorIds];
  return !people.some((id) => portal.visibility.isVisible(user, id));
}

/** Titles are compared as SQL's LIKE does: `%` is any text and `_` any letter, whatever the letter case. */
function resembleTitle(value: unknown, isNegated: boolean): Test {
  const patterns = (Array.isArray(value) ? value : [value]).map((text) => {
    const escaped = String(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'isu');
  });
  return (task) => patterns.some((pattern) => pattern.test(task.title)) !== isNegated;
}

function isAmong(list: (task: TaskRow) => readonly string[], value: unknown, isNegated: boolean): Test {
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(String));
  return (task) => list(task).some((item) => wanted.has(item)) !== isNegated;
}

function listOf(name: string): ((task: TaskRow) => readonly string[]) | null {
  switch (name) {
    case 'ACCOMPLICE':
      return (task) => task.accompliceIds.map(String);
    case 'AUDITOR':
      return (task) => task.auditorIds.map(String);
    case 'TAG':
      return (task) => task.tags.map((tag) => tag.title);
    case 'UF_CRM_TASK':
      return (task) => task.crmCodes;
    case 'DEPENDS_ON':
      return () => [];
    default:
      return null;
  }
}

const scalar = (name: string, kind: Field<TaskRow>['kind'], read: Field<TaskRow>['read']): [string, Field<TaskRow>] => [
  name,
  { classic: name, item: name, kind, type: kind, read },
];

/** `STATUS` is what the row answers as subStatus, `REAL_STATUS` what it answers as status. */
function fieldsFor(view: TaskView): ReadonlyMap<string, Field<TaskRow>> {
  return new Map([
    scalar('ID', 'integer', (task) => task.id),
    scalar('PARENT_ID', 'integer', (task) => task.parentId),
    scalar('GROUP_ID', 'integer', (task) => task.groupId),
    scalar('STAGE_ID', 'integer', (task) => task.stageId),
    scalar('CREATED_BY', 'integer', (task) => task.createdById),
    scalar('RESPONSIBLE_ID', 'integer', (task) => task.responsibleId),
    scalar('STATUS_CHANGED_BY', 'integer', (task) => task.statusChangedById),
    scalar('PRIORITY', 'integer', (task) => task.priority),
    scalar('REAL_STATUS', 'integer', (task) => task.status),
    scalar('STATUS', 'integer', (task) => subStatusOf(task, view)),
    scalar('FORUM_TOPIC_ID', 'integer', () => null),
    scalar('SPRINT_ID', 'integer', () => null),
    scalar('BACKLOG_ID', 'integer', () => null),
    scalar('TITLE', 'text', (task) => task.title),
    scalar('MARK', 'text', (task) => task.mark),
    scalar('SITE_ID', 'text', () => 's1'),
    scalar('ADD_IN_REPORT', 'flag', (task) => task.isInReport),
    scalar('FAVORITE', 'flag', (task) => task.favoriteOf.includes(view.user.id)),
    scalar('DATE_START', 'instant', (task) => task.startedAt),
    scalar('DEADLINE', 'instant', (task) => task.deadline),
    scalar('CREATED_DATE', 'instant', (task) => task.createdAt),
    scalar('CHANGED_DATE', 'instant', (task) => task.changedAt),
    scalar('CLOSED_DATE', 'instant', (task) => task.closedAt),
  ]);
}

function isYes(value: unknown): boolean {
  return value === 'Y' || value === true || value === 1 || value === '1';
}
