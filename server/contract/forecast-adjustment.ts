import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Decimal, Instant, Month } from './wire.ts';

const AdjustmentEntry = z.object({
  revision: z.number().int(),
  /** "0.00" takes the adjustment back. */
  value: Decimal,
  reason: z.string(),
  /** Deals that it holds already; none where nobody named any. */
  dealIds: z.array(BitrixId),
  setBy: z.object({ userId: BitrixId, name: z.string() }),
  setAt: Instant,
});

export const ForecastAdjustment = z.object({
  month: Month,
  userId: BitrixId,
  currency: z.string(),
  /** The newest first; the first one holds. */
  history: z.array(AdjustmentEntry),
});
export type ForecastAdjustment = z.infer<typeof ForecastAdjustment>;

export const getForecastAdjustment = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/:month/adjustment/:userId',
  summary: 'What heads have added to the forecast of a person, and why',
  urgency: 'deferrable',
  request: z.object({ month: Month, userId: BitrixId }),
  response: ForecastAdjustment,
});

export const setForecastAdjustment = defineEndpoint({
  method: 'PUT',
  path: '/api/forecast/:month/adjustment/:userId',
  summary: 'Adds to or takes from the forecast of a person, with a reason; nothing that was set before is lost',
  urgency: 'vital',
  request: z.object({
    month: Month,
    userId: BitrixId,
    value: Decimal,
    reason: z.string().trim().min(1).max(500),
    /** Open deals of the person that the amount is about; of one that is taken back there are none. */
    dealIds: z.array(BitrixId).max(50).default([]),
    /** Of the entry that was shown; 0 without one. Another one means that somebody was first. */
    baseRevision: z.number().int().min(0),
  }),
  response: ForecastAdjustment,
});
