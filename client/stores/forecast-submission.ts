import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listSubmissionHistory, submitForecast, type SubmissionHistory, type SubmissionRow } from '#contract/forecast-submissions.ts';
import type { Month } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';

export interface SaidForecast {
  readonly value: string;
  readonly commit: string;
  readonly best: string;
  readonly pipeline: string;
  readonly comment: string;
}

/** What somebody says of one scope: everything that was said before, and what is said now. */
export const useForecastSubmission = defineStore('forecast-submission', () => {
  const row = shallowRef<SubmissionRow | null>(null);
  const data = shallowRef<SubmissionHistory | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  const month = ref<Month>('');
  let sequence = 0;

  async function open(inMonth: Month, opened: SubmissionRow): Promise<void> {
    row.value = opened;
    month.value = inMonth;
    data.value = null;
    saveFailure.value = null;
    await load();
  }

  async function load(): Promise<void> {
    if (row.value === null) return;
    const own = ++sequence;
    failure.value = null;
    try {
      const answer = await callEndpoint(listSubmissionHistory, { month: month.value, scope: row.value.scope });
      if (own === sequence) data.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** True when it is taken; who was second sees what the first one has said, and keeps what they typed. */
  async function save(said: SaidForecast): Promise<boolean> {
    if (row.value === null || data.value === null || isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const baseRevision = data.value.history[0]?.revision ?? 0;
      data.value = await callEndpoint(submitForecast, { month: month.value, scope: row.value.scope, ...said, baseRevision });
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
    row.value = null;
  }

  return { row, data, failure, saveFailure, isSaving, open, load, save, close };
});
