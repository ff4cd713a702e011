import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listQuizResults, repeatQuiz, type QuizResults } from '#contract/quiz.ts';
import type { Language, Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

/** Who of the viewer's people knows the signed plan of a month, and what they do not know. */
export const useQuizResults = defineStore('quiz-results', () => {
  const results = shallowRef<QuizResults | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);
  let asked: { month: Month; language: Language } | null = null;
  let unsubscribe: (() => void) | null = null;

  async function watch(month: Month, language: Language): Promise<void> {
    asked = { month, language };
    unsubscribe ??= useChanges().subscribe(['acknowledgements'], () => void load());
    await load();
  }

  function stop(): void {
    asked = null;
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(): Promise<void> {
    const wanted = asked;
    if (wanted === null) return;
    try {
      const answer = await callEndpoint(listQuizResults, wanted);
      if (asked === wanted) results.value = answer;
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** The person answers once more, with all tries anew. */
  async function repeat({ userId, version }: { userId: string; version: number }): Promise<void> {
    const wanted = asked;
    if (wanted === null) return;
    isBusy.value = true;
    try {
      results.value = await callEndpoint(repeatQuiz, { ...wanted, userId, version });
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isBusy.value = false;
    }
  }

  return { results, failure, isBusy, watch, stop, load, repeat };
});
