import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { CellNumbers, ReviewAction, ReviewCause } from './review.ts';
import { BitrixId, Day, Decimal, Metric, Month, Scope } from './wire.ts';

export const Deviation = z.object({
  subject: z.string(),
  owner: z.object({ userId: BitrixId, name: z.string() }),
  cell: CellNumbers,
  /** `open` is red now; `recovered` was talked about and is red no more. */
  state: z.enum(['open', 'recovered']),
  /** Days since it became red; null where that cannot be told. */
  days: z.number().int().nullable(),
  causeId: z.string().nullable(),
  /** What the meeting said last. */
  outcome: z.string(),
  actions: z.array(ReviewAction),
});
export type Deviation = z.infer<typeof Deviation>;

export const DeviationRegister = z.object({
  month: Month,
  scope: Scope,
  scopeName: z.string(),
  currency: z.string(),
  closedDay: Day.nullable(),
  /** All that is red now and all that was talked about: nothing leaves the register by itself. */
  rows: z.array(Deviation),
  /** Revenue that is short now: Σ of its open rows, the same as on the overview. */
  openSum: Decimal,
  /** The same of every metric whose numbers add up over people: what is behind in plan and fact, and by how much. */
  sums: z.array(z.object({ metric: Metric, unit: CellNumbers.shape.unit, sum: Decimal })),
  causes: z.array(ReviewCause),
  /** What causes cost: Σ of deviations in revenue by cause, the dearest first; null of rows without one. */
  byCause: z.array(
    z.object({
      causeId: z.string().nullable(),
      cells: z.number().int(),
      sum: Decimal,
      helped: z.number().int(),
      notHelped: z.number().int(),
    }),
  ),
});
export type DeviationRegister = z.infer<typeof DeviationRegister>;

export const listDeviations = defineEndpoint({
  method: 'GET',
  path: '/api/deviations',
  summary: 'Every red cell of a month with its cause, what was decided, who answers for it and how long it has been so',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope.optional() }),
  response: DeviationRegister,
});
