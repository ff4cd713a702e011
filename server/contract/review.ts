import { z } from 'zod';
import type { ActionKind as Kind } from '#domain/corrective-action.ts';
import { defineEndpoint } from './endpoint.ts';
import { ReviewRegulations } from './review-series.ts';
import { BitrixId, Day, Decimal, Instant, Language, Metric, Month, Scope, writtenText } from './wire.ts';

/** `cell:METRIC:SCOPE:MONTH`, `decision:ID` or `question:ID`. */
const ReviewSubject = z
  .string()
  .regex(/^(cell:[a-z-]{1,40}:(person|department):[1-9]\d{0,17}:\d{4}-\d\d|(decision|question):[0-9a-f-]{36})$/);

/** `cause` is of the catalogue; `why` and `proposal` are prepared by the owner, `outcome` is what the meeting says. */
export const ReviewField = z.enum(['cause', 'why', 'proposal', 'outcome']);
export type ReviewField = z.infer<typeof ReviewField>;

const Name = z.object({ userId: BitrixId, name: z.string() });

export const FieldText = z.object({
  field: ReviewField,
  revision: z.number().int(),
  value: z.string(),
  by: z.string().nullable(),
  at: Instant.nullable(),
  /** Texts of people who had not seen this one: nothing is lost until somebody settles them. */
  beside: z.array(z.object({ writeId: z.uuid(), value: z.string(), by: z.string(), at: Instant })),
});
export type FieldText = z.infer<typeof FieldText>;

export const CellNumbers = z.object({
  metric: Metric,
  unit: z.enum(['money', 'count', 'quantity', 'percent']),
  scope: Scope,
  month: Month,
  plan: Decimal,
  fact: Decimal,
  expected: Decimal,
  deviation: Decimal,
  /** Null where nothing is forecast. */
  forecast: z.object({ expected: Decimal, low: Decimal, high: Decimal }).nullable(),
  redSince: Day.nullable(),
  /** Months in a row with the present one. */
  monthsInRow: z.number().int(),
  /** Reviews in a row that had it before this one. */
  reviewsInRow: z.number().int(),
});
export type CellNumbers = z.infer<typeof CellNumbers>;

export const ActionKind = z.enum(['task', 'talk', 'team-talk', 'marketing', 'redistribution', 'terms', 'accepted-risk'] satisfies Kind[]);

export const ReviewAction = z.object({
  actionId: z.uuid(),
  kind: ActionKind,
  text: z.string(),
  owner: Name,
  deadline: Day.nullable(),
  checkOn: Day.nullable(),
  state: z.enum(['open', 'overdue', 'done', 'dropped']),
  result: z.string(),
  effectiveness: z.enum(['helped', 'not-helped', 'unclear']).nullable(),
  /** The portal's task: asked for, there, or done as the portal says; null where none was asked for. */
  task: z.object({ state: z.enum(['waiting', 'there', 'done', 'failed']), taskId: BitrixId.nullable() }).nullable(),
  mayClose: z.boolean(),
});
export type ReviewAction = z.infer<typeof ReviewAction>;

export const ReviewItem = z.object({
  subject: ReviewSubject,
  kind: z.enum(['decision', 'cell', 'question']),
  owner: Name.nullable(),
  cell: CellNumbers.nullable(),
  question: z.string().nullable(),
  /** Of a decision of the last review: itself, and what it was about. */
  decision: ReviewAction.nullable(),
  about: CellNumbers.nullable(),
  /** Whose number that was: not always who was to do something about it. */
  aboutName: z.string().nullable(),
  texts: z.array(FieldText),
  /** What this review has decided about it. */
  actions: z.array(ReviewAction),
  seconds: z.number().int(),
  mayPrepare: z.boolean(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;

export const ReviewCause = z.object({
  causeId: z.string(),
  /** Null of one that comes with the product and that nobody has called otherwise. */
  name: z.string().nullable(),
  uses: z.number().int(),
  /** Is offered no more; what it was named for stays. */
  isArchived: z.boolean(),
});
export type ReviewCause = z.infer<typeof ReviewCause>;

export const Review = z.object({
  reviewId: z.uuid(),
  seriesId: z.uuid(),
  regulations: ReviewRegulations,
  scope: Scope,
  scopeName: z.string(),
  state: z.enum(['planned', 'running', 'finished']),
  plannedAt: Instant,
  prepareBefore: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  now: Instant,
  month: Month,
  currency: z.string(),
  /** The close the numbers are of, and how fresh the copy was; frozen from the start on. */
  closedDay: Day.nullable(),
  factsAt: Instant,
  /** Who has something to prepare, and whether it is done. */
  people: z.array(Name.extend({ cells: z.number().int(), isPrepared: z.boolean() })),
  items: z.array(ReviewItem),
  /** Red cells beyond the allowed number. */
  left: z.number().int(),
  current: z.object({ subject: ReviewSubject, since: Instant }).nullable(),
  causes: z.array(ReviewCause),
  /** Whom a decision may be given to. */
  owners: z.array(Name),
  nextDay: Day,
  /** Of an ended one: the review that follows it. */
  nextAt: Instant.nullable(),
  mayRun: z.boolean(),
});
export type Review = z.infer<typeof Review>;

const ofReview = { reviewId: z.uuid() };

export const getReview = defineEndpoint({
  method: 'GET',
  path: '/api/reviews/:reviewId',
  summary: 'A review with its agenda: live before its start, frozen from then on',
  urgency: 'deferrable',
  request: z.object(ofReview),
  response: Review,
});

export const startReview = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/start',
  summary: 'Begin a review: its agenda and its numbers are frozen',
  urgency: 'vital',
  request: z.object(ofReview),
  response: Review,
});

export const turnReview = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/turn',
  summary: 'Turn to an item of the agenda; its time runs from now on',
  urgency: 'vital',
  request: z.object({ ...ofReview, subject: ReviewSubject }),
  response: Review,
});

export const finishReview = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/finish',
  summary: 'End a review and set the day of the next one',
  urgency: 'vital',
  request: z.object({
    ...ofReview,
    nextDay: Day,
    nextTime: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  }),
  response: Review,
});

export const askInReview = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/questions',
  summary: 'Put a question on the agenda of a review that has not ended',
  urgency: 'vital',
  request: z.object({ ...ofReview, questionId: z.uuid(), text: writtenText(500).refine((text) => text !== '', 'a question is needed') }),
  response: Review,
});

export const writeInReview = defineEndpoint({
  method: 'PUT',
  path: '/api/reviews/:reviewId/text',
  summary: 'Write into one field of an item; a text that its author had not seen is kept beside it',
  urgency: 'vital',
  request: z.object({
    ...ofReview,
    subject: ReviewSubject,
    field: ReviewField,
    /** Made by the writer once, however often it is sent. */
    writeId: z.uuid(),
    /** The revision the writer had seen. */
    base: z.number().int().min(0),
    value: writtenText(4000),
    settles: z.array(z.uuid()).max(50).default([]),
  }),
  response: z.object({
    text: FieldText,
    /** What this writing was; null when it stands beside the text. The field itself may be further on. */
    revision: z.number().int().nullable(),
  }),
});

export const decideInReview = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/actions',
  summary: 'Decide what is done about an item: who, until when, and when its number is looked at again',
  urgency: 'vital',
  request: z.object({
    ...ofReview,
    /** Made by the writer once, however often it is sent. */
    actionId: z.uuid(),
    subject: ReviewSubject,
    kind: ActionKind,
    text: writtenText(1000).refine((text) => text !== '', 'words are needed'),
    ownerId: BitrixId,
    deadline: Day.nullable(),
    checkOn: Day.nullable(),
    /** Ask the portal for a task. */
    makesTask: z.boolean(),
    /** The deal that the task is bound to. */
    dealId: BitrixId.nullable().default(null),
  }),
  response: Review,
});

export const closeReviewAction = defineEndpoint({
  method: 'POST',
  path: '/api/reviews/:reviewId/actions/:actionId/close',
  summary: 'Write down what came of a decision, or drop it with a reason',
  urgency: 'vital',
  request: z.object({
    ...ofReview,
    actionId: z.uuid(),
    state: z.enum(['done', 'dropped']),
    result: writtenText(1000).refine((text) => text !== '', 'words are needed'),
  }),
  response: Review,
});

export const getReviewMinutes = defineEndpoint({
  method: 'GET',
  path: '/api/reviews/:reviewId/minutes',
  summary: 'Minutes of a review that has ended, as a file',
  urgency: 'deferrable',
  answerType: 'application/octet-stream',
  request: z.object({ ...ofReview, format: z.enum(['docx', 'pdf']), language: Language.optional() }),
  response: z.instanceof(Uint8Array),
});
