import { z } from 'zod';
import { Contacts } from './contacts.ts';
import { WaitingPlan } from './deal-outlook.ts';
import { defineEndpoint } from './endpoint.ts';
import { CallSource } from './call-source.ts';
import { BitrixId, Decimal, Instant, Month } from './wire.ts';

/** How soon somebody spoke with the lead, against the norm. */
const LeadProcessing = z.object({
  createdAt: Instant,
  /** The first call, meeting or message of ours; null while there is none. */
  touchedAt: Instant.nullable(),
  /** Working time to it; without one to now, or to when the lead was closed. */
  minutes: z.number().int(),
  normMinutes: z.number().int(),
  state: z.enum(['in-time', 'late', 'waiting', 'overdue', 'closed']),
});
export type LeadProcessing = z.infer<typeof LeadProcessing>;

/** The lead card’s tab: the viewer’s own month in brief, and the calls on this lead that the portal knows. */
export const LeadOutlook = z.object({
  leadId: BitrixId,
  month: Month,
  currency: z.string(),
  plan: Decimal.nullable(),
  fact: Decimal,
  attainment: z.number().nullable(),
  calls: z.object({ today: z.number().int(), norm: z.number().nullable(), seconds: z.number().int(), source: CallSource }),
  lastTouch: z.object({ at: Instant, direction: z.enum(['in', 'out', 'none']), days: z.number().int() }).nullable(),
  touches: z.number().int(),
  /** Null for a lead that our copy does not know yet. */
  processing: LeadProcessing.nullable(),
  contacts: Contacts,
  factsAt: Instant,
  callsAt: Instant.nullable(),
  waitingPlan: WaitingPlan.nullable(),
});
export type LeadOutlook = z.infer<typeof LeadOutlook>;

export const getLeadOutlook = defineEndpoint({
  method: 'GET',
  path: '/api/leads/:leadId/outlook',
  summary: 'The viewer’s month and the touches of a lead',
  urgency: 'deferrable',
  request: z.object({ leadId: BitrixId }),
  response: LeadOutlook,
});
