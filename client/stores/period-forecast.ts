import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getPeriodForecast, type PeriodForecast } from '#contract/period-forecast.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';

/** What the portal's own past lets one expect of a month; without it the page does with the table of percents. */
export const usePeriodForecast = defineStore('period-forecast', () => {
  const changes = useChanges();
  const asked = shallowRef<{ month: Month; scope: Scope } | null>(null);
  const data = shallowRef<PeriodForecast | null>(null);
  const hasFailed = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function show(next: { month: Month; scope: Scope }): Promise<void> {
    if (next.month !== asked.value?.month || next.scope !== asked.value.scope) data.value = null;
    asked.value = next;
    unsubscribe ??= changes.subscribe(['facts'], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getPeriodForecast, asked.value);
      if (own !== sequence) return;
      data.value = answer;
      hasFailed.value = false;
    } catch {
      if (own === sequence) hasFailed.value = true;
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { data, hasFailed, show, load, stop };
});
