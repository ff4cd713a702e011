import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActivityPeriod } from './intensity.ts';
import { BitrixId, Day, Decimal, Scope } from './wire.ts';

/** What open deals lack, and leads that nobody has touched since they came. */
export const OrderCheck = z.enum(['no-amount', 'no-close-date', 'close-date-past', 'no-next-step', 'no-contact', 'untouched-leads']);
export type OrderCheck = z.infer<typeof OrderCheck>;

/** What a number is of: what is lacked, all open deals, or the leads of the period with the time until the first thing done. */
export const OrderGroup = z.enum([...OrderCheck.options, 'deals', 'touch']);
export type OrderGroup = z.infer<typeof OrderGroup>;

const OrderRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  deals: z.number().int(),
  leads: z.number().int(),
  counts: z.record(OrderCheck, z.number().int()),
  /** Of leads that came in the period: how many, and the median of working minutes until the first thing done; null without any. */
  came: z.number().int(),
  medianTouchMinutes: z.number().nullable(),
});
export type OrderRow = z.infer<typeof OrderRow>;

export const CrmOrder = z.object({
  scope: Scope,
  today: Day,
  from: Day,
  to: Day,
  /** A portal in the simple mode has no leads. */
  hasLeads: z.boolean(),
  rows: z.array(OrderRow),
  total: OrderRow,
});
export type CrmOrder = z.infer<typeof CrmOrder>;

export const getCrmOrder = defineEndpoint({
  method: 'GET',
  path: '/api/crm-order',
  summary:
    'How people keep their deals and leads: without amount, close date, next step, contact; untouched leads and the time until the first touch',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('month'), day: Day.optional(), scope: Scope.optional() }),
  response: CrmOrder,
});

export const OrderList = z.object({
  check: OrderGroup,
  scope: Scope,
  name: z.string(),
  currency: z.string(),
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(
    z.object({
      kind: z.enum(['deal', 'lead']),
      id: BitrixId,
      name: z.string(),
      stageName: z.string(),
      closeDay: Day.nullable(),
      createdDay: Day,
      amount: Decimal,
      /** Working minutes from the lead's arrival to the first thing done, null until then; only of `touch`. */
      touchMinutes: z.number().int().nullable().optional(),
    }),
  ),
});
export type OrderList = z.infer<typeof OrderList>;

export const listCrmOrder = defineEndpoint({
  method: 'GET',
  path: '/api/crm-order/list',
  summary: 'The deals or leads behind a number',
  urgency: 'deferrable',
  request: z.object({
    check: OrderGroup,
    scope: Scope,
    /** Of `touch`; everything else is as it stands now. */
    period: ActivityPeriod.default('month'),
    day: Day.optional(),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: OrderList,
});
