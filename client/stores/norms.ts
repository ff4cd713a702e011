import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getNormSuggestions,
  listNorms,
  putNormLines,
  putNormPerson,
  type NormLine,
  type NormSuggestions,
  type Norms,
} from '#contract/norms.ts';
import { toFailure, type Failure } from './failure.ts';

/** Norms of activity by profile, and who is measured by which. */
export const useNorms = defineStore('norms', () => {
  const data = shallowRef<Norms | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const suggestions = shallowRef<NormSuggestions | null>(null);
  const isBusy = ref(false);

  async function load(): Promise<void> {
    try {
      data.value = await callEndpoint(listNorms, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** False when it was not saved. */
  async function save(call: () => Promise<Norms>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      data.value = await call();
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  async function suggest(profileId: string): Promise<void> {
    suggestions.value = null;
    try {
      const answer = await callEndpoint(getNormSuggestions, { profileId });
      suggestions.value = answer;
    } catch (error) {
      // Norms can be set without any past.
      toFailure(error);
    }
  }

  return {
    data,
    failure,
    saveFailure,
    suggestions,
    isBusy,
    load,
    suggest,
    setLines: (profileId: string, change: { fromDay: string; lines: NormLine[]; name?: string }) =>
      save(() => callEndpoint(putNormLines, { profileId, ...change })),
    assign: (userId: string, change: { fromDay: string; profileId: string | null; workPercent: number }) =>
      save(() => callEndpoint(putNormPerson, { userId, ...change })),
  };
});
