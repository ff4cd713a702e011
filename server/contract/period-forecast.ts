import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Day, Decimal, Instant, Month, Scope } from './wire.ts';

/** Any days instead of the month, both inclusive; one goes with the other, at most a year. */
export const AnySpan = { from: Day.optional(), to: Day.optional() };

/** What a month is expected to bring to a scope; every amount adds up over persons to the last place, ranges do not. */
export const ExpectedRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  /** Won in the month so far. */
  fact: Decimal,
  /** Σ chance to be won within the month × expected amount of open deals. */
  fromOpen: Decimal,
  /** From deals that are not created yet. */
  fromNew: Decimal,
  /** The three together. */
  expected: Decimal,
  /** Eight of ten outcomes fall between these, as checked on the model's own past. */
  low: Decimal,
  high: Decimal,
  median: Decimal,
  /** Beside it and never mixed: won so far and open deals by the table of percents and their close dates. */
  byTable: Decimal,
});
export type ExpectedRow = z.infer<typeof ExpectedRow>;

export const PeriodForecast = z.object({
  month: Month,
  /** The days it is of, both inclusive. */
  from: Day,
  to: Day,
  scope: Scope,
  currency: z.string(),
  now: Instant,
  /** Null until the model has been fitted after the first load. */
  fitted: z
    .object({
      at: Instant,
      /** Below thirty closed deals the table of percents speaks more than the portal's own history. */
      closedDeals: z.number().int(),
      wonDeals: z.number().int(),
      /** How forecasts made in the middle of past months did on what was still to come of the company; null under three months. */
      accuracy: z.object({ runs: z.number().int(), wape: z.number(), bias: z.number() }).nullable(),
      total: ExpectedRow,
      /** Departments, then persons with something to expect. */
      rows: z.array(ExpectedRow),
    })
    .nullable(),
});
export type PeriodForecast = z.infer<typeof PeriodForecast>;

export const getPeriodForecast = defineEndpoint({
  method: 'GET',
  path: '/api/forecast',
  summary: 'What a month, or any days, are expected to bring and how sure that is, learned from the past of the portal',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope.optional(), ...AnySpan }),
  response: PeriodForecast,
});
