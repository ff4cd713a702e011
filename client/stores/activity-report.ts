import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getActivityReport, type ActivityReport } from '#contract/activity-report.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import { toFailure, type Failure } from './failure.ts';
import type { WantedReport } from './wanted-sheet.ts';

interface Asked {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

/** What works and where the gaps are. */
export const useActivityReport = defineStore('activity-report', () => {
  const data = shallowRef<ActivityReport | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  /** The report that a message leads to; taken by the page that shows it. */
  const wanted = shallowRef<WantedReport | null>(null);
  let asked: Asked | null = null;
  let sequence = 0;

  async function show(next: Asked): Promise<void> {
    asked = next;
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getActivityReport, { ...next });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  const load = async (): Promise<void> => {
    if (asked !== null) await show(asked);
  };

  return { data, failure, isLoading, wanted, show, load };
});
