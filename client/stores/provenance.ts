import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import { getProvenance, type Provenance } from '#contract/provenance.ts';
import { toFailure, type Failure } from './failure.ts';

interface AskedProvenance {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

/** What stands behind the numbers of activity; asked after them, because it takes longer and nobody waits for it. */
export const useProvenance = defineStore('provenance', () => {
  const data = shallowRef<Provenance | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;

  /** Of two answers the one that was asked for last is kept. */
  async function show(asked: AskedProvenance): Promise<void> {
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getProvenance, { ...asked });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  return { data, failure, isLoading, show };
});
