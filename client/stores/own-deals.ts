import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type DrillDown, getDrillDown } from '#contract/drill-down.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { toFailure } from './failure.ts';
import { usePortal } from './portal.ts';

const pageSize = 20;

/** Open deals of the person who looks, beside the chart; without an answer the block stays as it was. */
export const useOwnDeals = defineStore('own-deals', () => {
  const portal = usePortal();
  const asked = shallowRef<{ month: Month; scope: Scope } | null>(null);
  const data = shallowRef<DrillDown | null>(null);
  const isLoading = ref(false);

  async function load(next: { month: Month; scope: Scope }): Promise<void> {
    const isSame = asked.value?.month === next.month && asked.value.scope === next.scope;
    asked.value = next;
    await turn(isSame ? (data.value?.offset ?? 0) : 0);
  }

  async function turn(offset: number): Promise<void> {
    const own = asked.value;
    if (own === null) return;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getDrillDown, { ...own, measure: 'open', offset, limit: pageSize });
      if (asked.value !== own) return;
      data.value = answer;
      void portal.loadTitles(answer.items.flatMap((item) => (item.kind === 'deal' ? [item.dealId] : [])));
    } catch (error) {
      toFailure(error);
    } finally {
      isLoading.value = false;
    }
  }

  return { data, isLoading, pageSize, load, turn };
});
