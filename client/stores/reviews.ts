import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  changeReviewSeries,
  defineReviewSeries,
  endReviewSeries,
  listReviews,
  type ReviewList,
  type ReviewRegulations,
} from '#contract/review-series.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

/** Series of reviews with the ones that lie ahead and those that were held. */
export const useReviews = defineStore('reviews', () => {
  const data = shallowRef<ReviewList | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listReviews, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function start(): Promise<void> {
    unsubscribe();
    unsubscribe = useChanges().subscribe(['reviews'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe();
    sequence += 1;
  }

  async function save(change: () => Promise<ReviewList>): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const answer = await change();
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

  return {
    data,
    failure,
    saveFailure,
    isSaving,
    load,
    start,
    stop,
    define: (series: ReviewRegulations & { seriesId: string; scope: string; firstDay: string }) =>
      save(() => callEndpoint(defineReviewSeries, series)),
    change: (seriesId: string, regulations: ReviewRegulations) =>
      save(() => callEndpoint(changeReviewSeries, { seriesId, ...regulations })),
    end: (seriesId: string) => save(() => callEndpoint(endReviewSeries, { seriesId })),
  };
});
