import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type Attribution, listMetricFacts, type MetricFactList, type MetricThing } from '#contract/metric-facts.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';
import { usePortal } from './portal.ts';
import { largestPage, mostTitles, readPages } from './read-pages.ts';

const pageSize = 100;

export interface AskedList {
  readonly metric: Metric;
  readonly month: Month;
  readonly scope: Scope;
  /** Only things about this part of what is sold, and what it is called. */
  readonly about?: string;
  /** Of whoever is responsible for the deal unless told. */
  readonly attribution?: Attribution;
  readonly title?: string;
}

/** The things behind one fact, page by page; from a ratio one goes to the lists of its two metrics and back. */
export const useMetricFactList = defineStore('metric-fact-list', () => {
  const portal = usePortal();
  const changes = useChanges();
  /** What was opened, and behind it the part of a ratio that is looked at. */
  const path = shallowRef<readonly AskedList[]>([]);
  const asked = computed(() => path.value.at(-1) ?? null);
  const ratio = computed(() => (path.value.length > 1 ? (path.value[0]?.metric ?? null) : null));
  const data = shallowRef<MetricFactList | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  const open = (list: AskedList): Promise<void> => show([list]);

  async function openPart(metric: Metric): Promise<void> {
    const [whole] = path.value;
    if (whole !== undefined) await show([whole, { ...whole, metric }]);
  }

  const back = (): Promise<void> => show(path.value.slice(0, 1));

  async function show(next: readonly AskedList[]): Promise<void> {
    path.value = next;
    data.value = null;
    unsubscribe ??= changes.subscribe(['facts'], () => void load(data.value?.offset ?? 0));
    await load(0);
  }

  function close(): void {
    sequence += 1;
    path.value = [];
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(offset: number): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    const { title: _, ...request } = asked.value;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(listMetricFacts, { ...request, offset, limit: pageSize });
      if (own !== sequence) return;
      data.value = answer;
      void portal.loadTitles([...new Set(answer.items.flatMap(({ dealId }) => dealId ?? []))]);
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  /** Everything the fact is made of; null where a page does not come. */
  async function readAll(): Promise<MetricThing[] | null> {
    if (asked.value === null) return null;
    const { title: _, ...request } = asked.value;
    try {
      const items = await readPages((offset) => callEndpoint(listMetricFacts, { ...request, offset, limit: largestPage }));
      await portal.loadTitles([...new Set(items.flatMap(({ dealId }) => dealId ?? []))].slice(0, mostTitles));
      return items;
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    }
  }

  return { asked, ratio, data, failure, isLoading, pageSize, open, openPart, back, close, load, readAll };
});
