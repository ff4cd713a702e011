import { isRecord } from '../nested-parameters.ts';
import type { TaskRow } from '../records/task.ts';
import { RestError } from '../rest-error.ts';
import type { TaskView } from './task-fields.ts';

type SortKey = (task: TaskRow) => string | number;
type Compare = (left: TaskRow, right: TaskRow) => number;

/** Newest ids first unless told; a field that cannot be sorted by is refused. */
export function compareTasks(raw: unknown, view: TaskView): Compare {
  const given = isRecord(raw) ? Object.entries(raw) : [];
  const steps = given.map(([name, direction]) => readStep(name.toUpperCase(), String(direction).toLowerCase(), view));
  const isById = steps.length === 0;
  return (left, right) => {
    for (const step of steps) {
      const order = step(left, right);
      if (order !== 0) return order;
    }
    return isById ? right.id - left.id : left.id - right.id;
  };
}

/** Sorting by the deadline makes the row say whether it has one, as `lengthDeadline`. */
export function sortsByDeadline(raw: unknown): boolean {
  return isRecord(raw) && Object.keys(raw).some((name) => name.toUpperCase() === 'DEADLINE');
}

function readStep(name: string, direction: string, view: TaskView): Compare {
  const key = sortKeys(view)[name];
  if (!key) throw new RestError('0', 'Invalid sorting key (internal error)');
  const sign = direction.startsWith('desc') ? -1 : 1;
  return (left, right) => {
    // Tasks without a deadline come last both ways; the page is silent.
    if (name === 'DEADLINE' && (left.deadline === null) !== (right.deadline === null)) return left.deadline === null ? 1 : -1;
    const [a, b] = [key(left), key(right)];
    return a === b ? 0 : (a < b ? -1 : 1) * sign;
  };
}

function sortKeys({ portal, user }: TaskView): Readonly<Record<string, SortKey>> {
  const instant = (at: string | null): number => (at === null ? 0 : Date.parse(at));
  const lastName = (id: number): string => portal.state.users.get(id)?.lastName ?? '';
  const same = (): number => 0;
  return {
    ID: (task) => task.id,
    TITLE: (task) => task.title,
    TIME_SPENT_IN_LOGS: same,
    DATE_START: (task) => instant(task.startedAt),
    CREATED_DATE: (task) => instant(task.createdAt),
    CHANGED_DATE: (task) => instant(task.changedAt),
    CLOSED_DATE: (task) => instant(task.closedAt),
    ACTIVITY_DATE: (task) => instant(task.activityAt),
    START_DATE_PLAN: (task) => instant(task.plannedStartAt),
    END_DATE_PLAN: (task) => instant(task.plannedEndAt),
    DEADLINE: (task) => instant(task.deadline),
    REAL_STATUS: (task) => task.status,
    STATUS_COMPLETE: (task) => (task.status === 5 ? 1 : 0),
    PRIORITY: (task) => task.priority,
    MARK: (task) => task.mark ?? '',
    CREATED_BY_LAST_NAME: (task) => lastName(task.createdById),
    RESPONSIBLE_LAST_NAME: (task) => lastName(task.responsibleId),
    GROUP_ID: (task) => task.groupId,
    TIME_ESTIMATE: (task) => task.timeEstimateSeconds,
    ALLOW_CHANGE_DEADLINE: (task) => Number(task.isDeadlineOpen),
    ALLOW_TIME_TRACKING: (task) => Number(task.isTimeTracked),
    MATCH_WORK_TIME: (task) => Number(task.skipsDaysOff),
    FAVORITE: (task) => Number(task.favoriteOf.includes(user.id)),
    SORTING: same,
    IS_PINNED: same,
    IS_PINNED_IN_GROUP: same,
  };
}
