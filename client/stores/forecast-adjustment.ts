import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getForecastAdjustment, setForecastAdjustment, type ForecastAdjustment } from '#contract/forecast-adjustment.ts';
import { getDrillDown } from '#contract/drill-down.ts';
import type { Month } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';
import type { RouteDeal } from './forecast-route.ts';
import { usePortal } from './portal.ts';

const mostDeals = 500;

/** The adjustment of one person's forecast that is being looked at or set, with everything that was set before. */
export const useForecastAdjustment = defineStore('forecast-adjustment', () => {
  const portal = usePortal();
  const asked = shallowRef<{ month: Month; userId: string; name: string } | null>(null);
  const data = shallowRef<ForecastAdjustment | null>(null);
  /** Open deals of the person that count in the month. */
  const deals = shallowRef<readonly RouteDeal[] | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let sequence = 0;

  async function open(next: { month: Month; userId: string; name: string }): Promise<void> {
    asked.value = next;
    data.value = null;
    deals.value = null;
    saveFailure.value = null;
    await load();
  }

  async function load(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    const { month, userId } = asked.value;
    failure.value = null;
    try {
      const list = { month, scope: `person:${userId}`, measure: 'weighted', offset: 0, limit: mostDeals } as const;
      const [answer, { items }] = await Promise.all([
        callEndpoint(getForecastAdjustment, { month, userId }),
        callEndpoint(getDrillDown, list),
      ]);
      if (own !== sequence) return;
      data.value = answer;
      deals.value = items.filter((item): item is RouteDeal => item.kind === 'deal' && item.percent !== null);
      void portal.loadTitles(answer.history.flatMap(({ dealIds }) => dealIds));
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** True when it is set; who was second sees what the first one has set, and keeps what they typed. */
  async function save(value: string, reason: string, dealIds: string[]): Promise<boolean> {
    if (asked.value === null || data.value === null || isSaving.value) return false;
    const { month, userId } = asked.value;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const baseRevision = data.value.history[0]?.revision ?? 0;
      data.value = await callEndpoint(setForecastAdjustment, { month, userId, value, reason, dealIds, baseRevision });
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      if (saveFailure.value.code === 'conflict') await load();
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  function close(): void {
    sequence += 1;
    asked.value = null;
  }

  return {
    ...{ asked, data, deals, current: computed(() => data.value?.history[0] ?? null), failure, saveFailure, isSaving },
    ...{ open, load, save, close },
    loadTitles: (ids: readonly string[]) => portal.loadTitles(ids),
  };
});
