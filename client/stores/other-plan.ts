import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getPlan, type PlanGrid } from '#contract/plan.ts';
import { copyPlanDimensions, putPlanDimensions } from '#contract/plan-dimensions.ts';
import type { Metric, PeriodKey, Scope } from '#contract/wire.ts';
import { type Failure, toFailure } from './failure.ts';

/** A target by dimensions that has been copied. */
export interface CopiedLine {
  readonly metric: Metric;
  readonly scope: Scope;
  readonly key: string;
}

interface CopyAsked {
  readonly month: PeriodKey;
  readonly from: PeriodKey;
  readonly index: number;
  readonly isByWorkdays: boolean;
}

const longestRequest = 200;

/** The plan of a month, or of another period, beside the one on the screen, to be copied from. */
export const useOtherPlan = defineStore('other-plan', () => {
  const grid = shallowRef<PlanGrid | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;

  async function load(month: PeriodKey): Promise<void> {
    const own = ++sequence;
    grid.value = null;
    failure.value = null;
    try {
      const answer = await callEndpoint(getPlan, { month });
      if (own === sequence) grid.value = answer;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** Copies the targets by dimensions into the drafts of a plan; null when it failed. */
  async function copyDimensions(asked: CopyAsked): Promise<readonly CopiedLine[] | null> {
    try {
      return (await callEndpoint(copyPlanDimensions, asked)).lines;
    } catch (error) {
      failure.value = toFailure(error);
      return null;
    }
  }

  /** Drops the drafts of such targets again; false when it failed. */
  async function dropDimensions(month: PeriodKey, lines: readonly CopiedLine[]): Promise<boolean> {
    try {
      for (const [metric, own] of Map.groupBy(lines, (line) => line.metric))
        for (let begin = 0; begin < own.length; begin += longestRequest) {
          const part = own.slice(begin, begin + longestRequest).map(({ scope, key }) => ({ scope, key, title: '-' }));
          await callEndpoint(putPlanDimensions, { month, metric, lines: part });
        }
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    }
  }

  return { grid, failure, load, copyDimensions, dropDimensions };
});
