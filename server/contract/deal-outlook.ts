import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { AcknowledgementState } from './acknowledgement-state.ts';
import { DealCategory, DealJudgements } from './deal-judgements.ts';
import { Contacts } from './contacts.ts';
import { BitrixId, Day, Decimal, Instant, Month, PeriodKey } from './wire.ts';

/** A plan sheet of the viewer that waits for an answer. */
export const WaitingPlan = z.object({ month: PeriodKey, version: z.number().int(), state: AcknowledgementState, signBefore: Day });
export type WaitingPlan = z.infer<typeof WaitingPlan>;

const ShareOfPlan = z.object({
  name: z.string(),
  plan: Decimal,
  fact: Decimal,
  /** Fact ÷ plan before, after this deal is won, and what it adds; 1 = 100 %. */
  before: z.number(),
  after: z.number(),
  adds: z.number(),
  addsWeighted: z.number(),
});

/** Tenths of a percent; `base` plus the points of all reasons is `chance`. */
const LearnedChance = z.object({
  chance: z.number().int(),
  /** What deals of this stage and this time in it come to. */
  base: z.number().int(),
  /** How many such deals were seen; with none the base is the table's. */
  deals: z.number().int(),
  /** The client has bought before. */
  isRepeat: z.boolean(),
  /** The strongest first, at most five; that of the owner is told to heads only. */
  reasons: z.array(
    z.object({
      factor: z.enum(['close-date', 'activity', 'owner', 'amount', 'category', 'deal-age', 'others']),
      points: z.number().int(),
    }),
  ),
  /** Chance times what the deal would bring. */
  expected: Decimal,
});
export type LearnedChance = z.infer<typeof LearnedChance>;

/** What one deal means for the plan: its stage, its chance by the table, and its share of the plan. */
export const DealOutlook = z.object({
  dealId: BitrixId,
  state: z.enum(['open', 'won', 'lost', 'unknown']),
  responsibleId: BitrixId.nullable(),
  responsibleName: z.string(),
  ladder: z.array(z.object({ stageId: z.string(), name: z.string(), progress: z.number(), isPast: z.boolean(), isCurrent: z.boolean() })),
  stageName: z.string(),
  progress: z.number().nullable(),
  nextStage: z.object({ name: z.string(), progress: z.number() }).nullable(),
  daysOnStage: z.number().int().nullable(),
  /** Median days that won deals of this pipeline spent on this stage, with the number of deals; null under five. */
  usualDays: z.object({ days: z.number(), deals: z.number().int() }).nullable(),
  /** Chance to be won in the month by the table of stages, or as it was set by hand, 0–100. */
  percent: z.number().nullable(),
  /** What it counts as in the forecast; null of an ended deal. */
  category: DealCategory.nullable(),
  /** What people have set of it by hand, for the responsible and the heads above; null for others and of an ended deal. */
  judgements: DealJudgements.nullable(),
  /** The chance to be won by the end of the month as deals of the past say; null while nothing was learned, or for an ended deal. */
  learned: LearnedChance.nullable(),
  month: Month,
  lastDay: Day,
  amount: Decimal,
  weighted: Decimal,
  currency: z.string(),
  /** Why the deal does or does not count in this month. */
  counts: z.enum(['in-fact', 'expected-this-month', 'expected-later', 'overdue', 'no-date', 'lost', 'won-earlier', 'other-pipeline']),
  person: ShareOfPlan.nullable(),
  department: ShareOfPlan.nullable(),
  closeDay: Day.nullable(),
  /** Close dates the deal has had since we are watching, the first to the last, at most six; null is an empty one. */
  closeDays: z.array(Day.nullable()),
  /** How often it was put off to a later day. */
  pushes: z.number().int(),
  /** What is planned and not done: ahead, or late. */
  nextStep: z.object({ at: Instant, kind: z.enum(['meeting', 'call', 'email', 'task', 'other']), isLate: z.boolean() }).nullable(),
  lastTouch: z
    .object({ at: Instant, direction: z.enum(['in', 'out', 'none']), seconds: z.number().int().nullable(), days: z.number().int() })
    .nullable(),
  contacts: Contacts,
  callsAt: Instant.nullable(),
  factsAt: Instant,
  waitingPlan: WaitingPlan.nullable(),
});
export type DealOutlook = z.infer<typeof DealOutlook>;

export const getDealOutlook = defineEndpoint({
  method: 'GET',
  path: '/api/deals/:dealId/outlook',
  summary: 'What a deal means for the plan',
  urgency: 'deferrable',
  request: z.object({ dealId: BitrixId }),
  response: DealOutlook,
});
