import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getStageSettings, putStageSettings, type StagePipeline, type StageSettings } from '#contract/stage-settings.ts';
import { proposeStagePercents } from '#domain/stage-percent.ts';
import type { StageSetting } from '#domain/stage-setting.ts';
import { toFailure, type Failure } from './failure.ts';

/** The percents of one open stage. */
export type StageDraft = StageSetting;

/** Percents of the open stages of one pipeline: those that are saved, and those on the screen until they are. */
export const useStageSettings = defineStore('stage-settings', () => {
  const settings = shallowRef<StageSettings | null>(null);
  const pipelineId = ref<string | null>(null);
  const draft = shallowRef<readonly StageSetting[]>([]);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);

  const pipeline = computed<StagePipeline | null>(
    () => settings.value?.pipelines.find((one) => one.pipelineId === pipelineId.value) ?? settings.value?.pipelines[0] ?? null,
  );
  const saved = computed(() => (pipeline.value === null ? [] : toSettings(pipeline.value)));
  const changed = computed(() => draft.value.filter((stage, at) => !isSame(stage, saved.value[at])).length);

  async function load(): Promise<void> {
    try {
      take(await callEndpoint(getStageSettings, {}));
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** The percents from before, for taking the change back; null when they were not saved. */
  async function save(stages: readonly StageSetting[] = draft.value): Promise<readonly StageSetting[] | null> {
    const before = saved.value;
    if (pipeline.value === null || isSaving.value) return null;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      take(await callEndpoint(putStageSettings, { pipelineId: pipeline.value.pipelineId, stages: [...stages] }));
      return before;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return null;
    } finally {
      isSaving.value = false;
    }
  }

  function take(next: StageSettings): void {
    settings.value = next;
    draft.value = saved.value;
  }

  function choose(next: string): void {
    pipelineId.value = next;
    draft.value = saved.value;
  }

  function edit(stageId: string, change: Partial<StageSetting>): void {
    draft.value = draft.value.map((stage) => (stage.stageId === stageId ? { ...stage, ...change } : stage));
  }

  /** The method's ladder of progress and its table, by the names and the order of the stages. */
  function takeLadder(): void {
    if (pipeline.value === null) return;
    const semantics = { open: 'P', won: 'S', lost: 'F' } as const;
    const proposed = proposeStagePercents(
      pipeline.value.stages.map(({ stageId, name, kind }) => ({
        stageId,
        name,
        semantics: semantics[kind],
        progress: null,
        winPercent: null,
      })),
    );
    draft.value = draft.value.map((stage) => {
      const { progress, winPercent, category } = proposed.get(stage.stageId) ?? {
        progress: 0,
        winPercent: 0,
        category: 'pipeline' as const,
      };
      return { ...stage, progress: progress ?? 0, tablePercent: winPercent, category };
    });
  }

  /** Every stage that has a history takes it. */
  function takeHistory(): void {
    const known = new Set(pipeline.value?.stages.flatMap(({ stageId, history }) => (history === null ? [] : [stageId])));
    draft.value = draft.value.map((stage) => (known.has(stage.stageId) ? { ...stage, source: 'history', handPercent: null } : stage));
  }

  return {
    settings,
    pipeline,
    draft,
    saved,
    changed,
    failure,
    saveFailure,
    isSaving,
    load,
    save,
    choose,
    edit,
    takeLadder,
    takeHistory,
    discard: () => (draft.value = saved.value),
  };
});

function toSettings({ stages }: StagePipeline): StageSetting[] {
  return stages
    .filter(({ kind }) => kind === 'open')
    .map(({ stageId, progress, tablePercent, source, handPercent, category }) => ({
      category,
      stageId,
      progress: progress ?? 0,
      tablePercent,
      source,
      handPercent,
    }));
}

function isSame(one: StageSetting, other: StageSetting | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
