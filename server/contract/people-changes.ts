import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { DimensionKey } from './plan-dimensions.ts';
import { BitrixId, Day, Decimal, Metric, PeriodKey, Scope } from './wire.ts';

const Place = z.object({ departmentId: BitrixId, name: z.string() });

/** What stays of a plan with the person, and what is open, by two ways to see it. */
const KeptLine = z.object({
  metric: Metric,
  /** Before the change. */
  plan: Decimal,
  /** With the draft. */
  current: Decimal,
  keepsByWorkdays: Decimal,
  openByWorkdays: Decimal,
  /** Null where the facts of the metric are not counted, and while the change lies ahead. */
  keepsByFact: Decimal.nullable(),
  openByFact: Decimal.nullable(),
});

export const PeopleChange = z.object({
  kind: z.enum(['joined', 'left', 'moved', 'absent']),
  userId: BitrixId,
  name: z.string(),
  department: Place.nullable(),
  /** First or last day of work, first day in the new department, first day away. */
  day: Day.nullable(),
  /** `seen` is the day the portal's list was first read with it: the portal gives no date. */
  dayBy: z.enum(['portal', 'seen', 'unknown']),
  until: Day.nullable(),
  from: Place.nullable(),
  to: Place.nullable(),
  /** Own working days of the month by the change. */
  workdays: z.number().int(),
  lines: z.array(KeptLine),
  /** Of somebody new: what a colleague has on average, and its part for the working days. */
  proposed: z.array(z.object({ metric: Metric, ofColleague: Decimal, colleagues: z.number().int(), value: Decimal })),
  isSettled: z.boolean(),
  mayPlan: z.boolean(),
});
export type PeopleChange = z.infer<typeof PeopleChange>;

export const PeopleChanges = z.object({
  month: PeriodKey,
  currency: z.string(),
  workdays: z.number().int(),
  changes: z.array(PeopleChange),
  /** Who may take over: active people whose plan the viewer sets. */
  receivers: z.array(z.object({ userId: BitrixId, name: z.string(), departmentId: BitrixId.nullable() })),
});
export type PeopleChanges = z.infer<typeof PeopleChanges>;

export const listPeopleChanges = defineEndpoint({
  method: 'GET',
  path: '/api/plans/:month/people-changes',
  summary: 'Who of the viewer’s people joins, leaves, moves or is away in the month, with what follows for plans',
  urgency: 'deferrable',
  request: z.object({ month: PeriodKey }),
  response: PeopleChanges,
});

export const Handover = z.object({
  month: PeriodKey,
  kind: z.enum(['left', 'moved', 'absent']),
  /** Whose plan is handed over. */
  userId: BitrixId,
  /** What stays: the part for the days worked, or what was won. */
  basis: z.enum(['workdays', 'fact']),
  /** The last day of work of somebody who left, where the head knows better. */
  lastDay: Day.optional(),
  split: z.enum(['equal', 'past-share']),
  to: z.array(BitrixId).min(1).max(50),
});
export type Handover = z.infer<typeof Handover>;

const Change = z.object({ metric: Metric, from: Decimal.nullable(), to: Decimal.nullable() });

export const HandoverResult = z.object({
  /** Draft lines that the handover comes to; `from` is what the plan with its draft says now. */
  lines: z.array(Change.extend({ scope: Scope, name: z.string() })),
  /** The same of targets by dimensions, which go over as far as the whole target does. */
  dimensions: z.array(Change.extend({ scope: Scope, name: z.string(), key: DimensionKey, title: z.string() })),
  /** Sums of all people of the departments concerned, and of all of them together. */
  sums: z.array(Change.extend({ department: Place.nullable() })),
});
export type HandoverResult = z.infer<typeof HandoverResult>;

export const previewHandover = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/handover',
  summary: 'What handing over an open plan comes to; nothing is saved',
  urgency: 'vital',
  request: Handover,
  response: HandoverResult,
});
