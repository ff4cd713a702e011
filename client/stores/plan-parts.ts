import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { draftPlanParts, getPlanParts, type PartBasis, type PartKind, type PlanParts } from '#contract/plan-parts.ts';
import type { Metric, PeriodKey } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

interface Asked {
  readonly month: PeriodKey;
  readonly metric: Metric;
  readonly into: PartKind;
  readonly basis: PartBasis;
}

/** A plan as shorter periods: what it comes to, and putting that into their drafts. */
export const usePlanParts = defineStore('plan-parts', () => {
  const data = shallowRef<PlanParts | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let sequence = 0;

  async function load(asked: Asked): Promise<void> {
    const own = ++sequence;
    data.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(getPlanParts, asked);
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** Keys of the plans whose drafts have taken their part; null when none has. */
  async function apply(): Promise<readonly PeriodKey[] | null> {
    if (data.value === null || isSaving.value) return null;
    const { month, metric, into, basis } = data.value;
    isSaving.value = true;
    failure.value = null;
    try {
      return (await callEndpoint(draftPlanParts, { month, metric, into, basis })).parts;
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    } finally {
      isSaving.value = false;
    }
  }

  return { data, failure, isSaving, load, apply };
});
