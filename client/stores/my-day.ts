import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getMyDay, type MyDay } from '#contract/my-day.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

/** What today must bring, what is done, and which deals to touch. */
export const useMyDay = defineStore('my-day', () => {
  const changes = useChanges();
  const portal = usePortal();
  const data = shallowRef<MyDay | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    unsubscribe ??= changes.subscribe(['facts', 'plans', 'acknowledgements', 'metrics', 'intensity'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getMyDay, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
      void portal.loadTitles(answer.deals.map(({ dealId }) => dealId));
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  return { data, failure, start, stop, load };
});
