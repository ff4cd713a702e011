import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** `tour`: the five steps through the workspace. */
export const Guide = z.enum(['tour']);
export type Guide = z.infer<typeof Guide>;

export const putGuideSeen = defineEndpoint({
  method: 'PUT',
  path: '/api/guides/:guide/seen',
  summary: 'Remember that the viewer has been through a guide or has put it away',
  urgency: 'deferrable',
  request: z.object({ guide: Guide }),
  response: z.object({ guide: Guide }),
});
