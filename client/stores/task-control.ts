import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
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
import { usePortal } from './portal.ts';

const pageSize = 100;

interface Asked {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

/** Tasks of people, the list behind a number, and the day on which somebody looks at one of them. */
export const useTaskControl = defineStore('task-control', () => {
  const portal = usePortal();
  const data = shallowRef<TaskControl | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const opened = shallowRef<{ group: TaskGroup; scope: string } | null>(null);
  const list = shallowRef<TaskList | null>(null);
  const listFailure = shallowRef<Failure | null>(null);
  const isListLoading = ref(false);
  const saveFailure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);
  let asked: Asked | null = null;
  let sequence = 0;
  let listSequence = 0;

  async function show(next: Asked): Promise<void> {
    asked = next;
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getTaskControl, { ...next });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function open(next: { group: TaskGroup; scope: string }): Promise<void> {
    opened.value = next;
    list.value = null;
    await loadList(0);
  }

  function close(): void {
    listSequence += 1;
    opened.value = null;
  }

  async function loadList(offset: number): Promise<void> {
    if (opened.value === null || asked === null) return;
    const own = ++listSequence;
    isListLoading.value = true;
    listFailure.value = null;
    try {
      const { period, day } = asked;
      const answer = await callEndpoint(listControlledTasks, { ...opened.value, period, day, offset, limit: pageSize });
      if (own !== listSequence) return;
      list.value = answer;
      void portal.loadTaskTitles(answer.items.filter(({ kind }) => kind === 'task').map(({ id }) => id));
      void portal.loadTitles([...new Set(answer.items.flatMap(({ dealId }) => dealId ?? []))]);
    } catch (error) {
      if (own === listSequence) listFailure.value = toFailure(error);
    } finally {
      if (own === listSequence) isListLoading.value = false;
    }
  }

  /** False when it was not saved; numbers and the list are asked for anew. */
  async function check(taskId: string, change: Pick<ControlledTask, 'checkOn' | 'outcome' | 'words'>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      await callEndpoint(putTaskCheck, { taskId, ...change });
      if (asked !== null) void show(asked);
      await loadList(list.value?.offset ?? 0);
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const load = async (): Promise<void> => {
    if (asked !== null) await show(asked);
  };

  return {
    data,
    failure,
    opened,
    list,
    listFailure,
    isListLoading,
    saveFailure,
    isBusy,
    pageSize,
    show,
    load,
    open,
    close,
    loadList,
    check,
  };
});
