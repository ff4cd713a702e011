import { ref, shallowRef } from 'vue';
import type { ActivityPeriod } from '#contract/intensity.ts';
import { toFailure, type Failure } from './failure.ts';

const pageSize = 100;

interface Asked {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

interface Ways<Numbers, List, Opened> {
  readonly read: (asked: Asked) => Promise<Numbers>;
  /** A page of what stands behind a number, by the period that is shown. */
  readonly readList: (opened: Opened, page: { period: ActivityPeriod; day: string; offset: number; limit: number }) => Promise<List>;
  /** What else a page of the list needs. */
  readonly complete: (list: List) => void;
}

/** Numbers of people in a period, and the list behind the one that was pressed; of two answers the one that was asked for last is kept. */
export function useNumbersList<Numbers, List extends { readonly offset: number }, Opened extends { readonly scope: string }>(
  ways: Ways<Numbers, List, Opened>,
) {
  const data = shallowRef<Numbers | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const opened = shallowRef<Opened | null>(null);
  const list = shallowRef<List | null>(null);
  const listFailure = shallowRef<Failure | null>(null);
  const isListLoading = ref(false);
  let asked: Asked | null = null;
  let sequence = 0;
  let listSequence = 0;

  async function show(next: Asked): Promise<void> {
    asked = next;
    const own = ++sequence;
    try {
      const answer = await ways.read({ ...next });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function load(): Promise<void> {
    if (asked !== null) await show(asked);
  }

  async function open(next: Opened): Promise<void> {
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
      const answer = await ways.readList(opened.value, { period, day, offset, limit: pageSize });
      if (own !== listSequence) return;
      list.value = answer;
      ways.complete(answer);
    } catch (error) {
      if (own === listSequence) listFailure.value = toFailure(error);
    } finally {
      if (own === listSequence) isListLoading.value = false;
    }
  }

  return { data, failure, opened, list, listFailure, isListLoading, pageSize, show, load, open, close, loadList };
}
