import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type DrillDown, type DrillDownItem, getDrillDown, type Measure } from '#contract/drill-down.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';
import { usePortal } from './portal.ts';
import { largestPage, mostTitles, readPages } from './read-pages.ts';

const pageSize = 100;

/** The list behind one number, page by page, with titles that the viewer's own rights allow. */
export const useDrillDown = defineStore('drill-down', () => {
  const portal = usePortal();
  const changes = useChanges();
  const asked = shallowRef<{ month: Month; measure: Measure; scope: Scope } | null>(null);
  const data = shallowRef<DrillDown | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function open(list: { month: Month; measure: Measure; scope: Scope }): Promise<void> {
    asked.value = list;
    data.value = null;
    unsubscribe ??= changes.subscribe(['facts', 'plans'], () => void load(data.value?.offset ?? 0));
    await load(0);
  }

  function close(): void {
    sequence += 1;
    asked.value = null;
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(offset: number): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(getDrillDown, { ...asked.value, offset, limit: pageSize });
      if (own !== sequence) return;
      data.value = answer;
      void portal.loadTitles(dealIdsOf(answer.items));
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  /** Everything the number is made of, with titles as far as there is time for them; null where a page does not come. */
  async function readAll(): Promise<DrillDownItem[] | null> {
    if (asked.value === null) return null;
    const list = asked.value;
    try {
      const items = await readPages((offset) => callEndpoint(getDrillDown, { ...list, offset, limit: largestPage }));
      await portal.loadTitles(dealIdsOf(items).slice(0, mostTitles));
      return items;
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    }
  }

  return { asked, data, failure, isLoading, pageSize, open, close, load, readAll };
});

function dealIdsOf(items: readonly DrillDownItem[]): string[] {
  const ids = items.flatMap((item) => {
    if (item.kind === 'deal') return [item.dealId];
    if (item.kind === 'adjustment') return item.dealIds;
    return item.kind === 'call' && item.dealId !== null ? [item.dealId] : [];
  });
  return [...new Set(ids)];
}
