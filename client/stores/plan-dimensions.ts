import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
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

interface Asked {
  readonly month: Month;
  readonly metric: Metric;
}

/** Targets of a metric by clients, goods, brands and pipelines; what is typed stays in `unsaved` until the server has it. */
export const usePlanDimensions = defineStore('plan-dimensions', () => {
  const portal = usePortal();
  const asked = shallowRef<Asked | null>(null);
  const state = shallowRef<PlanDimensions | null>(null);
  const values = shallowRef<DimensionValues | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const unsaved = shallowRef<ReadonlyMap<string, DimensionEdit>>(new Map());
  const isSaving = ref(false);
  let sequence = 0;
  let valuesSequence = 0;

  async function load(what: Asked): Promise<void> {
    const own = ++sequence;
    if (asked.value?.month !== what.month || asked.value.metric !== what.metric) {
      state.value = null;
      unsaved.value = new Map();
      saveFailure.value = null;
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
    const next = new Map(unsaved.value);
    for (const line of lines) next.set(`${line.scope} ${line.key}`, line);
    unsaved.value = next;
    return flush();
  }

  async function flush(): Promise<boolean> {
    if (asked.value === null || unsaved.value.size === 0) return true;
    const own = ++sequence;
    const sent = [...unsaved.value];
    isSaving.value = true;
    try {
      const answer = await callEndpoint(putPlanDimensions, { ...asked.value, lines: sent.map(([, line]) => line) });
      // What was typed meanwhile is on its way by itself.
      unsaved.value = new Map(
        [...unsaved.value].filter(([key, line]) => !sent.some(([other, before]) => other === key && before === line)),
      );
      if (own === sequence) state.value = answer;
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
