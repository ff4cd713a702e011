import { proposeCategory, type DealCategory } from './forecast/deal-category.ts';

/** A stage as far as percents are concerned, in the order of its pipeline. */
export interface LadderStage {
  readonly stageId: string;
  readonly name: string;
  readonly semantics: 'P' | 'S' | 'F';
  /** Percents that people have set; null takes the proposal. */
  readonly progress: number | null;
  readonly winPercent: number | null;
  /** What deals of an open stage count as; without one it is proposed by the progress. */
  readonly category?: DealCategory | null | undefined;
}

export interface StagePercent {
  /** How far the deal has got, 0–100; null for a lost stage. */
  readonly progress: number | null;
  /** How likely it is won, 0–100. */
  readonly winPercent: number;
  /** What its deals count as; of a closed stage it says nothing. */
  readonly category: DealCategory;
}

/** The method's ladder of progress: the payment is received at 80, the deal is done at 100. */
const progressLadder = [0, 10, 20, 40, 60, 70, 80, 90];
/** Win probability by the table for the same steps. */
const winLadder = [5, 10, 20, 40, 60, 75, 95, 98];

/**
 * Percents of every stage: what people set, else a percent written in the stage's name,
 * else the method's ladder stretched over the pipeline's open stages by order. Won is 100, lost is 0.
 */
export function proposeStagePercents(stages: readonly LadderStage[]): Map<string, StagePercent> {
  const open = stages.filter((stage) => stage.semantics === 'P');
  const result = new Map<string, StagePercent>();
  for (const stage of stages) {
    if (stage.semantics === 'S') result.set(stage.stageId, { progress: 100, winPercent: 100, category: 'commit' });
    else if (stage.semantics === 'F') result.set(stage.stageId, { progress: null, winPercent: 0, category: 'omitted' });
    else result.set(stage.stageId, openStagePercent(stage, open.indexOf(stage), open.length));
  }
  return result;
}

export function stageKey(stage: { readonly pipelineId: bigint; readonly stageId: string }): string {
  return `${stage.pipelineId} ${stage.stageId}`;
}

/** Percents of the stages of several pipelines, by `stageKey`. */
export function readStagePercents(stages: readonly (LadderStage & { readonly pipelineId: bigint })[]): Map<string, StagePercent> {
  const result = new Map<string, StagePercent>();
  for (const [pipelineId, own] of Map.groupBy(stages, (stage) => stage.pipelineId)) {
    for (const [stageId, percent] of proposeStagePercents(own)) result.set(stageKey({ pipelineId, stageId }), percent);
  }
  return result;
}

function openStagePercent(stage: LadderStage, index: number, count: number): StagePercent {
  const named = percentInName(stage.name);
  const progress = stage.progress ?? named ?? stretch(progressLadder, index, count);
  return {
    progress,
    category: stage.category ?? proposeCategory(progress),
    winPercent: stage.winPercent ?? named ?? stretch(winLadder, index, count),
  };
}

/** A percent that people write into a stage's name, «Договор 60 %»; undefined when there is none up to 100. */
export function percentInName(name: string): number | undefined {
  const match = /(?<![\d,.])(\d{1,3})\s*%/u.exec(name);
  const value = match === null ? Number.NaN : Number(match[1]);
  return value <= 100 ? value : undefined;
}

function stretch(ladder: readonly number[], index: number, count: number): number {
  const position = count <= 1 ? 0 : (index * (ladder.length - 1)) / (count - 1);
  const below = ladder[Math.floor(position)] ?? 0;
  const above = ladder[Math.ceil(position)] ?? below;
  return Math.round(below + (above - below) * (position - Math.floor(position)));
}
