import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getForecastChanges, type ForecastChanges } from '#contract/forecast-changes.ts';
import type { Day, Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

/** What has moved a forecast since a day; asked again when facts change. */
export const useForecastChanges = defineStore('forecast-changes', () => {
  const changes = useChanges();
  const asked = shallowRef<{ month: Month; scope: Scope; since: Day } | null>(null);
  const data = shallowRef<ForecastChanges | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function show(next: { month: Month; scope: Scope; since: Day }): Promise<void> {
    if (next.month !== asked.value?.month || next.scope !== asked.value.scope) data.value = null;
    asked.value = next;
    unsubscribe ??= changes.subscribe(['facts'], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(getForecastChanges, asked.value);
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { asked, data, failure, isLoading, show, load, stop };
});
