import { z } from 'zod';
import { AcknowledgementState } from './acknowledgement-state.ts';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { EvidenceReceipt } from './evidence.ts';
import { Pin } from './signing-pin.ts';
import { BitrixId, Day, Decimal, Instant, Metric, PeriodKey, Sha256, writtenText } from './wire.ts';

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
  /** Assurance: L1 is a verified portal session and an explicit act, L2 a PIN of more than a day with them. */
  level: z.enum(['L1', 'L2', 'L3']),
  text: z.string().nullable(),
  /** Of the breakdown that was signed with the plan; null without one. */
  breakdownHash: Sha256.nullable(),
  /** The last day for the talk after a refusal, or for the head's answer to objections. */
  replyBefore: Day.nullable(),
  sequence: z.number().int(),
  planHash: Sha256,
  entryHash: Sha256,
  previousHash: Sha256,
  sealKeyId: z.string(),
  /** To keep outside; null for answers from before receipts had proofs. */
  proof: EvidenceReceipt.nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A question of the person or an answer of a head. */
const SheetMessage = z.object({
  messageId: z.uuid(),
  authorId: BitrixId,
  authorName: z.string(),
  isAnswer: z.boolean(),
  text: z.string(),
  at: Instant,
});

const ClientId = z.string().regex(/^[1-9]\d{0,17}$/);

/** Companies keep their title, because it is signed; private persons are their number alone. */
export const BreakdownClient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('company'), id: ClientId, title: writtenText(255).pipe(z.string().min(1)) }),
  z.object({ kind: z.literal('private'), id: ClientId }),
  z.object({ kind: z.enum(['regular', 'new', 'other']) }),
]);
export type BreakdownClient = z.infer<typeof BreakdownClient>;

/** How the person spreads the revenue of the plan; each table adds up to the target. */
export const Breakdown = z.object({
  weeks: z.array(z.object({ from: Day, to: Day, value: Decimal })).max(40),
  clients: z.array(z.object({ client: BreakdownClient, value: Decimal })).max(200),
});
export type Breakdown = z.infer<typeof Breakdown>;

/** One person's copy of one plan version: what is shown is what is signed. */
export const PlanSheet = z.object({
  month: PeriodKey,
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
  /** Revenue by the working days of its calendar weeks; of a short period by days, of a long one by months. Adds up to the target. */
  weeks: z.array(z.object({ from: Day, to: Day, workdays: z.number().int(), value: Decimal })),
  /** Targets about parts of what is sold, in the order of the sheet; a null value was taken out. */
  parts: z.array(z.object({ metric: Metric, key: DimensionKey, title: z.string(), value: Decimal.nullable(), was: Decimal.nullable() })),
  /** What own dimensions of the portal among the parts were called when the sheet was sent. */
  dimensionNames: z.record(z.string(), z.string()).default({}),
  previousVersion: z.number().int().nullable(),
  previousPublishedAt: Instant.nullable(),
  reason: z.string(),
  rationale: z.string(),
  /** The exact text that is hashed, the same on screen, in print and in the notification. */
  text: z.string(),
  planHash: Sha256,
  /** The person's name and words were erased: texts are empty, numbers and hashes stay. */
  isErased: z.boolean(),
  state: AcknowledgementState,
  /** The portal has taken the message about the sheet. */
  deliveredAt: Instant.nullable(),
  openedAt: Instant.nullable(),
  /** Its end was reached. */
  readAt: Instant.nullable(),
  /** Questions and answers, oldest first. */
  messages: z.array(SheetMessage),
  /** The target is to be spread before it is signed. */
  isBreakdownRequired: z.boolean(),
  breakdown: Breakdown.extend({ hash: Sha256, savedAt: Instant }).nullable(),
  receipt: Receipt.nullable(),
  /** What a head has answered to objections or to a refusal. */
  reply: z.object({ authorName: z.string(), text: z.string(), at: Instant }).nullable(),
  /** Acquaintance on paper, recorded by a head. */
  paper: z.object({ at: Instant, recordedBy: z.string(), scanSha256: Sha256, witnesses: z.array(z.string()) }).nullable(),
  canSign: z.boolean(),
  /** The viewer is a head of the person: answers questions and objections. */
  canAnswer: z.boolean(),
});
export type PlanSheet = z.infer<typeof PlanSheet>;

export const MyPlans = z.object({
  /** Newest first; a superseded sheet stays for reading. */
  sheets: z.array(
    z.object({ month: PeriodKey, version: z.number().int(), state: AcknowledgementState, publishedAt: Instant, authorName: z.string() }),
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

export const SheetPath = z.object({ month: PeriodKey, version: z.coerce.number().int().min(1).max(2_147_483_647), userId: BitrixId });

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
  summary: 'Record that the sheet was opened and get the single-use challenge for a decision',
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
    /** Asked where the portal signs with PINs. */
    pin: Pin.optional(),
  }),
  response: Receipt,
});

export const SigningList = z.object({
  month: PeriodKey,
  people: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      departmentName: z.string(),
      version: z.number().int(),
      state: AcknowledgementState,
      sentAt: Instant,
      deliveredAt: Instant.nullable(),
      openedAt: Instant.nullable(),
      readAt: Instant.nullable(),
      decidedAt: Instant.nullable(),
      text: z.string().nullable(),
      /** The last day to answer, as it stands on the sheet. */
      signBefore: Day,
      /** It has passed, days of absence left out, and the sheet still waits. */
      isOverdue: z.boolean(),
      remindedAt: Instant.nullable(),
      /** The viewer may remind the person. */
      canRemind: z.boolean(),
    }),
  ),
});
export type SigningList = z.infer<typeof SigningList>;

export const listSigning = defineEndpoint({
  method: 'GET',
  path: '/api/signing/:month',
  summary: 'Who has read and signed the plan of a month, for the people the viewer may see',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey }),
  response: SigningList,
});

export const remindPeople = defineEndpoint({
  method: 'POST',
  path: '/api/signing/:month/remind',
  summary: 'Remind people of a plan that waits for them; each once a day, and nobody on a day of absence',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey, userIds: z.array(BitrixId).min(1).max(500) }),
  response: z.object({ reminded: z.number().int(), absent: z.number().int(), already: z.number().int() }),
});
