import { z } from 'zod';
import { CallSource } from './call-source.ts';
import { WonDate } from './counting.ts';
import { defineEndpoint } from './endpoint.ts';
import { Day, Decimal, Instant, Month, Scope } from './wire.ts';

export const PaceStatus = z.enum(['ahead', 'on-course', 'at-risk', 'behind', 'too-early', 'no-plan']);
export type PaceStatus = z.infer<typeof PaceStatus>;

export const Forecast = z.object({
  /** Fact plus the weighted open deals plus what heads have added; adds up over people. */
  expected: Decimal,
  /** Eight of ten outcomes fall between these; ranges do not add up. */
  low: Decimal,
  high: Decimal,
  open: Decimal,
  weighted: Decimal,
  openDeals: z.number().int(),
  adjustment: Decimal,
  /** `open` by what its deals count as; the four sum to it, and what is omitted weighs nothing. */
  categories: z.object({ commit: Decimal, best: Decimal, pipeline: Decimal, omitted: Decimal }),
});
export type Forecast = z.infer<typeof Forecast>;

const CallsFact = z.object({
  fact: z.number().int(),
  /** Norm up to the end of the last finished working day; null without a norm. */
  norm: z.number().int().nullable(),
  /** Calls whose length the portal does not know: shown, never counted. */
  unknownLength: z.number().int(),
});

export const OverviewRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  isHead: z.boolean(),
  /** Joined less than three months ago. */
  isNewcomer: z.boolean(),
  plan: Decimal.nullable(),
  fact: Decimal,
  /** Fact ÷ plan, 1 = 100 %; null without a plan. */
  attainment: z.number().nullable(),
  expectedToDate: Decimal.nullable(),
  /** Fact minus what should be there by the last finished working day; without a plan it is the fact. */
  deviation: Decimal,
  forecast: Forecast,
  /** The viewer may adjust it. */
  isAdjustable: z.boolean(),
  /** Forecast ÷ plan. */
  forecastShare: z.number().nullable(),
  status: PaceStatus,
  /** Thirty points: fact of the five days up to each of the last thirty days, in whole currency units. */
  trend: z.array(z.number()),
  /** Plan of five average days, the dotted level of the sparkline. */
  trendLevel: z.number().nullable(),
  calls: CallsFact,
});
export type OverviewRow = z.infer<typeof OverviewRow>;

export const PaceDay = z.object({
  day: Day,
  isWorkday: z.boolean(),
  plan: Decimal.nullable(),
  fact: Decimal.nullable(),
  runRate: Decimal.nullable(),
  forecast: Decimal.nullable(),
  low: Decimal.nullable(),
  high: Decimal.nullable(),
});
export type PaceDay = z.infer<typeof PaceDay>;

export const Overview = z.object({
  month: Month,
  scope: Scope,
  currency: z.string(),
  now: Instant,
  factsAt: Instant,
  callsAt: Instant.nullable(),
  workdays: z.number().int(),
  workdaysPassed: z.number().int(),
  /** Last finished working day of the month; null before the first one ends. */
  lastClose: Day.nullable(),
  lastDay: Day,
  callSeconds: z.number().int(),
  callSource: CallSource,
  /** What counts as won, as the portal's administrators have set it. */
  counting: z.object({ wonDate: WonDate, pipelines: z.array(z.string()).nullable() }),
  /** Company or the chosen department or person. */
  total: OverviewRow,
  /** Tree order: a department, its people (worst first), the next department. */
  rows: z.array(OverviewRow),
  remaining: Decimal.nullable(),
  /** Per working day: what is needed from now on, and what has been achieved so far. */
  neededPerDay: Decimal.nullable(),
  actualPerDay: Decimal.nullable(),
  acceleration: z.number().nullable(),
  coverage: z.number().nullable(),
  weightedCoverage: z.number().nullable(),
  runRate: Decimal.nullable(),
  pace: z.array(PaceDay),
  /** Scopes the viewer may switch to. */
  scopes: z.array(z.object({ scope: Scope, name: z.string(), depth: z.number().int() })),
});
export type Overview = z.infer<typeof Overview>;

export const getOverview = defineEndpoint({
  method: 'GET',
  path: '/api/overview',
  summary: 'Plan, fact, deviation, forecast and calls of a month for the people the viewer may see',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope.optional() }),
  response: Overview,
});
