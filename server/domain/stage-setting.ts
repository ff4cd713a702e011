import type { DealCategory } from './forecast/deal-category.ts';

/** Where the percent of a stage in the forecast comes from. */
export type PercentSource = 'table' | 'history' | 'hand';

export interface StageSetting {
  readonly stageId: string;
  readonly progress: number;
  readonly tablePercent: number;
  readonly source: PercentSource;
  /** Only of the source `hand`. */
  readonly handPercent: number | null;
  /** What the deals of the stage count as; without one it is proposed by the progress. */
  readonly category?: DealCategory | undefined;
}

export type StageSettingFault = 'progress-falls' | 'not-every-stage' | 'no-hand-percent';

/** What is wrong with the percents of a pipeline's open stages, given in its order; nothing when they can be used. */
export function listStageFaults(openStageIds: readonly string[], settings: readonly StageSetting[]): StageSettingFault[] {
  const faults: StageSettingFault[] = [];
  const isWhole = settings.length === openStageIds.length && openStageIds.every((id, at) => settings[at]?.stageId === id);
  if (!isWhole) faults.push('not-every-stage');
  if (settings.some(({ progress }, at) => at > 0 && progress < (settings[at - 1]?.progress ?? 0))) faults.push('progress-falls');
  if (settings.some(({ source, handPercent }) => source === 'hand' && handPercent === null)) faults.push('no-hand-percent');
  return faults;
}

/** Stages whose chance is less than that of the stage before: possible, and worth a look. */
export function listFallingChances(percents: readonly number[]): number[] {
  return percents.flatMap((percent, at) => (at > 0 && percent < (percents[at - 1] ?? 0) ? [at] : []));
}
