import { chanceWithoutDate, type ForecastWindow, type OpenGroup } from '#domain/forecast/weighted-pipeline.ts';
import { percentOfAlike, percentScale } from '#domain/money.ts';
import { firstDay, type Month } from '#domain/period.ts';
import type { StagePercent } from '#domain/stage-percent.ts';
import type { FactSource, People } from '#store/daily-totals.ts';
import { listOpenSums, weighUndated, type OpenSumRow, type StageChance } from '#store/open-totals.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { stageKey } from '#domain/stage-percent.ts';

/** Open deals that can count in a month, weighed for it; exactly what weighing deal by deal and summing gives. */
export async function readOpenGroups(
  tx: PortalTransaction,
  source: FactSource,
  weighing: { month: Month; window: ForecastWindow; percents: ReadonlyMap<string, StagePercent>; people: People },
): Promise<OpenGroup[]> {
  const { window, percents } = weighing;
  const sums = await listOpenSums(tx, source, firstDay(weighing.month), weighing.people);
  const percentOfStage = (stage: { pipelineId: bigint; stageId: string }): number => percents.get(stageKey(stage))?.winPercent ?? 0;
  const dated = sums.filter((sum) => sum.isDated).map((sum) => weighAlike(sum, percentOfStage(sum)));
  const undated = joinRemainders(sums.filter((sum) => !sum.isDated));
  if (undated.length === 0) return dated;
  const chanceOf = (stage: { pipelineId: bigint; stageId: string }): number => chanceWithoutDate(percentOfStage(stage), window);
  const stages = new Map(undated.map((sum) => [stageKey(sum), sum]));
  const weights = await weighUndated(tx, [...stages.values()].map(toChance), weighing.people);
  const weightOf = new Map(weights.map((weight) => [groupKey(weight), weight.weighted]));
  return [...dated, ...undated.map((sum) => toGroup(sum, chanceOf(sum), weightOf.get(groupKey(sum)) ?? 0n))];

  function toChance(stage: { pipelineId: bigint; stageId: string }): StageChance {
    return { pipelineId: stage.pipelineId, stageId: stage.stageId, chance: Math.round(chanceOf(stage) * percentScale) };
  }

  function weighAlike(sum: OpenSumRow, percent: number): OpenGroup {
    return toGroup(sum, percent, percentOfAlike({ count: sum.deals, total: sum.amount, remainder: sum.remainder }, percent));
  }

  function toGroup(sum: OpenSumRow, percent: number, weighted: bigint): OpenGroup {
    const { responsibleId, isDated, amount, squares } = sum;
    return {
      responsibleId,
      percent,
      isDated,
      isExpected: isDated || !window.usesCloseDates,
      deals: Number(sum.deals),
      amount,
      squares,
      weighted,
    };
  }
}

const groupKey = (group: { responsibleId: bigint; pipelineId: bigint; stageId: string }): string =>
  `${group.responsibleId} ${stageKey(group)}`;

/** Undated deals are weighed one by one, so their remainders say nothing. */
function joinRemainders(sums: readonly OpenSumRow[]): OpenSumRow[] {
  const joined = new Map<string, OpenSumRow>();
  for (const sum of sums) {
    const known = joined.get(groupKey(sum));
    joined.set(
      groupKey(sum),
      known === undefined
        ? sum
        : { ...known, deals: known.deals + sum.deals, amount: known.amount + sum.amount, squares: known.squares + sum.squares },
    );
  }
  return [...joined.values()];
}
