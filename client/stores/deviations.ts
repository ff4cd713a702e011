import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listDeviations, type DeviationRegister } from '#contract/deviations.ts';
import type { Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

/** The register of a month's deviations. */
export const useDeviations = defineStore('deviations', () => {
  const data = shallowRef<DeviationRegister | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let month: Month = '';
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listDeviations, { month });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function show(next: Month): Promise<void> {
    month = next;
    unsubscribe();
    unsubscribe = useChanges().subscribe(['reviews', 'actions', 'facts', 'plans'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe();
    sequence += 1;
  }

  return { data, failure, load, show, stop };
});
