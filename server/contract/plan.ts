import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PlanConditions } from './plan-conditions.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { BitrixId, Day, Decimal, Instant, Metric, PeriodKey, Person, Scope, writtenText } from './wire.ts';

/** One target, in the unit of its metric; calls are a count for each working day. */
const PlanLine = z.object({ metric: Metric, scope: Scope, value: Decimal });

/** A change of the draft; `value: null` takes the line out of the plan. */
export const DraftLine = z.object({ metric: Metric, scope: Scope, value: Decimal.nullable() });
export type DraftLine = z.infer<typeof DraftLine>;

/** A draft line of one of several months. */
export type MonthLine = DraftLine & { readonly month: PeriodKey };

export const PlanDepartment = z.object({
  departmentId: BitrixId,
  name: z.string(),
  parentId: BitrixId.nullable(),
  depth: z.number().int(),
});
export type PlanDepartment = z.infer<typeof PlanDepartment>;

/** Whose plans these are, the same for all months. */
const PlanOwners = z.object({
  currency: z.string(),
  departments: z.array(PlanDepartment),
  people: z.array(Person),
  /** Scopes whose lines this viewer may set; nobody sets an own line. */
  editable: z.array(Scope),
  /** How fresh the facts are that stand beside the plans. */
  factsAt: Instant.nullable(),
  /** Published plans of periods that have ended and that this viewer may close, the oldest first. */
  toClose: z.array(PeriodKey),
  mayReopen: z.boolean(),
  /** Other periods than months with a plan, or with a draft of the viewer's, the latest first. */
  planned: z.array(PeriodKey),
});

/** The plan of one month, or of another period, with its draft. */
export const PlanMonth = z.object({
  month: PeriodKey,
  /** Its first and its last day. */
  from: Day,
  to: Day,
  workdays: z.number().int(),
  /** Working days that have ended. */
  workdaysPassed: z.number().int(),
  /** 0 while nothing has been published. */
  version: z.number().int(),
  publishedAt: Instant.nullable(),
  publishedBy: z.string().nullable(),
  /** The first day that is judged by the last version. */
  effectiveFrom: Day.nullable(),
  /** A closed month keeps its targets and facts; nothing is planned in it. */
  closed: z.object({ at: Instant, by: z.string() }).nullable(),
  published: z.array(PlanLine),
  draft: z.array(DraftLine),
  draftSavedAt: Instant.nullable(),
  /** Scopes whose conditions the viewer has drafted anew. */
  draftConditions: z.array(Scope),
  /** Scopes of which the viewer has drafted targets by dimensions. */
  draftDimensions: z.array(Scope),
  /** Won deals of the month before, or of the period before of the same kind: a base to split by. */
  previousFact: z.array(z.object({ scope: Scope, value: Decimal })),
  signedBy: z.number().int(),
  sentTo: z.number().int(),
});
export type PlanMonth = z.infer<typeof PlanMonth>;

export const PlanGrid = PlanOwners.extend(PlanMonth.shape);
export type PlanGrid = z.infer<typeof PlanGrid>;

/** Plans of months, or of other periods of one kind, that follow one another. */
export const PlanWindow = PlanOwners.extend({ months: z.array(PlanMonth) });
export type PlanWindow = z.infer<typeof PlanWindow>;

/** A year of months stands side by side at most. */
const mostPlanMonths = 12;

export const getPlanWindow = defineEndpoint({
  method: 'GET',
  path: '/api/plans',
  summary: 'Plans of up to twelve months, or other periods, in a row with their drafts, as the viewer may see and edit them',
  urgency: 'vital',
  request: z.object({ from: PeriodKey, months: z.coerce.number().int().min(1).max(mostPlanMonths).default(1) }),
  response: PlanWindow,
});

export const getPlan = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month',
  summary: 'The plan of a month with its draft, as the viewer may see and edit it',
  urgency: 'vital',
  request: z.object({ month: PeriodKey }),
  response: PlanGrid,
});

export const saveDraft = defineEndpoint({
  method: 'PUT',
  path: '/api/plans/:month/draft',
  summary: 'Set or clear draft lines; lines not named stay as they are',
  urgency: 'vital',
  request: z.object({ month: PeriodKey, lines: z.array(DraftLine).min(1).max(500) }),
  response: PlanGrid,
});

/** All of a draft. */
export const DroppedDraft = z.object({
  lines: z.array(DraftLine),
  dimensions: z.array(z.object({ metric: Metric, scope: Scope, key: DimensionKey, title: z.string(), value: Decimal.nullable() })),
  conditions: z.array(z.object({ scope: Scope, conditions: PlanConditions.nullable() })),
});
export type DroppedDraft = z.infer<typeof DroppedDraft>;

export const discardDraft = defineEndpoint({
  method: 'DELETE',
  path: '/api/plans/:month/draft',
  summary: 'Drop all that is drafted and that the viewer may edit: targets, targets by dimensions and conditions',
  urgency: 'vital',
  request: z.object({ month: PeriodKey }),
  /** With what was dropped, so that it can be drafted again. */
  response: PlanGrid.extend({ dropped: DroppedDraft }),
});

export const publishPlan = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/publish',
  summary: 'Freeze the draft into the next version and send it to the people it changes',
  urgency: 'vital',
  request: z.object({
    month: PeriodKey,
    /** Version the author was looking at; another one in between is a conflict. */
    baseVersion: z.number().int().min(0),
    /** Why it changes; demanded from version 2 on and printed on the sheet. */
    reason: writtenText(1000).default(''),
    rationale: writtenText(4000).default(''),
    /** The first day that is judged by it, one of the period; as is usual when absent. */
    effectiveFrom: Day.optional(),
  }),
  response: z.object({ version: z.number().int(), sentTo: z.array(BitrixId), grid: PlanGrid }),
});
