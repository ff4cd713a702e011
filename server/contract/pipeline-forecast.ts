import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { AnySpan, ExpectedRow } from './period-forecast.ts';
import { Day, Month, PipelineId, Scope } from './wire.ts';

/** A pipeline's part of what a scope is expected to bring; parts add up to the scope's row to the last place, ranges do not. */
export const PipelinePart = ExpectedRow.omit({ kind: true, scope: true }).extend({
  /** Null: deals of pipelines that the portal has no more. */
  pipelineId: PipelineId.nullable(),
});
export type PipelinePart = z.infer<typeof PipelinePart>;

export const PipelineForecast = z.object({
  month: Month,
  /** The days it is of, both inclusive. */
  from: Day,
  to: Day,
  scope: Scope,
  /** In the order of the portal; null until the model has been fitted. */
  parts: z.array(PipelinePart).nullable(),
});
export type PipelineForecast = z.infer<typeof PipelineForecast>;

export const getPipelineForecast = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/pipelines',
  summary: 'What each pipeline is expected to bring of the forecast of a scope',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope, ...AnySpan }),
  response: PipelineForecast,
});
