import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, writtenText } from './wire.ts';

/** A metric of activity by its code; one of the portal's own is `manual:` with its id. */
export const ActivityCode = z.string().regex(/^([a-z-]{3,40}|manual:[0-9a-f-]{36})$/);

const NormNumber = z.number().min(0).max(9999).multipleOf(0.01);

export const NormLine = z.object({
  metric: ActivityCode,
  /** From Monday to Sunday; holidays and days of absence have none anyway. */
  weekdays: z.array(NormNumber).length(7),
  /** Percent of the score. */
  weight: z.number().int().min(0).max(1000),
  /** Percent of the norm that counts at most; null has no cap. */
  cap: z.number().int().min(1).max(1000).nullable(),
});
export type NormLine = z.infer<typeof NormLine>;

export const ProfileId = z.string().regex(/^[a-z0-9-]{3,36}$/);

export const NormProfile = z.object({
  profileId: ProfileId,
  /** One of those that ship with the product, or the portal's own. */
  kind: z.enum(['marketer', 'telemarketer', 'seller', 'assistant', 'service', 'own']),
  /** Empty for those that ship with the product. */
  name: z.string(),
  /** In force today. */
  lines: z.array(NormLine),
  /** Days on which the norms changed or will, oldest first. */
  changes: z.array(Day),
  people: z.number().int(),
});
export type NormProfile = z.infer<typeof NormProfile>;

export const Norms = z.object({
  today: Day,
  maySet: z.boolean(),
  /** What can be measured here, in the order it is offered; `name` only of the portal's own. */
  metrics: z.array(z.object({ metric: ActivityCode, name: z.string().nullable() })),
  profiles: z.array(NormProfile),
  people: z.array(
    z.object({
      userId: BitrixId,
      name: z.string(),
      department: z.string(),
      profileId: ProfileId.nullable(),
      workPercent: z.number().int(),
      /** Since when; null while nobody has said anything. */
      fromDay: Day.nullable(),
      mayAssign: z.boolean(),
    }),
  ),
});
export type Norms = z.infer<typeof Norms>;

export const NormSuggestions = z.object({
  profileId: ProfileId,
  weeks: z.number().int(),
  /** Whose past it is: of the profile, or of everybody the viewer sees while the profile has nobody. */
  of: z.enum(['profile', 'everybody']),
  suggestions: z.array(
    z.object({
      metric: ActivityCode,
      /** Null without enough past. */
      found: z
        .object({
          median: z.number(),
          upper: z.number(),
          weekdays: z.array(z.number().nullable()).length(7),
          people: z.number().int(),
          days: z.number().int(),
        })
        .nullable(),
    }),
  ),
});
export type NormSuggestions = z.infer<typeof NormSuggestions>;

export const listNorms = defineEndpoint({
  method: 'GET',
  path: '/api/norms',
  summary: 'Norms of activity by profile, and who is measured by which',
  urgency: 'deferrable',
  request: z.object({}),
  response: Norms,
});

export const putNormLines = defineEndpoint({
  method: 'PUT',
  path: '/api/norms/:profileId',
  summary: 'Set the norms of a profile from a day on, or add a profile of the portal’s own',
  urgency: 'vital',
  request: z.object({
    profileId: ProfileId,
    /** Of a profile of the portal's own. */
    name: writtenText(60).optional(),
    fromDay: Day,
    lines: z.array(NormLine).max(40),
  }),
  response: Norms,
});

export const putNormPerson = defineEndpoint({
  method: 'PUT',
  path: '/api/norms/people/:userId',
  summary: 'Say by which profile a person is measured from a day on, and what part of a day they work',
  urgency: 'vital',
  request: z.object({
    userId: BitrixId,
    fromDay: Day,
    profileId: ProfileId.nullable(),
    workPercent: z.number().int().min(1).max(100),
  }),
  response: Norms,
});

export const getNormSuggestions = defineEndpoint({
  method: 'GET',
  path: '/api/norms/:profileId/suggestions',
  summary: 'What people of a profile have done in twelve weeks: median and 80th percentile of a day',
  urgency: 'deferrable',
  request: z.object({ profileId: ProfileId }),
  response: NormSuggestions,
});
