import { z } from 'zod';
import type { FactorCode as DomainFactorCode } from '#domain/planning/growth-factor.ts';
import { defineEndpoint } from './endpoint.ts';
import { Decimal, Instant, Month, Scope, writtenText } from './wire.ts';

/** A reason for a plan to differ from its base; `own:…` are named by the author. */
const FactorCode = z.union([
  z.enum(['market', 'market-share', 'marketing', 'competitors', 'client-potential', 'prices', 'currency', 'economy']),
  z.templateLiteral(['own:', z.string().regex(/^[1-9]\d?$/)]),
]) satisfies z.ZodType<DomainFactorCode>;

/** Change or multiplier in hundredths of a percent: +5 % is 500, ×1,10 is 11 000. */
const BasisPoints = z.number().int();

export const FactorAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('considered'), basisPoints: BasisPoints.min(-10_000).max(100_000) }),
  z.object({ kind: z.literal('not-relevant') }),
  z.object({ kind: z.literal('not-considered') }),
]);
export type FactorAnswer = z.infer<typeof FactorAnswer>;

/** How an author arrives at a plan: what it starts from, what changes it, what it cannot exceed, and why. */
export const PlanCalculation = z.object({
  base: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('same-period-last-year') }),
    z.object({ kind: z.literal('previous-period') }),
    z.object({ kind: z.literal('average'), periods: z.number().int().min(2).max(12) }),
  ]),
  season: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('learned') }),
    z.object({ kind: z.literal('own'), multiplier: BasisPoints.min(0).max(100_000) }),
    z.object({ kind: z.literal('none') }),
  ]),
  /** In the order they are applied; `name` is of own ones. */
  factors: z.array(z.object({ code: FactorCode, name: writtenText(80), answer: FactorAnswer })).max(40),
  /** What supply or capacity allows at most. */
  limit: z.object({ value: Decimal, name: writtenText(80) }).nullable(),
  rationale: writtenText(4000),
});
export type PlanCalculation = z.infer<typeof PlanCalculation>;

export const SavedCalculation = z.object({ scope: Scope, calculation: PlanCalculation, savedAt: Instant, savedBy: z.string() });
export type SavedCalculation = z.infer<typeof SavedCalculation>;

export const putPlanCalculation = defineEndpoint({
  method: 'PUT',
  path: '/api/plans/:month/calculation',
  summary: 'Keep how the plan of a scope is calculated',
  urgency: 'vital',
  request: z.object({ month: Month, scope: Scope, calculation: PlanCalculation }),
  response: SavedCalculation,
});
