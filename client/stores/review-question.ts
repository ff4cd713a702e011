import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { askInReview } from '#contract/review.ts';
import { listReviews, type ReviewListItem } from '#contract/review-series.ts';
import { toFailure, type Failure } from './failure.ts';

/** A question that is taken from another page to a review that lies ahead or goes on. */
export const useReviewQuestion = defineStore('review-question', () => {
  /** What is proposed as the question; null while nobody asks. */
  const text = ref<string | null>(null);
  const reviews = shallowRef<readonly ReviewListItem[] | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  /** The same for every attempt, so that a question that was taken is not put twice. */
  let questionId = '';

  async function open(proposed: string): Promise<void> {
    text.value = proposed;
    questionId = crypto.randomUUID();
    reviews.value = null;
    failure.value = null;
    try {
      const { reviews: all } = await callEndpoint(listReviews, {});
      const ahead = all.filter(({ state }) => state !== 'finished');
      reviews.value = ahead.toSorted((a, b) => a.plannedAt.localeCompare(b.plannedAt));
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** True when it stands on the agenda. */
  async function ask(reviewId: string, question: string): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    failure.value = null;
    try {
      await callEndpoint(askInReview, { reviewId, questionId, text: question });
      text.value = null;
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { text, reviews, failure, isSaving, open, ask, close: () => (text.value = null) };
});
