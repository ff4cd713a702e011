import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getTaskControl,
  listControlledTasks,
  putTaskCheck,
  type ControlledTask,
  type TaskControl,
  type TaskGroup,
  type TaskList,
} from '#contract/task-control.ts';
import { toFailure, type Failure } from './failure.ts';
import { useNumbersList } from './numbers-list.ts';
import { usePortal } from './portal.ts';

/** Tasks of people, the list behind a number, and the day on which somebody looks at one of them. */
export const useTaskControl = defineStore('task-control', () => {
  const portal = usePortal();
  const saveFailure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);
  const numbers = useNumbersList<TaskControl, TaskList, { group: TaskGroup; scope: string }>({
    read: (asked) => callEndpoint(getTaskControl, asked),
    readList: (opened, page) => callEndpoint(listControlledTasks, { ...opened, ...page }),
    complete: ({ items }) => {
      void portal.loadTaskTitles(items.filter(({ kind }) => kind === 'task').map(({ id }) => id));
      void portal.loadTitles([...new Set(items.flatMap(({ dealId }) => dealId ?? []))]);
    },
  });

  /** False when it was not saved; numbers and the list are asked for anew. */
  async function check(taskId: string, change: Pick<ControlledTask, 'checkOn' | 'outcome' | 'words'>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      await callEndpoint(putTaskCheck, { taskId, ...change });
      void numbers.load();
      await numbers.loadList(numbers.list.value?.offset ?? 0);
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { ...numbers, saveFailure, isBusy, check };
});
