import { readStagePercents, stageKey, type LadderStage, type StagePercent } from '../stage-percent.ts';
import { judgeDeal, type DealJudgement, type JudgedChance } from './deal-category.ts';

interface StagedDeal {
  readonly dealId: bigint;
  readonly pipelineId: bigint;
  readonly stageId: string;
}

/** How likely deals are and what they count as: by their stages, or as people have set it of single deals. */
export interface DealChances {
  /** By `stageKey`. */
  readonly percents: ReadonlyMap<string, StagePercent>;
  readonly judgements: ReadonlyMap<bigint, DealJudgement>;
  of(deal: StagedDeal): JudgedChance;
}

/** Puts together what is set of stages and of single deals. */
export function createDealChances(
  stages: readonly (LadderStage & { readonly pipelineId: bigint })[],
  judgements: ReadonlyMap<bigint, DealJudgement>,
): DealChances {
  const percents = readStagePercents(stages);
  return { percents, judgements, of: (deal) => judgeDeal(percents.get(stageKey(deal)), judgements.get(deal.dealId)) };
}
