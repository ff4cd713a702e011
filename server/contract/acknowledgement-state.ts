import { z } from 'zod';

/** How far a person has come with a plan that was sent to them. Apart from the sheet, so that cards fetch no more than this of it. */
export const AcknowledgementState = z.enum([
  'sent',
  'opened',
  'question',
  'broken-down',
  'signed',
  'signed-with-objections',
  'refused',
  'on-paper',
  'superseded',
]);
export type AcknowledgementState = z.infer<typeof AcknowledgementState>;
