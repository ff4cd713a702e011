import { z } from 'zod';
import { CallRule } from './counting.ts';
import { defineEndpoint } from './endpoint.ts';
import { ActivityCode } from './norms.ts';
import { PaceStatus } from './overview.ts';
import { BitrixId, Day, Decimal, Instant, Month, PeriodKey } from './wire.ts';

export const MyDay = z.object({
  today: Day,
  now: Instant,
  callsAt: Instant.nullable(),
  currency: z.string(),
  callRule: CallRule,
  /** False on a day off or of absence: nothing has to be done. */
  isWorkday: z.boolean(),
  /** Plans that wait for the viewer's answer. */
  waiting: z.array(
    z.object({
      month: PeriodKey,
      version: z.number().int(),
      /** Another version was sent before it. */
      isChanged: z.boolean(),
      signBefore: Day,
    }),
  ),
  plan: z
    .object({
      month: Month,
      plan: Decimal,
      fact: Decimal,
      attainment: z.number().nullable(),
      /** Share of the plan that should be there by the last close. */
      expectedShare: z.number().nullable(),
      deviation: Decimal,
      lastClose: Day.nullable(),
      forecast: Decimal,
      neededPerDay: Decimal.nullable(),
      status: PaceStatus,
    })
    .nullable(),
  /** What today must bring: done so far against the norm of the whole day. */
  needs: z.array(z.object({ metric: ActivityCode, name: z.string().nullable(), fact: z.number(), norm: z.number() })),
  /** The part of the working day that has passed. */
  dayPassed: z.number(),
  deals: z.array(
    z.object({
      dealId: BitrixId,
      amount: Decimal,
      reason: z.enum(['overdue', 'due', 'untouched', 'never-touched']),
      /** Days since the close date or the last touch; null where there was none. */
      days: z.number().int().nullable(),
    }),
  ),
});
export type MyDay = z.infer<typeof MyDay>;

export const getMyDay = defineEndpoint({
  method: 'GET',
  path: '/api/my-day',
  summary: 'What today must bring to the viewer, what is done, and which deals to touch',
  urgency: 'vital',
  request: z.object({}),
  response: MyDay,
});
