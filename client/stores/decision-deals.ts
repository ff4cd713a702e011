import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getDrillDown } from '#contract/drill-down.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { toFailure } from './failure.ts';
import { usePortal } from './portal.ts';

/** Open deals that a task can be bound to; without an answer the form does without them. */
export const useDecisionDeals = defineStore('decision-deals', () => {
  const portal = usePortal();
  const asked = ref('');
  const ids = shallowRef<readonly string[]>([]);

  const deals = computed(() => ids.value.map((dealId) => ({ dealId, title: portal.titles.get(dealId) ?? `№ ${dealId}` })));

  async function load(about: { month: Month; scope: Scope }): Promise<void> {
    const key = `${about.month} ${about.scope}`;
    if (asked.value === key) return;
    asked.value = key;
    ids.value = [];
    try {
      const { items } = await callEndpoint(getDrillDown, { ...about, measure: 'open', offset: 0, limit: 100 });
      if (asked.value !== key) return;
      ids.value = [...new Set(items.flatMap((item) => (item.kind === 'deal' ? [item.dealId] : [])))];
      void portal.loadTitles(ids.value);
    } catch (error) {
      toFailure(error);
    }
  }

  return { deals, load };
});
