import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getCrmOrder, listCrmOrder, type CrmOrder, type OrderCheck, type OrderList } from '#contract/crm-order.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

const pageSize = 100;

interface Asked {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

/** How people keep their deals and leads, and the list behind a number. */
export const useCrmOrder = defineStore('crm-order', () => {
  const portal = usePortal();
  const data = shallowRef<CrmOrder | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const opened = shallowRef<{ check: OrderCheck; scope: string } | null>(null);
  const list = shallowRef<OrderList | null>(null);
  const listFailure = shallowRef<Failure | null>(null);
  const isListLoading = ref(false);
  let asked: Asked | null = null;
  let sequence = 0;
  let listSequence = 0;

  async function show(next: Asked): Promise<void> {
    asked = next;
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getCrmOrder, { ...next });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function open(next: { check: OrderCheck; scope: string }): Promise<void> {
    opened.value = next;
    list.value = null;
    await loadList(0);
  }

  function close(): void {
    listSequence += 1;
    opened.value = null;
  }

  async function loadList(offset: number): Promise<void> {
    if (opened.value === null) return;
    const own = ++listSequence;
    isListLoading.value = true;
    listFailure.value = null;
    try {
      const answer = await callEndpoint(listCrmOrder, { ...opened.value, offset, limit: pageSize });
      if (own !== listSequence) return;
      list.value = answer;
      for (const kind of ['deal', 'lead'] as const) {
        void portal.loadTitles(
          answer.items.filter((item) => item.kind === kind).map(({ id }) => id),
          kind,
        );
      }
    } catch (error) {
      if (own === listSequence) listFailure.value = toFailure(error);
    } finally {
      if (own === listSequence) isListLoading.value = false;
    }
  }

  const load = async (): Promise<void> => {
    if (asked !== null) await show(asked);
  };

  return { data, failure, opened, list, listFailure, isListLoading, pageSize, show, load, open, close, loadList };
});
