import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getPlan, type PlanGrid } from '#contract/plan.ts';
import type { Month } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

/** The plan of a month beside the one on the screen, to be copied from. */
export const useOtherPlan = defineStore('other-plan', () => {
  const grid = shallowRef<PlanGrid | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;

  async function load(month: Month): Promise<void> {
    const own = ++sequence;
    grid.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(getPlan, { month });
      if (own === sequence) grid.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  return { grid, failure, load };
});
