import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { RelationshipType } from './relationships.ts';
import { Instant } from './wire.ts';

/** Name of a field that the portal's people have given to companies. */
const Field = z.string().regex(/^UF_CRM_\w{1,60}$/);
const Types = z
  .record(z.string().regex(/^\d{1,18}$/), RelationshipType)
  .refine((types) => Object.keys(types).length <= 200, 'Too many values');

export const RelationshipField = z.object({
  maySet: z.boolean(),
  /** Null where relationships follow from sales. */
  field: Field.nullable(),
  /** What each value of the list means, by its id; a client of any other value is told by sales. */
  types: Types,
  /** When companies were read last; null until then. */
  readAt: Instant.nullable(),
});
export type RelationshipField = z.infer<typeof RelationshipField>;

export const getRelationshipField = defineEndpoint({
  method: 'GET',
  path: '/api/settings/relationship-field',
  summary: 'Which field of companies says how a client stands, and what its values mean',
  urgency: 'deferrable',
  request: z.object({}),
  response: RelationshipField,
});

export const putRelationshipField = defineEndpoint({
  method: 'PUT',
  path: '/api/settings/relationship-field',
  summary: 'Take relationships from a field of companies, or from sales again',
  urgency: 'vital',
  request: z.object({ field: Field.nullable(), types: Types }),
  response: RelationshipField,
});
