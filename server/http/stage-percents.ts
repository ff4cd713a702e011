import { proposeStagePercents, type StagePercent } from '#domain/stage-percent.ts';
import type { StageRow } from '#store/facts.ts';

export function stageKey(stage: { pipelineId: bigint; stageId: string }): string {
  return `${stage.pipelineId} ${stage.stageId}`;
}

/** Percents of all stages by pipeline and stage. */
export function readStagePercents(stages: readonly StageRow[]): Map<string, StagePercent> {
  const result = new Map<string, StagePercent>();
  for (const pipelineId of new Set(stages.map((stage) => stage.pipelineId))) {
    const own = stages.filter((stage) => stage.pipelineId === pipelineId);
    for (const [stageId, percent] of proposeStagePercents(own)) result.set(stageKey({ pipelineId, stageId }), percent);
  }
  return result;
}
