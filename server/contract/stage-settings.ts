import { z } from 'zod';
import { DealCategory } from './deal-judgements.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Decimal, Instant, PipelineId } from './wire.ts';

const StageId = z.string().min(1).max(100);
/** Whole percent. */
const Percent = z.number().int().min(0).max(100);

/** Where the percent of a stage in the forecast comes from. */
export const PercentSource = z.enum(['table', 'history', 'hand']);
export type PercentSource = z.infer<typeof PercentSource>;

export const StageSetting = z.object({
  stageId: StageId,
  name: z.string(),
  /** As the portal writes it, `#22b9ff`; null where it has none. */
  color: z.string().nullable(),
  /** Open, won or lost. */
  kind: z.enum(['open', 'won', 'lost']),
  progress: Percent.nullable(),
  tablePercent: Percent,
  source: PercentSource,
  handPercent: Percent.nullable(),
  /** What its deals count as in the forecast; of a closed stage it says nothing. */
  category: DealCategory,
  /** Deals of the last twelve months that have reached the stage and are closed; null where none is known. */
  history: z
    .object({
      entered: z.number().int(),
      won: z.number().int(),
      /** In percent with one place; 8 of 10 times the true share lies between. */
      percent: z.number(),
      low: z.number(),
      high: z.number(),
    })
    .nullable(),
  /** What the source `history` would give: with few deals a mean with the table. */
  byHistory: Percent,
  /** What the forecast takes now. */
  inForecast: Percent,
  /** Open deals on it that are due by the end of this month or overdue, in the base currency. */
  due: Decimal,
});
export type StageSetting = z.infer<typeof StageSetting>;

export const StagePipeline = z.object({
  pipelineId: PipelineId,
  name: z.string(),
  stages: z.array(StageSetting),
  /** Newest first. */
  changes: z.array(
    z.object({
      at: Instant,
      by: z.object({ userId: BitrixId, name: z.string() }),
      stages: z.array(z.object({ name: z.string(), from: Percent, to: Percent })),
      categories: z.array(z.object({ name: z.string(), from: DealCategory, to: DealCategory })),
    }),
  ),
});
export type StagePipeline = z.infer<typeof StagePipeline>;

export const StageSettings = z.object({
  currency: z.string(),
  /** Fewer closed deals than these share their word with the table. */
  enoughDeals: z.number().int(),
  pipelines: z.array(StagePipeline),
});
export type StageSettings = z.infer<typeof StageSettings>;

export const getStageSettings = defineEndpoint({
  method: 'GET',
  path: '/api/settings/stages',
  summary: 'Progress and chance of every stage, by the table, by own history or by hand',
  urgency: 'deferrable',
  request: z.object({}),
  response: StageSettings,
});

export const putStageSettings = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/stages',
  summary: 'Set progress and chances of the open stages of a pipeline; forecasts are computed anew',
  urgency: 'vital',
  request: z.object({
    pipelineId: PipelineId,
    /** Every open stage in the order of the pipeline. */
    stages: z
      .array(
        z.object({
          stageId: StageId,
          progress: Percent,
          tablePercent: Percent,
          source: PercentSource,
          handPercent: Percent.nullable(),
          /** As it is when absent. */
          category: DealCategory.optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  response: StageSettings,
});
