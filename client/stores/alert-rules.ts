import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  dropAlertRules,
  getAlertRules,
  previewAlertRules,
  putAlertRules,
  putReportRules,
  type AlertPreview,
  type AlertRuleBook,
} from '#contract/alert-rules.ts';
import type { AlertRules } from '#contract/alerts.ts';
import { toFailure, type Failure } from './failure.ts';

/** When somebody's activity is worth a word, and what that would have meant in the last four weeks. */
export const useAlertRules = defineStore('alert-rules', () => {
  const book = shallowRef<AlertRuleBook | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const preview = shallowRef<AlertPreview | null>(null);
  const isPreviewing = ref(false);
  const isBusy = ref(false);
  let sequence = 0;

  async function load(): Promise<void> {
    try {
      book.value = await callEndpoint(getAlertRules, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** False when it was not saved. */
  async function change(call: () => Promise<AlertRuleBook>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      book.value = await call();
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  /** Of two previews the one that was asked for last is kept. */
  async function look(profileId: string | null, rules: AlertRules): Promise<void> {
    const own = ++sequence;
    isPreviewing.value = true;
    try {
      const answer = await callEndpoint(previewAlertRules, { profileId, ...rules });
      if (own === sequence) preview.value = answer;
    } catch (error) {
      // Rules can be set without a look at the past.
      toFailure(error);
      if (own === sequence) preview.value = null;
    } finally {
      if (own === sequence) isPreviewing.value = false;
    }
  }

  return {
    book,
    failure,
    saveFailure,
    preview,
    isPreviewing,
    isBusy,
    load,
    look,
    save: (profileId: string | null, rules: AlertRules) => change(() => callEndpoint(putAlertRules, { profileId, ...rules })),
    setReports: (reports: { daily: boolean; weekly: boolean }) => change(() => callEndpoint(putReportRules, reports)),
    drop: (profileId: string) => change(() => callEndpoint(dropAlertRules, { profileId })),
  };
});
