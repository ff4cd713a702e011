import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ActionKind, ReviewCause } from './review.ts';
import { Decimal, writtenText } from './wire.ts';

export const CauseStatistics = ReviewCause.extend({
  /** How often it was changed: whoever changes it says what they have seen. */
  revision: z.number().int(),
  /** Numbers of the viewer's people it was named for, each once. */
  cells: z.number().int(),
  /** Σ of their deviations in revenue as reviews have frozen them. */
  sum: Decimal,
  /** What was done about it and what came of that, the most helpful first. */
  works: z.array(
    z.object({
      kind: ActionKind,
      helped: z.number().int(),
      notHelped: z.number().int(),
      unclear: z.number().int(),
      open: z.number().int(),
    }),
  ),
});
export type CauseStatistics = z.infer<typeof CauseStatistics>;

export const CauseCatalogue = z.object({ currency: z.string(), causes: z.array(CauseStatistics), mayChange: z.boolean() });
export type CauseCatalogue = z.infer<typeof CauseCatalogue>;

export const listReviewCauses = defineEndpoint({
  method: 'GET',
  path: '/api/review-causes',
  summary: 'Causes of the company with what they cost and what has helped against them',
  urgency: 'deferrable',
  request: z.object({}),
  response: CauseCatalogue,
});

export const addReviewCause = defineEndpoint({
  method: 'POST',
  path: '/api/review-causes',
  summary: 'Add a cause to the catalogue of the company',
  urgency: 'vital',
  request: z.object({ causeId: z.uuid(), name: writtenText(120).refine((name) => name !== '', 'a name is needed') }),
  response: z.object({ causeId: z.string() }),
});

export const changeReviewCause = defineEndpoint({
  method: 'PUT',
  path: '/api/review-causes/:causeId',
  summary: 'Call a cause otherwise, take it out of what is offered, or bring it back; its statistics stay',
  urgency: 'vital',
  request: z.object({
    causeId: z.string().regex(/^([a-z-]{1,40}|[0-9a-f-]{36})$/),
    /** The revision the viewer had seen. */
    base: z.number().int().min(0),
    /** Null leaves or gives back the name it was made with. */
    name: writtenText(120)
      .refine((name) => name !== '', 'a name is needed')
      .nullable(),
    isArchived: z.boolean(),
  }),
  response: CauseCatalogue,
});
