import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getPlan, type PlanGrid } from '#contract/plan.ts';
import { getPlanDimensions, type PlanDimensionLine } from '#contract/plan-dimensions.ts';
import { previewRedistribution, redistributePlan, type Redistribution } from '#contract/redistribution.ts';
import type { Metric, Month, Scope } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';

interface Asked {
  readonly month: Month;
  readonly metric: Metric;
}

export interface Move {
  readonly scope: Scope;
  readonly key?: string;
  readonly delta: string;
}

/** Moving a plan between people, clients or goods: what there is to move, what it comes to, and the revision it becomes. */
export const useRedistribution = defineStore('redistribution', () => {
  const asked = shallowRef<Asked | null>(null);
  const grid = shallowRef<PlanGrid | null>(null);
  const parts = shallowRef<readonly PlanDimensionLine[]>([]);
  const preview = shallowRef<Redistribution | null>(null);
  const failure = shallowRef<Failure | null>(null);
  /** Why what was typed is refused; what is on the screen stays. */
  const refusal = shallowRef<Failure | null>(null);
  const isSending = ref(false);
  let sequence = 0;
  let asking = 0;

  async function load(next: Asked): Promise<void> {
    const own = ++sequence;
    if (asked.value?.month !== next.month) grid.value = null;
    asked.value = next;
    failure.value = null;
    refusal.value = null;
    preview.value = null;
    parts.value = [];
    try {
      const plan = await callEndpoint(getPlan, { month: next.month });
      const lines = plan.version === 0 ? [] : (await callEndpoint(getPlanDimensions, next)).lines;
      if (own !== sequence) return;
      grid.value = plan;
      parts.value = lines;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function close(): void {
    sequence += 1;
    asking += 1;
    asked.value = null;
    grid.value = null;
    parts.value = [];
    preview.value = null;
    failure.value = null;
    refusal.value = null;
  }

  /** What the sums of departments come to; null forgets what was asked before. */
  async function look(moves: readonly Move[] | null): Promise<void> {
    const own = ++asking;
    refusal.value = null;
    if (moves === null || asked.value === null) {
      preview.value = null;
      return;
    }
    try {
      const answer = await callEndpoint(previewRedistribution, { ...asked.value, moves: [...moves] });
      if (own === asking) preview.value = answer;
    } catch (error) {
      if (own === asking) refusal.value = toFailure(error);
    }
  }

  /** The version it became and whom it was sent to; null when it was refused. */
  async function send(moves: readonly Move[], reason: string): Promise<{ version: number; sentTo: string[] } | null> {
    if (asked.value === null || grid.value === null || isSending.value) return null;
    isSending.value = true;
    refusal.value = null;
    try {
      const baseVersion = grid.value.version;
      return await callEndpoint(redistributePlan, { ...asked.value, moves: [...moves], baseVersion, reason });
    } catch (error) {
      refusal.value = toFailure(error);
      return null;
    } finally {
      isSending.value = false;
    }
  }

  return { asked, grid, parts, preview, failure, refusal, isSending, load, close, look, send };
});
