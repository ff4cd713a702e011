import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listTalkNotes, writeTalkNote, type TalkNote, type TalkNotes } from '#contract/talk-notes.ts';
import type { Metric } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

export interface WrittenTalk {
  readonly noteId: string;
  readonly userId: string;
  readonly kind: TalkNote['kind'];
  readonly day: string;
  readonly metric: Metric | null;
  readonly actionId: string | null;
  readonly text: string;
  readonly agreed: string;
  readonly base: number;
}

/** Talks of two: those the viewer was one of, and those of the people they lead. */
export const useTalkNotes = defineStore('talk-notes', () => {
  const data = shallowRef<TalkNotes | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);
  let unsubscribe: (() => void) | null = null;
  let sequence = 0;

  /** Notes that a decision has led to. */
  const byAction = computed(() => Map.groupBy(data.value?.notes ?? [], ({ actionId }) => actionId));

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listTalkNotes, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function start(): Promise<void> {
    unsubscribe ??= useChanges().subscribe(['actions'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
    sequence += 1;
  }

  async function write(talk: WrittenTalk): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      const answer = await callEndpoint(writeTalkNote, talk);
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

  return { data, failure, saveFailure, isSaving, byAction, load, start, stop, write };
});
