import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listDataQuality, type QualityCheck, type QualityList } from '#contract/data-quality.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

const pageSize = 100;

/** The deals or stages behind one number of data quality, with titles that the viewer's own rights allow. */
export const useDataQuality = defineStore('data-quality', () => {
  const portal = usePortal();
  const check = ref<QualityCheck | null>(null);
  const list = shallowRef<QualityList | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;

  async function open(next: QualityCheck): Promise<void> {
    check.value = next;
    list.value = null;
    await load(0);
  }

  function close(): void {
    sequence += 1;
    check.value = null;
  }

  async function load(offset: number): Promise<void> {
    if (check.value === null) return;
    const own = ++sequence;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(listDataQuality, { check: check.value, offset, limit: pageSize });
      if (own !== sequence) return;
      list.value = answer;
      void portal.loadTitles(answer.items.flatMap((item) => (item.kind === 'deal' ? [item.dealId] : [])));
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  return { check, list, failure, isLoading, pageSize, open, close, load };
});
