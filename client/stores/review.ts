import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { addReviewCause } from '#contract/review-causes.ts';
import {
  askInReview,
  closeReviewAction,
  decideInReview,
  finishReview,
  getReview,
  getReviewMinutes,
  startReview,
  turnReview,
  type FieldText,
  type Review,
  type ReviewAction,
} from '#contract/review.ts';
import type { Language } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

export interface Decision {
  readonly actionId: string;
  readonly subject: string;
  readonly kind: ReviewAction['kind'];
  readonly text: string;
  readonly ownerId: string;
  readonly deadline: string | null;
  readonly checkOn: string | null;
  readonly makesTask: boolean;
  readonly dealId: string | null;
}

/** The review that is open: its agenda, its clock and what is decided in it. */
export const useReview = defineStore('review', () => {
  const reviewId = ref<string | null>(null);
  const data = shallowRef<Review | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  /** When the answer came by the clock of this machine: the review's own clock goes on from there. */
  const readAt = ref(0);
  /** The item on this screen; that of the meeting while nobody has chosen another. */
  const chosen = ref<string | null>(null);
  /** To what the page is to be turned once that is saved which is on its way. */
  let turnedTo: string | null = null;
  let unsubscribe = (): void => undefined;
  let sequence = 0;

  const current = computed(() => {
    const items = data.value?.items ?? [];
    const wanted = chosen.value ?? data.value?.current?.subject;
    return items.find(({ subject }) => subject === wanted) ?? items[0] ?? null;
  });

  async function open(id: string): Promise<void> {
    close();
    reviewId.value = id;
    unsubscribe = useChanges().subscribe(['reviews', 'actions', 'facts', 'plans'], () => void load());
    await load();
  }

  function close(): void {
    unsubscribe();
    sequence += 1;
    reviewId.value = null;
    data.value = null;
    failure.value = null;
    saveFailure.value = null;
    chosen.value = null;
    turnedTo = null;
  }

  async function load(): Promise<void> {
    const id = reviewId.value;
    if (id === null) return;
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getReview, { reviewId: id });
      if (own === sequence) put(answer);
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function put(review: Review): void {
    // With the meeting over nobody leads any more: what was talked about last stays on the screen.
    if (data.value?.current != null && review.current === null) chosen.value ??= data.value.current.subject;
    data.value = review;
    readAt.value = Date.now();
    failure.value = null;
  }

  async function save(change: (id: string) => Promise<Review>): Promise<boolean> {
    const id = reviewId.value;
    if (id === null || isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const answer = await change(id);
      // An answer that was asked for before the change would show the review as it was.
      sequence += 1;
      if (reviewId.value === id) put(answer);
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
      if (turnedTo !== null) void turn(turnedTo);
    }
  }

  /** The own screen turns at once, those of the others when it is saved. */
  async function turn(subject: string): Promise<void> {
    chosen.value = subject;
    turnedTo = isSaving.value ? subject : null;
    if (turnedTo !== null) return;
    await save((id) => callEndpoint(turnReview, { reviewId: id, subject }));
    if (chosen.value === subject) chosen.value = null;
  }

  /** What a writing has answered, shown at once. */
  function putText(subject: string, text: FieldText): void {
    const review = data.value;
    if (review === null) return;
    const items = review.items.map((item) => {
      if (item.subject !== subject) return item;
      return { ...item, texts: [...item.texts.filter(({ field }) => field !== text.field), text] };
    });
    data.value = { ...review, items };
  }

  return {
    reviewId,
    data,
    failure,
    saveFailure,
    isSaving,
    readAt,
    chosen,
    current,
    open,
    close,
    load,
    putText,
    begin: () => save((id) => callEndpoint(startReview, { reviewId: id })),
    turn,
    finish: (nextDay: string, nextTime: string) => save((id) => callEndpoint(finishReview, { reviewId: id, nextDay, nextTime })),
    ask: (questionId: string, text: string) => save((id) => callEndpoint(askInReview, { reviewId: id, questionId, text })),
    decide: (decision: Decision) => save((id) => callEndpoint(decideInReview, { reviewId: id, ...decision })),
    closeAction: (actionId: string, state: 'done' | 'dropped', result: string) =>
      save((id) => callEndpoint(closeReviewAction, { reviewId: id, actionId, state, result })),
    /** The bytes of the minutes; null when they did not come. */
    download: async (format: 'docx' | 'pdf', language: Language): Promise<Uint8Array | null> => {
      const id = reviewId.value;
      if (id === null) return null;
      saveFailure.value = null;
      try {
        return await callEndpoint(getReviewMinutes, { reviewId: id, format, language }, { timeoutMs: 60_000 });
      } catch (error) {
        saveFailure.value = toFailure(error);
        return null;
      }
    },
    /** The id of the cause, which may be somebody else's of the same name; null when it was refused. */
    addCause: async (causeId: string, name: string): Promise<string | null> => {
      try {
        const added = await callEndpoint(addReviewCause, { causeId, name });
        await load();
        return added.causeId;
      } catch (error) {
        saveFailure.value = toFailure(error);
        return null;
      }
    },
  };
});
