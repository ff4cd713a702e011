import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  discardDraft,
  type DroppedDraft,
  getPlanWindow,
  type MonthLine,
  type PlanGrid,
  type PlanWindow,
  publishPlan,
  saveDraft,
} from '#contract/plan.ts';
import { closePlan, reopenPlan } from '#contract/plan-closing.ts';
import { putPlanConditions } from '#contract/plan-conditions.ts';
import { putPlanDimensions } from '#contract/plan-dimensions.ts';
import type { Day, PeriodKey } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { gridOf } from './plan-grid.ts';
import { type Failure, toFailure } from './failure.ts';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';
/** What a version is published with. */
export interface PublishWords {
  readonly reason: string;
  readonly rationale: string;
  readonly effectiveFrom?: Day;
}
export type PublishOutcome =
  | { kind: 'published'; version: number; sentTo: readonly string[] }
  | { kind: 'conflict' }
  | { kind: 'failed'; failure: Failure };

const saveAfterMs = 600;
const retryAfterMs = 15_000;
const longestSave = 500;
const longestDimensions = 200;

/** Plans of months in a row, with drafts that save themselves; what is not saved yet stays in `unsaved`. */
export const usePlanning = defineStore('planning', () => {
  const changes = useChanges();
  /** The month that is worked on; one of the window. */
  const month = ref<PeriodKey>('');
  const from = ref<PeriodKey>('');
  const span = ref(1);
  const window = shallowRef<PlanWindow | null>(null);
  const unsaved = shallowRef<ReadonlyMap<string, MonthLine>>(new Map());
  const saveState = ref<SaveState>('saved');
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  const grid = computed<PlanGrid | null>(() => (window.value === null ? null : findGrid(window.value, month.value)));

  async function start(first: PeriodKey, months = 1): Promise<void> {
    unsubscribe ??= changes.subscribe(['plans', 'acknowledgements'], () => {
      if (saving === null) void load();
    });
    if (first === from.value && months === span.value && window.value !== null) return load();
    await show(first, months);
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
  }

  /** Shows other months; stays where it is while something cannot be saved. */
  async function show(first: PeriodKey, months = span.value): Promise<void> {
    await flush();
    if (unsaved.value.size > 0) return;
    from.value = first;
    month.value = first;
    span.value = months;
    window.value = null;
    await load();
  }

  /** Works on another month of the window. */
  function choose(next: PeriodKey): void {
    if (window.value?.months.some((plan) => plan.month === next) === true) month.value = next;
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getPlanWindow, { from: from.value, months: span.value });
      if (own !== sequence) return;
      window.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  /** Takes edits at once and saves them a moment later, so that a pasted block is one request a month. */
  function edit(lines: readonly MonthLine[]): void {
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

  /** Saves lines of the month that has waited longest. */
  async function saveOnce(): Promise<void> {
    const [first] = unsaved.value.values();
    if (first === undefined) return;
    const sent = [...unsaved.value.entries()].filter(([, line]) => line.month === first.month).slice(0, longestSave);
    saveState.value = 'saving';
    try {
      const lines = sent.map(([, { metric, scope, value }]) => ({ metric, scope, value }));
      takeMonth(await callEndpoint(saveDraft, { month: first.month, lines }));
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

  /** A newer answer about one month; what is on its way about all of them is older. */
  function takeMonth(answer: PlanGrid): void {
    sequence += 1;
    isLoading.value = false;
    if (window.value === null) return;
    const { toClose } = answer;
    window.value = { ...window.value, toClose, months: window.value.months.map((plan) => (plan.month === answer.month ? answer : plan)) };
  }

  /** Drops all that is drafted of the month that is worked on and tells what it was, so that dropping can be undone; null when it failed. */
  async function discard(): Promise<DroppedDraft | null> {
    await flush();
    try {
      const { dropped, ...plan } = await callEndpoint(discardDraft, { month: month.value });
      takeMonth(plan);
      return dropped;
    } catch (error) {
      saveFailure.value = toFailure(error);
      saveState.value = 'failed';
      return null;
    }
  }

  /** Drafts again what was dropped of a month. */
  async function restore(whose: PeriodKey, { lines, dimensions, conditions }: DroppedDraft): Promise<Failure | null> {
    if (lines.length > 0) edit(lines.map((line) => ({ ...line, month: whose })));
    try {
      for (const [metric, own] of Map.groupBy(dimensions, (line) => line.metric))
        for (let begin = 0; begin < own.length; begin += longestDimensions) {
          const part = own.slice(begin, begin + longestDimensions);
          await callEndpoint(putPlanDimensions, {
            month: whose,
            metric,
            lines: part.map(({ scope, key, title, value }) => ({ scope, key, title, value })),
          });
        }
      for (const one of conditions) await callEndpoint(putPlanConditions, { month: whose, ...one });
      await flush();
      await load();
      return null;
    } catch (error) {
      return toFailure(error);
    }
  }

  /** Sends the plan of the month that is worked on. */
  async function publish(words: PublishWords): Promise<PublishOutcome> {
    await flush();
    if (saveFailure.value !== null && unsaved.value.size > 0) return { kind: 'failed', failure: saveFailure.value };
    try {
      const baseVersion = grid.value?.version ?? 0;
      const answer = await callEndpoint(publishPlan, { month: month.value, baseVersion, ...words });
      takeMonth(answer.grid);
      return { kind: 'published', version: answer.version, sentTo: answer.sentTo };
    } catch (error) {
      const refused = toFailure(error);
      if (refused.code !== 'conflict') return { kind: 'failed', failure: refused };
      await load();
      return { kind: 'conflict' };
    }
  }

  /** Closes any month, or opens one again with a reason; what has failed is told, and what the server says now is shown. */
  async function settle(closing: { month: PeriodKey; reason: string | null }): Promise<Failure | null> {
    await flush();
    try {
      const { month: whose, reason } = closing;
      takeMonth(await (reason === null ? callEndpoint(closePlan, { month: whose }) : callEndpoint(reopenPlan, { month: whose, reason })));
      return null;
    } catch (error) {
      await load();
      return toFailure(error);
    }
  }

  return {
    month,
    from,
    span,
    window,
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
    choose,
    load,
    edit,
    flush,
    discard,
    restore,
    publish,
    settle,
  };
});

function keyOf(line: MonthLine): string {
  return `${line.month} ${line.metric} ${line.scope}`;
}

function findGrid(window: PlanWindow, month: PeriodKey): PlanGrid | null {
  const plan = window.months.find((one) => one.month === month);
  return plan === undefined ? null : gridOf(window, plan);
}
