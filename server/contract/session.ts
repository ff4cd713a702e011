import { z } from 'zod';
import { DealOutlook } from './deal-outlook.ts';
import { defineEndpoint } from './endpoint.ts';
import { LeadOutlook } from './lead-outlook.ts';
import { BitrixId, Instant, Language, Month } from './wire.ts';

export const Session = z.object({ token: z.string(), expiresAt: Instant });
export type Session = z.infer<typeof Session>;

const Viewer = z.object({
  userId: BitrixId,
  firstName: z.string(),
  lastName: z.string(),
  isAdmin: z.boolean(),
  /** Heads at least one department or stands in for its head, so the workspace has more than one's own row. */
  isHead: z.boolean(),
  /** Largest scope the viewer may open: `company`, `department:ID` or `person:ID`. */
  widestScope: z.string(),
  /** There are metrics of the portal's own whose numbers the viewer may enter. */
  entersMetrics: z.boolean(),
  /** Has been through the tour of the workspace, or has put it away. */
  hasSeenTour: z.boolean(),
});

export const View = z.enum(['install', 'workspace', 'my-plan', 'deal-tab', 'lead-tab', 'notice']);
export type View = z.infer<typeof View>;

/** Why a page has nothing to show; each reason has a text that says what to do next. */
export const NoticeReason = z.enum([
  'not-installed',
  'ask-administrator',
  'needs-administrator',
  'payment-ended',
  'access-denied',
  'open-from-portal',
  'portal-unavailable',
  'request-malformed',
  'rate-limited',
]);
export type NoticeReason = z.infer<typeof NoticeReason>;

/** What a placement answer carries inline (`<script type="application/json" id="boot">`): the first screen needs no second round trip. */
export const Boot = z.object({
  build: z.string(),
  language: Language,
  view: View,
  notice: z.object({ reason: NoticeReason, requestId: z.string() }).nullable(),
  session: Session.nullable(),
  viewer: Viewer.nullable(),
  /** `memberId` lets the page refuse a session of another portal; `origin` is the only origin it talks to. */
  portal: z.object({ memberId: z.string(), origin: z.string(), timeZone: z.string(), currency: z.string() }).nullable(),
  placement: z.object({ code: z.string(), entityId: BitrixId.nullable() }),
  /** Business time of the portal when the page was made. */
  now: Instant,
  month: Month,
  /** What the installer has done, in order; null on every other page. */
  install: z
    .object({
      steps: z.array(
        z.object({
          name: z.enum(['proof', 'rights', 'saved', 'placements', 'events']),
          outcome: z.enum(['done', 'partly', 'failed']),
          missing: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
  /** First data of a card tab. */
  deal: DealOutlook.nullable(),
  lead: LeadOutlook.nullable(),
});
export type Boot = z.infer<typeof Boot>;

export const renewSession = defineEndpoint({
  method: 'POST',
  path: '/api/session',
  summary: 'Exchange the frame user’s own Bitrix24 token for a new session',
  urgency: 'vital',
  request: z.object({ memberId: z.string().regex(/^[0-9a-zA-Z._-]{1,64}$/), accessToken: z.string().regex(/^[\x21-\x7e]{1,512}$/) }),
  response: Session,
});
