import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  archiveManualMetric,
  changeManualMetric,
  defineManualMetric,
  enterManualValue,
  listManualMetrics,
  type ManualMetric,
  type ManualMetrics,
  type MetricDefinition,
} from '#contract/manual-metrics.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

/** Why a change was refused, where the fresh list tells it. */
export type MetricProblem = 'nameTaken' | 'kindFixed' | 'inArchive';

/** Metrics of the portal's own with their newest numbers. */
export const useManualMetrics = defineStore('manual-metrics', () => {
  const data = shallowRef<ManualMetrics | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const problem = ref<MetricProblem | null>(null);
  const isBusy = ref(false);
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  const live = computed(() => data.value?.metrics.filter(({ archivedAt }) => archivedAt === null) ?? []);
  const archived = computed(() => data.value?.metrics.filter(({ archivedAt }) => archivedAt !== null) ?? []);

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listManualMetrics, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function start(): Promise<void> {
    unsubscribe();
    unsubscribe = useChanges().subscribe(['metrics'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe();
    sequence += 1;
  }

  /** The metric as it is now; null when the change was refused, and then `problem` or `saveFailure` say why. */
  async function save(change: () => Promise<ManualMetric>, why: () => MetricProblem | null): Promise<ManualMetric | null> {
    if (isBusy.value) return null;
    isBusy.value = true;
    forget();
    try {
      const metric = await change();
      put(metric);
      return metric;
    } catch (error) {
      const refusal = toFailure(error);
      if (refusal.code === 'conflict') {
        await load();
        problem.value = why();
      }
      saveFailure.value = refusal;
      return null;
    } finally {
      isBusy.value = false;
    }
  }

  function put(metric: ManualMetric): void {
    // An answer that was asked for before the change would show the metric as it was.
    sequence += 1;
    if (data.value === null) return;
    const others = data.value.metrics.filter(({ metricId }) => metricId !== metric.metricId);
    data.value = { ...data.value, metrics: [...others, metric].sort((a, b) => a.name.localeCompare(b.name)) };
  }

  function forget(): void {
    saveFailure.value = null;
    problem.value = null;
  }

  const find = (metricId: string | null): ManualMetric | undefined => data.value?.metrics.find((metric) => metric.metricId === metricId);
  const isTaken = (name: string, metricId: string | null): boolean =>
    live.value.some((metric) => metric.metricId !== metricId && metric.name.toLowerCase() === name.toLowerCase());

  return {
    data,
    failure,
    saveFailure,
    problem,
    isBusy,
    live,
    archived,
    load,
    start,
    stop,
    forget,
    define: (definition: MetricDefinition) =>
      save(
        () => callEndpoint(defineManualMetric, definition),
        () => (isTaken(definition.name, null) ? 'nameTaken' : null),
      ),
    change: (metricId: string, definition: MetricDefinition) =>
      save(
        () => callEndpoint(changeManualMetric, { metricId, ...definition }),
        () => {
          if (isTaken(definition.name, metricId)) return 'nameTaken';
          const kept = find(metricId);
          const isOther = kept !== undefined && (kept.unit !== definition.unit || kept.overTime !== definition.overTime);
          return isOther && kept.hasValues ? 'kindFixed' : null;
        },
      ),
    archive: (metric: ManualMetric, isArchived: boolean) =>
      save(
        () => callEndpoint(archiveManualMetric, { metricId: metric.metricId, isArchived }),
        () => (isTaken(metric.name, metric.metricId) ? 'nameTaken' : null),
      ),
    enter: (metricId: string, entry: { userId: string; day: string; value: string | null }) =>
      save(
        () => callEndpoint(enterManualValue, { metricId, ...entry }),
        () => (find(metricId)?.archivedAt == null ? null : 'inArchive'),
      ),
  };
});
