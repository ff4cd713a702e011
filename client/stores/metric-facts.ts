import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type Attribution, getMetricFacts, type MetricFacts } from '#contract/metric-facts.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

interface Asked {
  readonly metrics: readonly Metric[];
  readonly from: Month;
  readonly months: number;
  /** Of whoever is responsible for the deal unless told. */
  readonly attribution?: Attribution;
}

/** Facts of some metrics over some months, for everybody whom the viewer may see; they follow the portal while somebody looks. */
export const useMetricFacts = defineStore('metric-facts', () => {
  const changes = useChanges();
  const asked = shallowRef<Asked | null>(null);
  /** Metrics come one by one; of other months there is nothing in it. */
  const data = shallowRef<ReadonlyMap<Metric, MetricFacts>>(new Map());
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function load(next: Asked): Promise<void> {
    const isSameSpan =
      asked.value?.from === next.from && asked.value.months === next.months && asked.value.attribution === next.attribution;
    asked.value = next;
    if (!isSameSpan) data.value = new Map();
    unsubscribe ??= changes.subscribe(['facts'], () => void read());
    await read();
  }

  async function read(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    const { metrics, ...request } = asked.value;
    failure.value = null;
    for (const metric of metrics) {
      try {
        const answer = await callEndpoint(getMetricFacts, { metric, ...request });
        if (own !== sequence) return;
        data.value = new Map([...data.value, [metric, answer]]);
      } catch (error) {
        if (own === sequence) failure.value = toFailure(error);
        return;
      }
    }
  }

  /** The fact of a scope in a month; null while there is none, undefined while it is not known. */
  function factOf(metric: Metric, scope: Scope, month: Month): string | null | undefined {
    const facts = data.value.get(metric);
    const at = facts?.months.indexOf(month) ?? -1;
    return at < 0 ? undefined : facts?.facts.find((one) => one.scope === scope)?.values[at];
  }

  function stop(): void {
    sequence += 1;
    asked.value = null;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { asked, data, failure, load, factOf, stop };
});
