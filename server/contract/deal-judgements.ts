import { z } from 'zod';
import type { DealCategory as DomainCategory } from '#domain/forecast/deal-category.ts';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Instant } from './wire.ts';

/** How much a forecast counts on an open deal; `omitted` brings nothing. */
export const DealCategory = z.enum(['commit', 'best', 'pipeline', 'omitted'] satisfies DomainCategory[]);
export type DealCategory = z.infer<typeof DealCategory>;

const JudgementEntry = z.object({
  subject: z.enum(['category', 'chance']),
  revision: z.number().int(),
  /** Of the subject `category`; null gave it back to the stage. */
  category: DealCategory.nullable(),
  /** Of the subject `chance`, whole percent; null gave it back to the stage. */
  percent: z.number().int().nullable(),
  reason: z.string(),
  setBy: z.object({ userId: BitrixId, name: z.string() }),
  setAt: Instant,
});
export type JudgementEntry = z.infer<typeof JudgementEntry>;

export const DealJudgements = z.object({
  dealId: BitrixId,
  /** What holds, by hand or by the stage. */
  category: DealCategory,
  /** What the stage says. */
  stageCategory: DealCategory,
  /** Chance to be won at all, whole percent, and what the stage says. */
  percent: z.number().int(),
  stagePercent: z.number().int(),
  /** What was set by hand and holds, through every move of stages. */
  categoryLock: JudgementEntry.nullable(),
  chanceLock: JudgementEntry.nullable(),
  /** The viewer may set it: the responsible and the heads above; what a head has set, nobody below changes. */
  mayCategory: z.boolean(),
  mayChance: z.boolean(),
  /** Of the last entries, 0 without one; a change names what it was made from. */
  categoryRevision: z.number().int(),
  chanceRevision: z.number().int(),
  /** Everything that was set, the newest first. */
  history: z.array(JudgementEntry),
});
export type DealJudgements = z.infer<typeof DealJudgements>;

const ofDeal = { dealId: BitrixId };
/** Of the entry that was shown; 0 without one. Another one means that somebody was first. */
const baseRevision = z.number().int().min(0);

export const getDealJudgements = defineEndpoint({
  method: 'GET',
  path: '/api/deals/:dealId/judgements',
  summary: 'What people have set of a deal for the forecast: its category and its chance, with everything that was set before',
  urgency: 'deferrable',
  request: z.object(ofDeal),
  response: DealJudgements,
});

export const setDealCategory = defineEndpoint({
  method: 'PUT',
  path: '/api/deals/:dealId/category',
  summary: 'Locks the category of a deal in the forecast whatever its stage, or gives it back to the stage',
  urgency: 'vital',
  request: z.object({ ...ofDeal, category: DealCategory.nullable(), reason: z.string().trim().max(500).default(''), baseRevision }),
  response: DealJudgements,
});

export const setDealChance = defineEndpoint({
  method: 'PUT',
  path: '/api/deals/:dealId/chance',
  summary: 'Sets the chance of a deal by hand whatever its stage, with a reason, or gives it back to the stage',
  urgency: 'vital',
  request: z.object({
    ...ofDeal,
    percent: z.number().int().min(0).max(100).nullable(),
    reason: z.string().trim().min(1).max(500),
    baseRevision,
  }),
  response: DealJudgements,
});
