import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { EvidenceReceipt } from './evidence.ts';
import { BitrixId, Day, Decimal, Instant, Metric, Month, Sha256, writtenText } from './wire.ts';

export const AcknowledgementState = z.enum(['sent', 'opened', 'signed', 'signed-with-objections', 'refused', 'superseded']);
export type AcknowledgementState = z.infer<typeof AcknowledgementState>;

export const Decision = z.enum(['signed', 'signed-with-objections', 'refused']);
export type Decision = z.infer<typeof Decision>;

const SheetTarget = z.object({
  metric: Metric,
  value: Decimal,
  /** Value in the previous version that this person got; null when there was none. */
  was: Decimal.nullable(),
});

export const Receipt = z.object({
  decision: Decision,
  at: Instant,
  signer: z.string(),
  version: z.number().int(),
  /** Assurance: L1 is a verified portal session and an explicit act. */
  level: z.enum(['L1', 'L2', 'L3']),
  text: z.string().nullable(),
  sequence: z.number().int(),
  planHash: Sha256,
  entryHash: Sha256,
  previousHash: Sha256,
  sealKeyId: z.string(),
  /** To keep outside; null for answers from before receipts had proofs. */
  proof: EvidenceReceipt.nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** One person's copy of one plan version: what is shown is what is signed. */
export const PlanSheet = z.object({
  month: Month,
  version: z.number().int(),
  userId: BitrixId,
  personName: z.string(),
  departmentName: z.string(),
  companyName: z.string(),
  authorName: z.string(),
  publishedAt: Instant,
  currency: z.string(),
  workdays: z.number().int(),
  effectiveFrom: Day,
  /** It was sent when days that it judges had passed. */
  isRetroactive: z.boolean(),
  signBefore: Day,
  callSeconds: z.number().int(),
  targets: z.array(SheetTarget),
  /** Revenue by calendar weeks, cut by working days; adds up to the target. */
  weeks: z.array(z.object({ from: Day, to: Day, workdays: z.number().int(), value: Decimal })),
  /** Targets about parts of what is sold, in the order of the sheet; a null value was taken out. */
  parts: z.array(z.object({ metric: Metric, key: DimensionKey, title: z.string(), value: Decimal.nullable(), was: Decimal.nullable() })),
  previousVersion: z.number().int().nullable(),
  previousPublishedAt: Instant.nullable(),
  reason: z.string(),
  rationale: z.string(),
  /** The exact text that is hashed, the same on screen, in print and in the notification. */
  text: z.string(),
  planHash: Sha256,
  state: AcknowledgementState,
  openedAt: Instant.nullable(),
  receipt: Receipt.nullable(),
  canSign: z.boolean(),
});
export type PlanSheet = z.infer<typeof PlanSheet>;

export const MyPlans = z.object({
  /** Newest first; a superseded sheet stays for reading. */
  sheets: z.array(
    z.object({ month: Month, version: z.number().int(), state: AcknowledgementState, publishedAt: Instant, authorName: z.string() }),
  ),
});
export type MyPlans = z.infer<typeof MyPlans>;

export const listMyPlans = defineEndpoint({
  method: 'GET',
  path: '/api/my-plans',
  summary: 'Plan sheets sent to the viewer',
  urgency: 'vital',
  request: z.object({}),
  response: MyPlans,
});

const SheetPath = z.object({ month: Month, version: z.coerce.number().int().min(1).max(2_147_483_647), userId: BitrixId });

export const getSheet = defineEndpoint({
  method: 'GET',
  path: '/api/sheets/:month/:version/:userId',
  summary: 'One plan sheet',
  urgency: 'vital',
  request: SheetPath,
  response: PlanSheet,
});

export const openSheet = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/open',
  summary: 'Record that the sheet was read and get the single-use challenge for a decision',
  urgency: 'vital',
  request: SheetPath,
  response: z.object({ challengeId: z.uuid(), planHash: Sha256, expiresAt: Instant }),
});

export const signSheet = defineEndpoint({
  method: 'POST',
  path: '/api/sheets/:month/:version/:userId/sign',
  summary: 'Sign, sign with objections, or refuse with a reason; repeating the same request returns the same receipt',
  urgency: 'vital',
  request: SheetPath.extend({
    challengeId: z.uuid(),
    planHash: Sha256,
    decision: Decision,
    text: writtenText(4000).default(''),
  }),
  response: Receipt,
});

export const SigningList = z.object({
  month: Month,
  people: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      departmentName: z.string(),
      version: z.number().int(),
      state: AcknowledgementState,
      sentAt: Instant,
      openedAt: Instant.nullable(),
      decidedAt: Instant.nullable(),
      text: z.string().nullable(),
    }),
  ),
});
export type SigningList = z.infer<typeof SigningList>;

export const listSigning = defineEndpoint({
  method: 'GET',
  path: '/api/signing/:month',
  summary: 'Who has read and signed the plan of a month, for the people the viewer may see',
  urgency: 'deferrable',
  request: z.object({ month: Month }),
  response: SigningList,
});
