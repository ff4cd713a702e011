import { judgeDeal, type DealJudgement, type JudgedChance } from '#domain/forecast/deal-category.ts';
import type { Day } from '#domain/period.ts';
import { readStagePercents, stageKey, type StagePercent } from '#domain/stage-percent.ts';
import { listJudgements } from './deal-judgements.ts';
import { listStages } from './facts.ts';
import type { PortalTransaction } from './portal-store.ts';

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

/** What is set of stages now, and of single deals now or when a day began. */
export async function readDealChances(
  tx: PortalTransaction,
  at: { readonly day: Day; readonly timeZone: string } | null = null,
): Promise<DealChances> {
  const percents = readStagePercents(await listStages(tx));
  const judgements = await listJudgements(tx, at);
  return { percents, judgements, of: (deal) => judgeDeal(percents.get(stageKey(deal)), judgements.get(deal.dealId)) };
}
