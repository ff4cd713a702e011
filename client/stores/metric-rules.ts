import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getMetricRules,
  previewMetricRule,
  putMetricRule,
  type MetricRule,
  type MetricRules,
  type RuleMetric,
  type RulePreview,
} from '#contract/metric-rules.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

/** Of what metrics are counted that Bitrix24 has no kind of thing for. */
export const useMetricRules = defineStore('metric-rules', () => {
  const portal = usePortal();
  const data = shallowRef<MetricRules | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const preview = shallowRef<RulePreview | null>(null);
  const isPreviewing = ref(false);
  const isBusy = ref(false);
  let sequence = 0;

  async function load(): Promise<void> {
    try {
      data.value = await callEndpoint(getMetricRules, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** Of two previews the one that was asked for last is kept; null while there is nothing to count. */
  async function look(metric: RuleMetric, rule: MetricRule | null): Promise<void> {
    const own = ++sequence;
    if (rule === null) {
      preview.value = null;
      return;
    }
    isPreviewing.value = true;
    try {
      const answer = await callEndpoint(previewMetricRule, { metric, rule });
      if (own !== sequence) return;
      preview.value = answer;
      void portal.loadTitles([...new Set(answer.items.flatMap(({ dealId }) => dealId ?? []))]);
    } catch (error) {
      // A rule can be set without a look at the past.
      toFailure(error);
      if (own === sequence) preview.value = null;
    } finally {
      if (own === sequence) isPreviewing.value = false;
    }
  }

  /** False when it was not saved. */
  async function save(metric: RuleMetric, rule: MetricRule | null): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      data.value = await callEndpoint(putMetricRule, { metric, rule });
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { data, failure, saveFailure, preview, isPreviewing, isBusy, load, look, save };
});
