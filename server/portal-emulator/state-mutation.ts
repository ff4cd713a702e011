import { z } from 'zod';

const semantics = z.enum(['P', 'S', 'F']);

const dealRow = z.object({
  id: z.number().int(),
  title: z.string(),
  categoryId: z.number().int(),
  stageId: z.string(),
  amount: z.string(),
  currency: z.string(),
  companyId: z.number().int().nullable(),
  leadId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  createdById: z.number().int(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  movedAt: z.string(),
  closeDate: z.string().nullable(),
  isRepeat: z.boolean(),
});

const leadRow = z.object({
  id: z.number().int(),
  title: z.string(),
  statusId: z.string(),
  amount: z.string(),
  currency: z.string(),
  companyId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  movedAt: z.string(),
});

const stageMoveRow = z.object({
  id: z.number().int(),
  typeId: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(5)]),
  dealId: z.number().int(),
  categoryId: z.number().int(),
  stageId: z.string(),
  semantics,
  at: z.string(),
});

const leadMoveRow = z.object({
  id: z.number().int(),
  typeId: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  leadId: z.number().int(),
  statusId: z.string(),
  semantics,
  at: z.string(),
});
export type LeadMove = z.infer<typeof leadMoveRow>;

const tokenPair = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  userId: z.number().int(),
  issuedAtMs: z.number().int(),
});
export type TokenPair = z.infer<typeof tokenPair>;

const placementBinding = z.object({
  placement: z.string(),
  handler: z.string(),
  title: z.string(),
  description: z.string(),
  groupName: z.string(),
  langAll: z.record(z.string(), z.record(z.string(), z.string())),
});
export type PlacementBinding = z.infer<typeof placementBinding>;

const eventBinding = z.object({
  id: z.number().int(),
  event: z.string(),
  handler: z.string(),
  /** Person whose token goes with the event; 0 is whoever caused it. */
  authUserId: z.number().int(),
});
export type EventBinding = z.infer<typeof eventBinding>;

const portalFrame = z.object({
  appSid: z.string(),
  userId: z.number().int(),
  placement: z.string(),
  isInstaller: z.boolean(),
});
export type PortalFrame = z.infer<typeof portalFrame>;

const notification = z.object({
  id: z.number().int(),
  userId: z.number().int(),
  at: z.string(),
  text: z.string(),
  tag: z.string(),
  /** null is the system's own notice. */
  fromUserId: z.number().int().nullable(),
});
export type Notification = z.infer<typeof notification>;

/** Everything that can happen to a portal; the state file is a list of these. */
export const stateMutation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('born'), memberId: z.string(), applicationToken: z.string() }),
  z.object({ kind: z.literal('tokens-issued'), pair: tokenPair, replaces: z.string().nullable() }),
  z.object({ kind: z.literal('installed'), userId: z.number().int() }),
  z.object({ kind: z.literal('placement-bound'), binding: placementBinding }),
  z.object({ kind: z.literal('placement-unbound'), placement: z.string(), handler: z.string() }),
  z.object({ kind: z.literal('event-bound'), binding: eventBinding }),
  z.object({ kind: z.literal('event-unbound'), id: z.number().int() }),
  z.object({ kind: z.literal('app-options-set'), options: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('user-options-set'), userId: z.number().int(), options: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('frame-opened'), frame: portalFrame }),
  z.object({ kind: z.literal('webhook-made'), userId: z.number().int(), token: z.string() }),
  z.object({ kind: z.literal('deal-changed'), deal: dealRow, move: stageMoveRow.nullable(), byId: z.number().int() }),
  z.object({ kind: z.literal('lead-changed'), lead: leadRow, move: leadMoveRow.nullable() }),
  z.object({ kind: z.literal('notified'), notification }),
]);
export type StateMutation = z.infer<typeof stateMutation>;
