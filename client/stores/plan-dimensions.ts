import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  type DimensionCode,
  type DimensionValues,
  getPlanDimensions,
  listDimensionValues,
  type PlanDimensions,
  putPlanDimensions,
} from '#contract/plan-dimensions.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';
import { usePortal } from './portal.ts';

/** A change of the draft; a null value takes the line out, an absent one drops its draft. */
export interface DimensionEdit {
  readonly scope: Scope;
  readonly key: string;
  readonly title: string;
  readonly value?: string | null;
}

/** The contract takes so many lines at once. */
const longestSave = 200;

interface Asked {
  readonly month: Month;
  readonly metric: Metric;
}

/** Targets of a metric by clients, goods, brands, pipelines and fields of deals; what is typed stays in `unsaved` until the server has it. */
export const usePlanDimensions = defineStore('plan-dimensions', () => {
  const portal = usePortal();
  const asked = shallowRef<Asked | null>(null);
  const state = shallowRef<PlanDimensions | null>(null);
  const values = shallowRef<DimensionValues | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  /** Also of months and metrics that were left: nothing that was typed is dropped before the server has it. */
  const waiting = shallowRef<ReadonlyMap<string, Asked & { readonly line: DimensionEdit }>>(new Map());
  const unsaved = computed<ReadonlyMap<string, DimensionEdit>>(
    () =>
      new Map(
        [...waiting.value]
          .filter(([, { month, metric }]) => month === asked.value?.month && metric === asked.value.metric)
          .map(([key, { line }]) => [key, line]),
      ),
  );
  const isSaving = ref(false);
  let sequence = 0;
  let saving: Promise<boolean> | null = null;
  let valuesSequence = 0;

  async function load(what: Asked): Promise<void> {
    const own = ++sequence;
    if (asked.value?.month !== what.month || asked.value.metric !== what.metric) {
      state.value = null;
    }
    asked.value = what;
    failure.value = null;
    try {
      const answer = await callEndpoint(getPlanDimensions, what);
      if (own === sequence) state.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** What there is to plan by; titles of clients come from the portal with the viewer's own rights. */
  async function loadValues(scope: Scope, dimension: DimensionCode): Promise<void> {
    if (asked.value === null) return;
    const own = ++valuesSequence;
    values.value = null;
    try {
      const answer = await callEndpoint(listDimensionValues, { ...asked.value, scope, dimension });
      if (own !== valuesSequence) return;
      if (dimension === 'client')
        await portal.loadTitles(
          answer.values.flatMap(({ value }) => companyIdOf(value) ?? []),
          'company',
        );
      if (own === valuesSequence) values.value = answer;
    } catch (error) {
      if (own === valuesSequence) failure.value = toFailure(error);
    }
  }

  /** Takes edits at once; true when the server has them all. */
  async function edit(lines: readonly DimensionEdit[]): Promise<boolean> {
    if (asked.value === null) return false;
    const { month, metric } = asked.value;
    const next = new Map(waiting.value);
    for (const line of lines) next.set(`${month} ${metric} ${line.scope} ${line.key}`, { month, metric, line });
    waiting.value = next;
    return flush();
  }

  /** One request at a time: an older number that overtakes a newer one would stay. */
  async function flush(): Promise<boolean> {
    while (waiting.value.size > 0 || saving !== null) {
      saving ??= saveOnce().finally(() => (saving = null));
      if (!(await saving)) return false;
    }
    return true;
  }

  /** Saves what waits of the month and metric that have waited longest. */
  async function saveOnce(): Promise<boolean> {
    const [first] = waiting.value.values();
    if (first === undefined) return true;
    const { month, metric } = first;
    const sent = [...waiting.value].filter(([, one]) => one.month === month && one.metric === metric).slice(0, longestSave);
    isSaving.value = true;
    try {
      const answer = await callEndpoint(putPlanDimensions, { month, metric, lines: sent.map(([, { line }]) => line) });
      // What was typed anew meanwhile goes with the next request.
      waiting.value = new Map([...waiting.value].filter(([key, one]) => !sent.some(([other, before]) => other === key && before === one)));
      if (asked.value?.month === month && asked.value.metric === metric) {
        sequence += 1;
        state.value = answer;
      }
      saveFailure.value = null;
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { asked, state, values, failure, saveFailure, unsaved, isSaving, load, loadValues, edit, flush };
});

export function companyIdOf(value: string): string | undefined {
  return /^company:(\d+)$/.exec(value)?.[1];
}
