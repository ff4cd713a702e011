import { createHash } from 'node:crypto';
import type { TaskRow } from '../records/task.ts';
import { editsTask, mayComplete, seesTask, worksOnTask } from '../task-rights.ts';
import type { V3Call } from './v3-call.ts';

/** What this person may do with the task, by the names of the `rights` object. */
export function writeTaskRights(task: TaskRow, { portal, user }: V3Call): Record<string, boolean> {
  const sees = seesTask(portal, user, task);
  const edits = editsTask(portal, user, task);
  const works = edits || worksOnTask(user, task);
  const isControlled = task.status === 4;
  const isOpen = task.status !== 5 && !isControlled;
  return {
    ...named(sees, 'read watch mute favorite createSubtask copy saveAsTemplate'),
    ...named(
      edits,
      'edit remove datePlan changeResponsible changeAccomplices mark addAuditors automate detachParent createGanttDependence',
    ),
    ...named(works, 'createResult changeStatus reminder elapsedTime checklistAdd checklistEdit checklistSave checklistToggle'),
    ...named(works, 'completeResult attachFile detachFile'),
    ...named(false, 'take changeDirector resultEdit removeResult resultRead sort'),
    complete: isOpen && mayComplete(portal, user, task),
    approve: isControlled && edits,
    disapprove: isControlled && edits,
    start: works && (task.status === 2 || task.status === 6),
    pause: works && task.status === 3,
    delegate: works && isOpen,
    defer: works && (task.status === 2 || task.status === 3),
    renew: works && !isOpen,
    deadline: edits || (works && task.isDeadlineOpen),
    timeTracking: works && task.isTimeTracked,
    admin: user.isAdmin,
  };
}

function named(isAllowed: boolean, names: string): Record<string, boolean> {
  return Object.fromEntries(names.split(' ').map((name) => [name, isAllowed]));
}

/** Signed, as every link to an archive is; there are no files behind it. */
export function writeArchiveLink(task: TaskRow, { portal }: V3Call): string {
  const signature = createHash('sha256').update(`${portal.options.memberId} ${task.id}`).digest('hex');
  const query = `entityId=${task.id}&entity=TASKS_TASK&fieldName=UF_TASK_WEBDAV_FILES&signature=${signature}`;
  return `/bitrix/tools/disk/uf.php?${query}&action=downloadArchiveByEntity&ncc=1`;
}
