import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { answerQuiz, listMyQuizzes, startQuiz, type MyQuizzes, type Quiz, type QuizPaper, type QuizResult } from '#contract/quiz.ts';
import type { Language } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';
import { useSession } from './session.ts';

/** Whether the viewer is to answer about a signed plan, the questions on the screen, and what came of them. */
export const useQuiz = defineStore('quiz', () => {
  const session = useSession();
  const all = shallowRef<MyQuizzes['quizzes']>([]);
  const paper = shallowRef<QuizPaper | null>(null);
  const result = shallowRef<QuizResult | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);
  const waiting = computed(() => all.value.find(({ state }) => state === 'waiting') ?? null);

  /** Without an answer nothing is asked. */
  async function load(): Promise<void> {
    try {
      all.value = (await callEndpoint(listMyQuizzes, {})).quizzes;
    } catch (error) {
      toFailure(error);
    }
  }

  async function start({ month, version }: Pick<Quiz, 'month' | 'version'>, language: Language): Promise<void> {
    const userId = session.viewer?.userId ?? '';
    await attempt(async () => {
      paper.value = await callEndpoint(startQuiz, { month, version, userId, language });
      result.value = null;
    });
  }

  async function answer(answers: (string | null)[], language: Language): Promise<void> {
    const asked = paper.value;
    if (asked === null) return;
    const path = { month: asked.month, version: asked.version, userId: session.viewer?.userId ?? '' };
    await attempt(async () => {
      result.value = await callEndpoint(answerQuiz, { ...path, attemptId: asked.attemptId, answers, language });
      paper.value = null;
    });
    await load();
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isBusy.value = false;
    }
  }

  return {
    all,
    waiting,
    paper,
    result,
    failure,
    isBusy,
    load,
    start,
    answer,
    close: () => {
      paper.value = null;
      result.value = null;
    },
  };
});
