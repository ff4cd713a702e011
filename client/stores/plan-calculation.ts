import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type PlanCalculation, putPlanCalculation } from '#contract/plan-calculation.ts';
import { getPlanHistory, type PlanHistory } from '#contract/plan-history.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';
import type { SaveState } from './planning.ts';

const saveAfterMs = 600;
const retryAfterMs = 15_000;

/** What a plan of the month is calculated from; every change of a calculation saves itself. */
export const usePlanCalculation = defineStore('plan-calculation', () => {
  const history = shallowRef<PlanHistory | null>(null);
  const calculations = shallowRef<ReadonlyMap<Scope, PlanCalculation>>(new Map());
  const failure = shallowRef<Failure | null>(null);
  const saveState = ref<SaveState>('saved');
  const unsaved = new Map<Scope, PlanCalculation>();
  let saving: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(month: Month): Promise<void> {
    await flush();
    if (history.value?.month !== month) {
      history.value = null;
      calculations.value = new Map();
    }
    try {
      const answer = await callEndpoint(getPlanHistory, { month });
      history.value = answer;
      calculations.value = new Map([...answer.calculations.map((one) => [one.scope, one.calculation] as const), ...unsaved]);
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  function edit(scope: Scope, calculation: PlanCalculation): void {
    calculations.value = new Map([...calculations.value, [scope, calculation]]);
    unsaved.set(scope, calculation);
    saveState.value = 'waiting';
    schedule(saveAfterMs);
  }

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), afterMs);
  }

  /** Sends what waits; resolves when nothing waits any more or saving has failed. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    while (unsaved.size > 0 || saving !== null) {
      saving ??= saveOnce().finally(() => (saving = null));
      await saving;
      if (saveState.value === 'failed') return;
    }
  }

  async function saveOnce(): Promise<void> {
    const [next] = unsaved;
    const month = history.value?.month;
    if (next === undefined || month === undefined) return;
    const [scope, calculation] = next;
    saveState.value = 'saving';
    try {
      await callEndpoint(putPlanCalculation, { month, scope, calculation });
      if (unsaved.get(scope) === calculation) unsaved.delete(scope);
      failure.value = null;
      saveState.value = unsaved.size === 0 ? 'saved' : 'waiting';
    } catch (error) {
      failure.value = toFailure(error);
      saveState.value = 'failed';
      if (failure.value.isPassing) schedule(retryAfterMs);
    }
  }

  return { history, calculations, failure, saveState, load, edit, flush };
});
