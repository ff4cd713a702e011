import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getIntensity,
  listActivity,
  type ActivityList,
  type ActivityPeriod,
  type ActivityThing,
  type Intensity,
} from '#contract/intensity.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';
import { cardKinds, usePortal } from './portal.ts';
import { largestPage, mostTitles, readPages } from './read-pages.ts';

const pageSize = 100;

export interface AskedActivity {
  readonly metric: string;
  readonly measure: 'fact' | 'norm' | 'usual';
  readonly scope: string;
}

/** Who did how much in a period, and the list behind one of its numbers. */
export const useIntensity = defineStore('intensity', () => {
  const changes = useChanges();
  const portal = usePortal();
  const period = ref<ActivityPeriod>('month');
  const day = ref<string | null>(null);
  const scope = ref<string | null>(null);
  const data = shallowRef<Intensity | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  const asked = shallowRef<AskedActivity | null>(null);
  const list = shallowRef<ActivityList | null>(null);
  const listFailure = shallowRef<Failure | null>(null);
  const isListLoading = ref(false);
  let sequence = 0;
  let listSequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    unsubscribe ??= changes.subscribe(['facts', 'plans', 'metrics', 'intensity'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
    close();
  }

  /** Old numbers stay until new ones are there; the last request wins. */
  async function load(): Promise<void> {
    const own = ++sequence;
    isLoading.value = true;
    const of = { ...(day.value === null ? {} : { day: day.value }), ...(scope.value === null ? {} : { scope: scope.value }) };
    try {
      const answer = await callEndpoint(getIntensity, { period: period.value, ...of });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  async function show(next: { period?: ActivityPeriod; day?: string; scope?: string }): Promise<void> {
    if (next.period !== undefined) period.value = next.period;
    if (next.day !== undefined) day.value = next.day;
    if (next.scope !== undefined) scope.value = next.scope;
    await load();
  }

  /** A day of the answer that is on the screen, whatever was chosen since. */
  const shownDay = (shown: Intensity): string => (shown.period === 'day' ? shown.from : (day.value ?? shown.today));

  async function open(next: AskedActivity): Promise<void> {
    asked.value = next;
    list.value = null;
    await loadList(0);
  }

  function close(): void {
    listSequence += 1;
    asked.value = null;
  }

  async function loadList(offset: number): Promise<void> {
    const [of, numbers] = [asked.value, data.value];
    if (of === null || numbers === null) return;
    const own = ++listSequence;
    isListLoading.value = true;
    listFailure.value = null;
    try {
      const answer = await callEndpoint(listActivity, { ...of, period: numbers.period, day: shownDay(numbers), offset, limit: pageSize });
      if (own !== listSequence) return;
      list.value = answer;
      void portal.loadTitles([...new Set(answer.items.flatMap(({ dealId }) => dealId ?? []))]);
      const clients = answer.items.flatMap(({ client }) => client ?? []);
      for (const kind of ['lead', 'contact', 'company'] as const) {
        const ids = clients.filter((client) => cardKinds[client.kind] === kind).map(({ id }) => id);
        void portal.loadTitles([...new Set(ids)], kind);
      }
    } catch (error) {
      if (own === listSequence) listFailure.value = toFailure(error);
    } finally {
      if (own === listSequence) isListLoading.value = false;
    }
  }

  /** Everything the number is made of; null where a page does not come. */
  async function readAll(): Promise<ActivityThing[] | null> {
    const [of, numbers] = [asked.value, data.value];
    if (of === null || numbers === null) return null;
    const about = { period: numbers.period, day: numbers.period === 'day' ? numbers.from : (day.value ?? numbers.today) };
    try {
      const items = await readPages((offset) => callEndpoint(listActivity, { ...of, ...about, offset, limit: largestPage }));
      await portal.loadTitles([...new Set(items.flatMap(({ dealId }) => dealId ?? []))].slice(0, mostTitles));
      return items;
    } catch (error) {
      listFailure.value = toFailure(error);
      return null;
    }
  }

  return {
    period,
    day,
    scope,
    data,
    failure,
    isLoading,
    asked,
    list,
    listFailure,
    isListLoading,
    pageSize,
    start,
    stop,
    load,
    show,
    open,
    close,
    loadList,
    shownDay,
    readAll,
  };
});
