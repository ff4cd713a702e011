import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type Handover, type HandoverResult, listPeopleChanges, type PeopleChanges, previewHandover } from '#contract/people-changes.ts';
import { putPlanDimensions } from '#contract/plan-dimensions.ts';
import type { PeriodKey } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

/** As many targets by dimensions as one request takes. */
const mostLines = 200;

/** What happens to people of a month's plan, and the words of what was handed over until the plan is sent. */
export const usePeopleChanges = defineStore('people-changes', () => {
  const data = shallowRef<PeopleChanges | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const result = shallowRef<HandoverResult | null>(null);
  const resultFailure = shallowRef<Failure | null>(null);
  const reasons = ref<ReadonlyMap<PeriodKey, readonly string[]>>(new Map());
  let sequence = 0;
  let asked = 0;

  async function load(month: PeriodKey): Promise<void> {
    const own = ++sequence;
    if (data.value?.month !== month) data.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(listPeopleChanges, { month });
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** Asks what a handover comes to; null asks nothing and forgets the last answer. */
  async function preview(handover: Handover | null): Promise<void> {
    const own = ++asked;
    resultFailure.value = null;
    if (handover === null) {
      result.value = null;
      return;
    }
    try {
      const answer = await callEndpoint(previewHandover, handover);
      if (own === asked) result.value = answer;
    } catch (error) {
      if (own !== asked) return;
      result.value = null;
      resultFailure.value = toFailure(error);
    }
  }

  /** Puts what is handed over of targets by dimensions into the draft; the failure stands where the list of changes does. */
  async function draftDimensions(month: PeriodKey, lines: HandoverResult['dimensions']): Promise<void> {
    try {
      for (const [metric, own] of Map.groupBy(lines, (line) => line.metric))
        await callEndpoint(putPlanDimensions, {
          month,
          metric,
          lines: own.slice(0, mostLines).map(({ scope, key, title, to }) => ({ scope, key, title, value: to })),
        });
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  function remember(month: PeriodKey, reason: string): void {
    const known = reasons.value.get(month) ?? [];
    if (!known.includes(reason)) reasons.value = new Map(reasons.value).set(month, [...known, reason]);
  }

  function forget(month: PeriodKey, reason?: string): void {
    const kept = reason === undefined ? [] : (reasons.value.get(month) ?? []).filter((one) => one !== reason);
    reasons.value = new Map(reasons.value).set(month, kept);
  }

  return {
    data,
    failure,
    result,
    resultFailure,
    load,
    preview,
    draftDimensions,
    remember,
    forget,
    reasonOf: (month: PeriodKey): string => (reasons.value.get(month) ?? []).join(' '),
  };
});
