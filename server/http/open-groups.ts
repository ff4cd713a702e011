import { judgeDeal, type DealCategory, type DealJudgement } from '#domain/forecast/deal-category.ts';
import {
  chanceWithoutDate,
  toGroup as toDealGroup,
  weighDeals,
  type ForecastWindow,
  type OpenGroup,
} from '#domain/forecast/weighted-pipeline.ts';
import { alikeBy, percentOf, percentOfAlike, percentScale } from '#domain/money.ts';
import { firstDay, type Month } from '#domain/period.ts';
import { stageKey, type StagePercent } from '#domain/stage-percent.ts';
import type { FactSource, People } from '#store/daily-totals.ts';
import { listJudgedDeals, type JudgedDeal } from '#store/deal-judgements.ts';
import { listOpenSums, weighUndated, type OpenSumRow, type StageChance } from '#store/open-totals.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

export interface Weighing {
  readonly month: Month;
  readonly window: ForecastWindow;
  readonly percents: ReadonlyMap<string, StagePercent>;
  /** What people have set of single deals. */
  readonly judgements: ReadonlyMap<bigint, DealJudgement>;
  readonly people: People;
}

/** Open deals that can count in a month, weighed for it; exactly what weighing deal by deal and summing gives. */
export async function readOpenGroups(tx: PortalTransaction, source: FactSource, weighing: Weighing): Promise<OpenGroup[]> {
  const { window, percents, people, judgements } = weighing;
  const judged = await listJudgedDeals(tx, source, { dealIds: [...judgements.keys()], through: window.lastDay, people });
  const { sums, taken } = takeOut(await listOpenSums(tx, source, firstDay(weighing.month), people), judged);
  const alone = weighDeals(taken.map(toOpenDeal), window).map(toDealGroup);
  const dated = sums.filter((sum) => sum.isDated).map((sum) => weighAlike(sum, chanceOfStage(sum)));
  const undated = joinRemainders(sums.filter((sum) => !sum.isDated));
  if (undated.length === 0) return [...dated, ...alone];
  const stages = new Map(undated.map((sum) => [stageKey(sum), sum]));
  const weights = await weighUndated(tx, [...stages.values()].map(toChance), people);
  const weightOf = new Map(weights.map((weight) => [groupKey(weight), weight.weighted]));
  for (const deal of taken.filter(({ closeDay }) => closeDay === null)) {
    const known = weightOf.get(groupKey(deal));
    if (known !== undefined) weightOf.set(groupKey(deal), known - percentOf(deal.amount, undatedChance(deal)));
  }
  return [...dated, ...undated.map((sum) => toGroup(sum, undatedChance(sum), weightOf.get(groupKey(sum)) ?? 0n)), ...alone];

  function chanceOfStage(stage: { pipelineId: bigint; stageId: string }): number {
    return judgeDeal(percents.get(stageKey(stage))).winPercent;
  }

  function undatedChance(stage: { pipelineId: bigint; stageId: string }): number {
    return chanceWithoutDate(chanceOfStage(stage), window);
  }

  function toOpenDeal(deal: JudgedDeal) {
    return { ...deal, ...judgeDeal(percents.get(stageKey(deal)), judgements.get(deal.dealId)) };
  }

  function toChance(stage: { pipelineId: bigint; stageId: string }): StageChance {
    return { pipelineId: stage.pipelineId, stageId: stage.stageId, chance: Math.round(undatedChance(stage) * percentScale) };
  }

  function weighAlike(sum: OpenSumRow, percent: number): OpenGroup {
    return toGroup(sum, percent, percentOfAlike({ count: sum.deals, total: sum.amount, remainder: sum.remainder }, percent));
  }

  function toGroup(sum: OpenSumRow, percent: number, weighted: bigint): OpenGroup {
    const { responsibleId, isDated, amount, squares } = sum;
    const category: DealCategory = judgeDeal(percents.get(stageKey(sum))).category;
    const isExpected = isDated || !window.usesCloseDates;
    return { responsibleId, percent, isDated, isExpected, category, deals: Number(sum.deals), amount, squares, weighted };
  }
}

const sumKey = (sum: { responsibleId: bigint; pipelineId: bigint; stageId: string; isDated: boolean; remainder: bigint }): string =>
  `${groupKey(sum)} ${sum.isDated} ${sum.remainder}`;
const groupKey = (group: { responsibleId: bigint; pipelineId: bigint; stageId: string }): string =>
  `${group.responsibleId} ${stageKey(group)}`;

/** Sums without the deals of which something is set; a deal that the sums do not hold yet comes with them, a moment later. */
function takeOut(sums: readonly OpenSumRow[], deals: readonly JudgedDeal[]): { sums: readonly OpenSumRow[]; taken: JudgedDeal[] } {
  if (deals.length === 0) return { sums, taken: [] };
  const left = new Map(sums.map((sum) => [sumKey(sum), sum]));
  const taken: JudgedDeal[] = [];
  for (const deal of deals) {
    const key = sumKey({ ...deal, isDated: deal.closeDay !== null, remainder: deal.amount % alikeBy });
    const sum = left.get(key);
    if (sum === undefined || sum.deals === 0n) continue;
    const { deals: count, amount, squares } = sum;
    left.set(key, { ...sum, deals: count - 1n, amount: amount - deal.amount, squares: squares - deal.amount ** 2n });
    taken.push(deal);
  }
  return { sums: [...left.values()].filter((sum) => sum.deals > 0n), taken };
}

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
