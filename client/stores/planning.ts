import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { discardDraft, type DraftLine, getPlan, type PlanGrid, publishPlan, saveDraft } from '#contract/plan.ts';
import type { Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';
export type PublishOutcome =
  | { kind: 'published'; version: number; sentTo: readonly string[] }
  | { kind: 'conflict' }
  | { kind: 'failed'; failure: Failure };

const saveAfterMs = 600;
const retryAfterMs = 15_000;
const longestSave = 500;

/** The plan of a month with a draft that saves itself; what is not saved yet stays in `unsaved`. */
export const usePlanning = defineStore('planning', () => {
  const changes = useChanges();
  const month = ref<Month>('');
  const grid = shallowRef<PlanGrid | null>(null);
  const unsaved = shallowRef<ReadonlyMap<string, DraftLine>>(new Map());
  const saveState = ref<SaveState>('saved');
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function start(first: Month): Promise<void> {
    unsubscribe ??= changes.subscribe(['plans', 'acknowledgements'], () => {
      if (saving === null) void load();
    });
    if (first === month.value && grid.value !== null) return load();
    await show(first);
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
  }

  async function show(next: Month): Promise<void> {
    await flush();
    if (unsaved.value.size > 0) return;
    month.value = next;
    grid.value = null;
    await load();
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getPlan, { month: month.value });
      if (own !== sequence) return;
      grid.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  /** Takes edits at once and saves them a moment later, so that a pasted column is one request. */
  function edit(lines: readonly DraftLine[]): void {
    const next = new Map(unsaved.value);
    for (const line of lines) next.set(keyOf(line), line);
    unsaved.value = next;
    if (saveState.value !== 'saving') saveState.value = 'waiting';
    schedule(saveAfterMs);
  }

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), afterMs);
  }

  /** Sends what waits; resolves when nothing waits any more or saving has failed. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    while (unsaved.value.size > 0 || saving !== null) {
      saving ??= saveOnce().finally(() => (saving = null));
      await saving;
      if (saveState.value === 'failed') return;
    }
  }

  async function saveOnce(): Promise<void> {
    const sent = [...unsaved.value.entries()].slice(0, longestSave);
    saveState.value = 'saving';
    try {
      const answer = await callEndpoint(saveDraft, { month: month.value, lines: sent.map(([, line]) => line) });
      sequence += 1;
      isLoading.value = false;
      grid.value = answer;
      saveFailure.value = null;
      unsaved.value = new Map(
        [...unsaved.value].filter(([key, line]) => !sent.some(([sentKey, sentLine]) => sentKey === key && sentLine === line)),
      );
      saveState.value = unsaved.value.size === 0 ? 'saved' : 'waiting';
    } catch (error) {
      saveFailure.value = toFailure(error);
      saveState.value = 'failed';
      if (saveFailure.value.isPassing) schedule(retryAfterMs);
    }
  }

  /** Drops the draft and gives back its lines, so that dropping can be undone. */
  async function discard(): Promise<DraftLine[]> {
    await flush();
    const dropped = grid.value?.draft ?? [];
    try {
      grid.value = await callEndpoint(discardDraft, { month: month.value });
      return dropped;
    } catch (error) {
      saveFailure.value = toFailure(error);
      saveState.value = 'failed';
      return [];
    }
  }

  async function publish(reason: string, rationale: string): Promise<PublishOutcome> {
    await flush();
    if (saveFailure.value !== null && unsaved.value.size > 0) return { kind: 'failed', failure: saveFailure.value };
    try {
      const baseVersion = grid.value?.version ?? 0;
      const answer = await callEndpoint(publishPlan, { month: month.value, baseVersion, reason, rationale });
      grid.value = answer.grid;
      return { kind: 'published', version: answer.version, sentTo: answer.sentTo };
    } catch (error) {
      const refused = toFailure(error);
      if (refused.code !== 'conflict') return { kind: 'failed', failure: refused };
      await load();
      return { kind: 'conflict' };
    }
  }

  return {
    month,
    grid,
    unsaved,
    saveState,
    failure,
    saveFailure,
    isLoading,
    edits: computed(() => [...unsaved.value.values()]),
    start,
    stop,
    show,
    load,
    edit,
    flush,
    discard,
    publish,
  };
});

function keyOf(line: DraftLine): string {
  return `${line.metric} ${line.scope}`;
}
