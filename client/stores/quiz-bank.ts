import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { addQuizQuestion, archiveQuizQuestion, listQuizQuestions, type NewQuizQuestion, type QuizQuestions } from '#contract/quiz.ts';
import { toFailure, type Failure } from './failure.ts';

/** Own questions about products and clients. */
export const useQuizBank = defineStore('quiz-bank', () => {
  const bank = shallowRef<QuizQuestions | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);

  const load = (): Promise<boolean> => attempt(() => callEndpoint(listQuizQuestions, {}));
  const add = (question: NewQuizQuestion): Promise<boolean> => attempt(() => callEndpoint(addQuizQuestion, question));
  const archive = (questionId: string): Promise<boolean> => attempt(() => callEndpoint(archiveQuizQuestion, { questionId }));

  async function attempt(call: () => Promise<QuizQuestions>): Promise<boolean> {
    isBusy.value = true;
    try {
      bank.value = await call();
      failure.value = null;
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { bank, failure, isBusy, load, add, archive };
});
