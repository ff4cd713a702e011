import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listValueHistory, type ValueHistory } from '#contract/manual-metrics.ts';
import { toFailure, type Failure } from './failure.ts';

/** What was entered for one person in one metric, read when somebody looks. */
export const useValueHistory = defineStore('value-history', () => {
  const data = shallowRef<ValueHistory | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;

  async function load(of: { metricId: string; userId: string }): Promise<void> {
    const own = ++sequence;
    data.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(listValueHistory, of);
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  return { data, failure, load };
});
