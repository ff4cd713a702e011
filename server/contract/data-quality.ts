import { z } from 'zod';
import { DealItem } from './drill-down.ts';
import { defineEndpoint } from './endpoint.ts';
import { Decimal } from './wire.ts';

/** What open deals lack in the portal; `stage-unknown` counts stages, the others count deals. */
export const QualityCheck = z.enum(['no-amount', 'no-close-date', 'close-date-past', 'no-responsible', 'stage-unknown']);
export type QualityCheck = z.infer<typeof QualityCheck>;

const StageItem = z.object({
  kind: z.literal('stage'),
  stageId: z.string(),
  /** Empty when the portal does not name the pipeline either. */
  pipelineName: z.string(),
  deals: z.number().int(),
  value: Decimal,
});

export const QualityList = z.object({
  check: QualityCheck,
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(z.discriminatedUnion('kind', [DealItem, StageItem])),
});
export type QualityList = z.infer<typeof QualityList>;

export const listDataQuality = defineEndpoint({
  method: 'GET',
  path: '/api/data-health/quality',
  summary: 'The open deals or stages behind a number of data quality',
  urgency: 'deferrable',
  request: z.object({
    check: QualityCheck,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: QualityList,
});
