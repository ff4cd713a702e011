import type { PortalUser } from '../portal-data.ts';
import type { Portal } from '../portal.ts';
import type { TaskRow } from '../records/task.ts';

/** One field as `select` names it, with what it says of a task to a person. */
export interface TaskField {
  readonly name: string;
  readonly write: (task: TaskRow, view: TaskView) => unknown;
}

export interface TaskView {
  readonly portal: Portal;
  readonly user: PortalUser;
  readonly nowMs: number;
}

const writeId = (id: number | null): string | null => (id === null ? null : String(id));
const writeFlag = (flag: boolean): 'Y' | 'N' => (flag ? 'Y' : 'N');
const writeInstant = (at: string | null, { portal }: TaskView): string | null => (at === null ? null : portal.zone.writeInstant(at));
const viewOf = (task: TaskRow, { user }: TaskView): string | null => task.views.find((view) => view.userId === user.id)?.at ?? null;
const nothing = (): null => null;
const never = (): 'N' => 'N';

/** Stored with the task, in the order of the page; the portal has no comments, chats, flows, sprints and no time records of tasks. */
const table: Readonly<Record<string, TaskField['write']>> = {
  ID: (task) => writeId(task.id),
  PARENT_ID: (task) => writeId(task.parentId),
  TITLE: (task) => task.title,
  DESCRIPTION: (task) => task.description,
  MARK: (task) => task.mark,
  PRIORITY: (task) => String(task.priority),
  MULTITASK: never,
  NOT_VIEWED: (task, view) => writeFlag(isUnviewed(task, view)),
  REPLICATE: never,
  STAGE_ID: (task) => writeId(task.stageId),
  SPRINT_ID: nothing,
  BACKLOG_ID: nothing,
  CREATED_BY: (task) => writeId(task.createdById),
  CREATED_DATE: (task, view) => writeInstant(task.createdAt, view),
  RESPONSIBLE_ID: (task) => writeId(task.responsibleId),
  CHANGED_BY: (task) => writeId(task.changedById),
  CHANGED_DATE: (task, view) => writeInstant(task.changedAt, view),
  STATUS_CHANGED_BY: (task) => writeId(task.statusChangedById),
  CLOSED_BY: (task) => writeId(task.closedById),
  CLOSED_DATE: (task, view) => writeInstant(task.closedAt, view),
  ACTIVITY_DATE: (task, view) => writeInstant(task.activityAt, view),
  DATE_START: (task, view) => writeInstant(task.startedAt, view),
  DEADLINE: (task, view) => writeInstant(task.deadline, view),
  START_DATE_PLAN: (task, view) => writeInstant(task.plannedStartAt, view),
  END_DATE_PLAN: (task, view) => writeInstant(task.plannedEndAt, view),
  GUID: (task) => task.guid,
  XML_ID: (task) => task.xmlId,
  COMMENTS_COUNT: nothing,
  SERVICE_COMMENTS_COUNT: nothing,
  ALLOW_CHANGE_DEADLINE: (task) => writeFlag(task.isDeadlineOpen),
  ALLOW_TIME_TRACKING: (task) => writeFlag(task.isTimeTracked),
  TASK_CONTROL: (task) => writeFlag(task.isControlled),
  ADD_IN_REPORT: (task) => writeFlag(task.isInReport),
  FORKED_BY_TEMPLATE_ID: nothing,
  TIME_ESTIMATE: (task) => String(task.timeEstimateSeconds),
  TIME_SPENT_IN_LOGS: nothing,
  MATCH_WORK_TIME: (task) => writeFlag(task.skipsDaysOff),
  FORUM_TOPIC_ID: nothing,
  FORUM_ID: nothing,
  SITE_ID: () => 's1',
  // The page calls it "a subtask" and shows Y on tasks without a parent: it says whether the person in charge answers to the caller.
  SUBORDINATE: (task, { portal, user }) => writeFlag(portal.visibility.isVisible(user, task.responsibleId)),
  EXCHANGE_MODIFIED: nothing,
  EXCHANGE_ID: nothing,
  OUTLOOK_VERSION: (task) => String(task.version),
  VIEWED_DATE: (task, view) => writeInstant(viewOf(task, view), view),
  SORTING: nothing,
  DURATION_FACT: nothing,
  IS_MUTED: never,
  IS_PINNED: never,
  IS_PINNED_IN_GROUP: never,
  FLOW_ID: nothing,
  DESCRIPTION_IN_BBCODE: () => 'Y',
  STATUS: (task) => String(task.status),
  STATUS_CHANGED_DATE: (task, view) => writeInstant(task.statusChangedAt, view),
  DURATION_PLAN: (task) => (task.version > 1 ? '0' : null),
  DURATION_TYPE: () => 'days',
  FAVORITE: (task, { user }) => writeFlag(task.favoriteOf.includes(user.id)),
  GROUP_ID: (task) => writeId(task.groupId),
  AUDITORS: (task) => task.auditorIds.map(String),
  ACCOMPLICES: (task) => task.accompliceIds.map(String),
};

export const taskFields: readonly TaskField[] = Object.entries(table).map(([name, write]) => ({ name, write }));

/** `CREATED_BY` is answered as `createdBy`. */
export function toCamelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Nobody has looked yet who did not set the task; looking happens in the portal, not by REST. */
function isUnviewed(task: TaskRow, view: TaskView): boolean {
  return task.status === 2 && task.createdById !== view.user.id && viewOf(task, view) === null;
}

const dayMs = 86_400_000;

/** The status or, ahead of it, what the person should know: -1 overdue, -2 not viewed, -3 almost overdue. */
export function subStatusOf(task: TaskRow, view: TaskView): number {
  const isLive = task.status !== 4 && task.status !== 5;
  const leftMs = task.deadline === null ? Infinity : Date.parse(task.deadline) - view.nowMs;
  if (isLive && leftMs < 0) return -1;
  if (isUnviewed(task, view)) return -2;
  if (isLive && leftMs < dayMs) return -3;
  return task.status;
}
