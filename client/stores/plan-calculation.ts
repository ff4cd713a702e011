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

/** A calculation that the server does not have yet; it stays one of its own month, whatever month is shown. */
interface Unsaved {
  readonly month: Month;
  readonly scope: Scope;
  readonly calculation: PlanCalculation;
}

/** What a plan of the month is calculated from; every change of a calculation saves itself. */
export const usePlanCalculation = defineStore('plan-calculation', () => {
  const history = shallowRef<PlanHistory | null>(null);
  const calculations = shallowRef<ReadonlyMap<Scope, PlanCalculation>>(new Map());
  const failure = shallowRef<Failure | null>(null);
  const saveState = ref<SaveState>('saved');
  const unsaved = new Map<string, Unsaved>();
  let saving: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sequence = 0;

  async function load(month: Month): Promise<void> {
    const own = ++sequence;
    await flush();
    if (own !== sequence) return;
    if (history.value?.month !== month) {
      history.value = null;
      calculations.value = new Map();
    }
    try {
      const answer = await callEndpoint(getPlanHistory, { month });
      if (own !== sequence) return;
      history.value = answer;
      calculations.value = new Map([
        ...answer.calculations.map((one) => [one.scope, one.calculation] as const),
        ...[...unsaved.values()].filter((one) => one.month === month).map((one) => [one.scope, one.calculation] as const),
      ]);
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function edit(scope: Scope, calculation: PlanCalculation): void {
    const month = history.value?.month;
    if (month === undefined) return;
    calculations.value = new Map([...calculations.value, [scope, calculation]]);
    unsaved.set(`${month} ${scope}`, { month, scope, calculation });
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
    for (let next = firstUnsaved(); next !== undefined || saving !== null; next = firstUnsaved()) {
      if (saving === null && next !== undefined) saving = save(...next).finally(() => (saving = null));
      await saving;
      if (saveState.value === 'failed') return;
    }
  }

  function firstUnsaved(): [key: string, next: Unsaved] | undefined {
    const [first] = unsaved;
    return first;
  }

  async function save(key: string, next: Unsaved): Promise<void> {
    saveState.value = 'saving';
    try {
      await callEndpoint(putPlanCalculation, next);
      if (unsaved.get(key) === next) unsaved.delete(key);
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
