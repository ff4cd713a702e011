import { z } from 'zod';
import { AlertRules } from './alerts.ts';
import { defineEndpoint } from './endpoint.ts';
import { ActivityCode, ProfileId } from './norms.ts';
import { BitrixId, Day } from './wire.ts';

export const AlertRuleBook = z.object({
  maySet: z.boolean(),
  /** As the product ships them. */
  usual: AlertRules,
  /** Which reports come by themselves. */
  reports: z.object({ daily: z.boolean(), weekly: z.boolean() }),
  company: AlertRules,
  profiles: z.array(
    z.object({
      profileId: ProfileId,
      kind: z.string(),
      name: z.string(),
      people: z.number().int(),
      /** Null follows the company. */
      rules: AlertRules.nullable(),
    }),
  ),
});
export type AlertRuleBook = z.infer<typeof AlertRuleBook>;

/** For everybody, or for the people of a profile. */
const OfProfile = { profileId: ProfileId.nullable().default(null) };

export const getAlertRules = defineEndpoint({
  method: 'GET',
  path: '/api/alerts/rules',
  summary: 'When somebody’s activity is worth a word: for the company and for profiles that differ',
  urgency: 'deferrable',
  request: z.object({}),
  response: AlertRuleBook,
});

export const putAlertRules = defineEndpoint({
  method: 'PUT',
  path: '/api/alerts/rules',
  summary: 'Set when somebody’s activity is worth a word, for everybody or for a profile',
  urgency: 'vital',
  request: AlertRules.extend(OfProfile),
  response: AlertRuleBook,
});

export const dropAlertRules = defineEndpoint({
  method: 'DELETE',
  path: '/api/alerts/rules/:profileId',
  summary: 'Let the people of a profile be looked at by the rules of the company again',
  urgency: 'vital',
  request: z.object({ profileId: ProfileId }),
  response: AlertRuleBook,
});

export const putReportRules = defineEndpoint({
  method: 'PUT',
  path: '/api/alerts/reports',
  summary: 'Set which reports about activity come by themselves: of each working day to heads, of each week to heads and people',
  urgency: 'vital',
  request: z.object({ daily: z.boolean(), weekly: z.boolean() }),
  response: AlertRuleBook,
});

export const AlertPreview = z.object({
  from: Day,
  to: Day,
  /** People who are looked at by these rules and have a norm. */
  people: z.number().int(),
  total: z.number().int(),
  byKind: z.array(z.object({ kind: z.enum(['silent', 'silent-today', 'below-past', 'below-norm']), alerts: z.number().int() })),
  /** Newest first. */
  alerts: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      metric: ActivityCode,
      metricName: z.string().nullable(),
      kind: z.enum(['silent', 'silent-today', 'below-past', 'below-norm']),
      day: Day,
      days: z.array(Day),
      fact: z.number(),
      expected: z.number(),
    }),
  ),
});
export type AlertPreview = z.infer<typeof AlertPreview>;

export const previewAlertRules = defineEndpoint({
  method: 'POST',
  path: '/api/alerts/preview',
  summary: 'What rules would have told in the last four weeks; nothing is kept and nobody is told',
  urgency: 'deferrable',
  request: AlertRules.extend(OfProfile),
  response: AlertPreview,
});
