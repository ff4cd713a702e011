import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getPlanConditions, type PlanConditions, type PlanConditionsState, putPlanConditions } from '#contract/plan-conditions.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

/** Terms, tax, weights and limits that go with the plan of a month, and their drafts. */
export const usePlanConditions = defineStore('plan-conditions', () => {
  const state = shallowRef<PlanConditionsState | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let sequence = 0;

  async function load(month: Month): Promise<void> {
    const own = ++sequence;
    if (state.value?.month !== month) state.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(getPlanConditions, { month });
      if (own === sequence) state.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** Drafts conditions; null takes them out, undefined drops the draft. False when it failed. */
  async function save(month: Month, scope: Scope, conditions: PlanConditions | null | undefined): Promise<boolean> {
    const own = ++sequence;
    isSaving.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(putPlanConditions, { month, scope, ...(conditions === undefined ? {} : { conditions }) });
      if (own === sequence) state.value = answer;
      return true;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { state, failure, isSaving, load, save };
});
