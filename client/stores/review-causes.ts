import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { changeReviewCause, listReviewCauses, type CauseCatalogue } from '#contract/review-causes.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

export interface CauseChange {
  readonly causeId: string;
  readonly base: number;
  readonly name: string | null;
  readonly isArchived: boolean;
}

/** The catalogue of causes with what they cost and what helps against them. */
export const useReviewCauses = defineStore('review-causes', () => {
  const data = shallowRef<CauseCatalogue | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listReviewCauses, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function start(): Promise<void> {
    unsubscribe();
    unsubscribe = useChanges().subscribe(['reviews', 'actions'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe();
    sequence += 1;
  }

  async function change(next: CauseChange): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const answer = await callEndpoint(changeReviewCause, next);
      sequence += 1;
      data.value = answer;
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { data, failure, saveFailure, isSaving, load, start, stop, change };
});
