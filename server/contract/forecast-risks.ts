import { z } from 'zod';
import type { RiskKind as DomainKind } from '#domain/forecast/deal-risks.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Decimal, Month, Scope } from './wire.ts';

export const RiskKind = z.enum(['past-date', 'pushed', 'stalled', 'no-next-step', 'silent'] satisfies DomainKind[]);
export type RiskKind = z.infer<typeof RiskKind>;

const RiskyDeal = z.object({
  dealId: BitrixId,
  userId: BitrixId,
  stageName: z.string(),
  amount: Decimal,
  /** What the forecast by the table holds of it. */
  weighted: Decimal,
  closeDay: Day.nullable(),
  stageDays: z.number().int(),
  usualDays: z.number().nullable(),
  pushes: z.number().int(),
  silentDays: z.number().int().nullable(),
});
export type RiskyDeal = z.infer<typeof RiskyDeal>;

export const ForecastRisks = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  /** Deals that the forecast holds something of. */
  deals: z.number().int(),
  weighted: Decimal,
  /** A deal with several reasons stands in each of them, so that they do not add up. */
  risks: z.array(
    z.object({
      kind: RiskKind,
      deals: z.number().int(),
      weighted: Decimal,
      /** Those that weigh most, at most fifty. */
      largest: z.array(RiskyDeal),
    }),
  ),
  /** One deal that holds more than two fifths of the forecast, and what is left without it. */
  heavy: z.object({ deal: RiskyDeal, share: z.number(), without: Decimal }).nullable(),
});
export type ForecastRisks = z.infer<typeof ForecastRisks>;

export const getForecastRisks = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/risks',
  summary: 'Which deals of a forecast may not come as they stand, and why',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: ForecastRisks,
});
