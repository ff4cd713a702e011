import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listPlanVersions, type PlanVersions } from '#contract/plan-versions.ts';
import type { Month } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

/** Every version of a month's plan, read when somebody looks. */
export const usePlanVersions = defineStore('plan-versions', () => {
  const data = shallowRef<PlanVersions | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;

  async function load(month: Month): Promise<void> {
    const own = ++sequence;
    if (data.value?.month !== month) data.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(listPlanVersions, { month });
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  return { data, failure, load };
});
