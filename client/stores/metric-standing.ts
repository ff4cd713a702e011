import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getMetricFacts, type MetricFacts } from '#contract/metric-facts.ts';
import { getPlan, type PlanGrid } from '#contract/plan.ts';
import type { Metric, Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

export interface MetricStanding {
  readonly metric: Metric;
  readonly grid: PlanGrid;
  readonly facts: MetricFacts;
}

/** Plan and fact of a month by the metric that the workspace shows; revenue is the overview's own. */
export const useMetricStanding = defineStore('metric-standing', () => {
  const changes = useChanges();
  const metric = ref<Metric>('revenue');
  const month = ref<Month>('');
  const data = shallowRef<MetricStanding | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function show(next: { metric: Metric; month: Month }): Promise<void> {
    if (next.metric !== metric.value || next.month !== month.value) data.value = null;
    metric.value = next.metric;
    month.value = next.month;
    if (next.metric === 'revenue') {
      stop();
      return;
    }
    unsubscribe ??= changes.subscribe(['facts', 'plans'], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    const [asked, of] = [metric.value, month.value];
    failure.value = null;
    try {
      const [grid, facts] = await Promise.all([
        callEndpoint(getPlan, { month: of }),
        callEndpoint(getMetricFacts, { metric: asked, from: of, months: 1 }),
      ]);
      if (own === sequence) data.value = { metric: asked, grid, facts };
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { metric, month, data, failure, show, load, stop };
});
