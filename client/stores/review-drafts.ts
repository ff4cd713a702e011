import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { writeInReview, type ReviewField } from '#contract/review.ts';
import { acknowledge, nextToSend, typeText, type DraftText } from '#domain/review/draft-text.ts';
import { toFailure, type Failure } from './failure.ts';
import { readDrafts, writeDrafts } from './kept-drafts.ts';
import { useReview } from './review.ts';
import { useSession } from './session.ts';

export interface FieldKey {
  readonly subject: string;
  readonly field: ReviewField;
}

const typingMs = 700;
const againMs = 4_000;

/** What is typed in a review, kept in the browser until the server has it; a connection that is gone loses nothing. */
export const useReviewDrafts = defineStore('review-drafts', () => {
  const review = useReview();
  const drafts = shallowRef<ReadonlyMap<string, DraftText>>(new Map());
  const failure = shallowRef<Failure | null>(null);
  const place = ref('');
  const sending = new Set<string>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const waiting = computed(() => drafts.value.size);

  /** Drafts of an earlier visit are there again, and go on their way. */
  function open(reviewId: string): void {
    close();
    const session = useSession();
    place.value = `kurs:review:${session.boot?.portal?.memberId ?? ''}:${session.viewer?.userId ?? ''}:${reviewId}`;
    drafts.value = readDrafts(place.value);
    for (const key of drafts.value.keys()) schedule(key, 0);
  }

  function close(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    drafts.value = new Map();
    failure.value = null;
    place.value = '';
  }

  function put(key: string, draft: DraftText | undefined): void {
    const next = new Map(drafts.value);
    if (draft === undefined) next.delete(key);
    else next.set(key, draft);
    drafts.value = next;
    writeDrafts(place.value, next);
  }

  function type(at: FieldKey, seen: number, value: string): void {
    const key = keyOf(at);
    put(key, typeText(drafts.value.get(key), seen, value));
    schedule(key, typingMs);
  }

  /** Takes up texts that stand beside the field: the author has seen them and the present one. */
  function settle(at: FieldKey, seen: number, value: string, settles: readonly string[]): void {
    const key = keyOf(at);
    put(key, { value, base: seen, settles, sent: null });
    schedule(key, 0);
  }

  function schedule(key: string, ms: number): void {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void send(key), ms),
    );
  }

  async function send(key: string): Promise<void> {
    const draft = drafts.value.get(key);
    const [reviewId, own] = [review.reviewId, place.value];
    if (draft === undefined || reviewId === null || sending.has(key)) return;
    sending.add(key);
    const { subject, field } = toKey(key);
    const going = nextToSend(draft, crypto.randomUUID());
    put(key, going);
    try {
      const answer = await callEndpoint(writeInReview, { reviewId, subject, field, ...going.sent, settles: [...going.sent.settles] });
      if (own !== place.value) return;
      failure.value = null;
      review.putText(subject, answer.text);
      const left = acknowledge(drafts.value.get(key) ?? going, answer);
      put(key, left);
      if (left !== undefined) schedule(key, 0);
    } catch (error) {
      if (own !== place.value) return;
      failure.value = toFailure(error);
      if (failure.value.isPassing) schedule(key, againMs);
    } finally {
      sending.delete(key);
    }
  }

  return {
    drafts,
    waiting,
    failure,
    open,
    close,
    type,
    settle,
    flush: (): void => [...drafts.value.keys()].forEach((key) => schedule(key, 0)),
    find: (at: FieldKey): DraftText | undefined => drafts.value.get(keyOf(at)),
  };
});

const keyOf = ({ subject, field }: FieldKey): string => `${field} ${subject}`;

function toKey(key: string): FieldKey {
  const at = key.indexOf(' ');
  return { field: key.slice(0, at) as ReviewField, subject: key.slice(at + 1) };
}
