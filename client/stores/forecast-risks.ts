import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getForecastRisks, type ForecastRisks } from '#contract/forecast-risks.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

/** Which deals of a forecast may not come as they stand; asked again when facts change. */
export const useForecastRisks = defineStore('forecast-risks', () => {
  const changes = useChanges();
  const asked = shallowRef<{ month: Month; scope: Scope } | null>(null);
  const data = shallowRef<ForecastRisks | null>(null);
  const failure = shallowRef<Failure | null>(null);
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
    failure.value = null;
    try {
      const answer = await callEndpoint(getForecastRisks, asked.value);
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { data, failure, show, load, stop };
});
