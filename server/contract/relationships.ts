import { z } from 'zod';
import type { RelationshipType as TypeCode } from '#domain/intensity/relationship.ts';
import { defineEndpoint } from './endpoint.ts';
import { ActivityPeriod } from './intensity.ts';
import { BitrixId, Day, Scope } from './wire.ts';

export const RelationshipType = z.enum(['cold', 'potential', 'current', 'regular'] satisfies TypeCode[]);
export type RelationshipType = z.infer<typeof RelationshipType>;

/** What a number is of: clients of a type, those who came to a higher or a lower one, or clients of a type that were talked with. */
export const RelationshipGroup = z.union([
  RelationshipType,
  z.enum(['up', 'down']),
  z.enum(['touched-cold', 'touched-potential', 'touched-current', 'touched-regular']),
]);
export type RelationshipGroup = z.infer<typeof RelationshipGroup>;

const RelationshipRow = z.object({
  kind: z.enum(['company', 'department', 'person']),
  scope: Scope,
  name: z.string(),
  /** Clients by type at the end of the period, each of whoever has their newest deal; cold ones were talked with and have no deal that counts. */
  clients: z.record(RelationshipType, z.number().int()),
  up: z.number().int(),
  down: z.number().int(),
  /** Conversations and meetings of the period by the type of the client. */
  touches: z.record(RelationshipType, z.object({ calls: z.number().int(), meetings: z.number().int() })),
});
export type RelationshipRow = z.infer<typeof RelationshipRow>;

export const Relationships = z.object({
  scope: Scope,
  from: Day,
  to: Day,
  /** The day that types are of. */
  on: Day,
  /** For so many days a sale and interest count. */
  days: z.number().int(),
  /** Types are of a field of companies, where it says one. */
  isByField: z.boolean(),
  rows: z.array(RelationshipRow),
  total: RelationshipRow,
});
export type Relationships = z.infer<typeof Relationships>;

export const getRelationships = defineEndpoint({
  method: 'GET',
  path: '/api/relationships',
  summary: 'Clients of people by their relationship, cold to regular, who came to a higher or a lower one, and with whom people talk',
  urgency: 'deferrable',
  request: z.object({ period: ActivityPeriod.default('month'), day: Day.optional(), scope: Scope.optional() }),
  response: Relationships,
});

export const RelationshipList = z.object({
  group: RelationshipGroup,
  scope: Scope,
  name: z.string(),
  total: z.number().int(),
  offset: z.number().int(),
  items: z.array(
    z.object({
      companyId: BitrixId,
      name: z.string(),
      type: RelationshipType,
      /** Won in the days that count. */
      won: z.number().int(),
      /** The day of a move; the deal that made it. */
      day: Day.nullable(),
      dealId: BitrixId.nullable(),
      calls: z.number().int(),
      meetings: z.number().int(),
    }),
  ),
});
export type RelationshipList = z.infer<typeof RelationshipList>;

export const listRelationships = defineEndpoint({
  method: 'GET',
  path: '/api/relationships/list',
  summary: 'The clients behind a number',
  urgency: 'deferrable',
  request: z.object({
    group: RelationshipGroup,
    period: ActivityPeriod,
    day: Day,
    scope: Scope,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: RelationshipList,
});
