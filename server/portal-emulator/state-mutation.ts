import { z } from 'zod';
import { applicationMutations, clientId, portalMutations } from './application-mutations.ts';
import { activityDetails } from './activity-details.ts';
import { details } from './records/details.ts';

const semantics = z.enum(['P', 'S', 'F']);
const optional = <Value extends z.ZodType>(value: Value): z.ZodExactOptional<Value> => value.exactOptional();

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
  details: details.exactOptional(),
  isAmountManual: z.boolean().exactOptional(),
});

const leadRow = z.object({
  id: z.number().int(),
  isAmountManual: z.boolean().exactOptional(),
  title: z.string(),
  statusId: z.string(),
  amount: z.string(),
  currency: z.string(),
  companyId: z.number().int().nullable(),
  responsibleId: z.number().int(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  movedAt: z.string(),
  details: details.exactOptional(),
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

const ownerType = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const activityRow = z.object({
  id: z.number().int(),
  typeId: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(6)]),
  providerId: z.string(),
  ownerTypeId: ownerType,
  ownerId: z.number().int(),
  responsibleId: z.number().int(),
  direction: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  isCompleted: z.boolean(),
  subject: z.string(),
  createdAt: z.string(),
  startAt: z.string(),
  modifiedAt: z.string(),
  deadline: z.string().nullable(),
  description: optional(z.string()),
  endAt: optional(z.string()),
  authorId: optional(z.number().int()),
  editorId: optional(z.number().int()),
  originId: optional(z.string()),
  isMissed: optional(z.boolean()),
  bindings: optional(z.array(z.object({ ownerTypeId: ownerType, ownerId: z.number().int() }))),
  details: optional(activityDetails),
});

const callType = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
const crmEntity = z.object({ type: z.enum(['CONTACT', 'COMPANY', 'LEAD']), id: z.number().int() }).nullable();

const callRow = z.object({
  id: z.number().int(),
  userId: z.number().int(),
  type: callType,
  seconds: z.number().int(),
  code: z.string(),
  startedAt: z.string(),
  phone: z.string(),
  crmEntity,
  activityId: z.number().int().nullable(),
  external: z.object({
    callId: z.string(),
    externalCallId: z.string().nullable(),
    portalNumber: z.string(),
    cost: z.number(),
    costCurrency: z.string(),
    failedReason: z.string(),
    vote: z.number().int(),
  }),
});

const runningCall = z.object({
  callId: z.string(),
  registeredAt: z.string(),
  userId: z.number().int(),
  type: callType,
  phone: z.string(),
  startedAt: z.string(),
  lineNumber: z.string(),
  externalCallId: z.string().nullable(),
  crmEntity,
});
/** A call an external PBX has registered and not finished yet. */
export type RunningCall = z.infer<typeof runningCall>;

const comment = z.object({
  id: z.number().int(),
  entityType: z.string(),
  entityId: z.number().int(),
  at: z.string(),
  authorId: z.number().int(),
  text: z.string(),
});
export type TimelineComment = z.infer<typeof comment>;

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
  clientId,
  accessToken: z.string(),
  refreshToken: z.string(),
  userId: z.number().int(),
  issuedAtMs: z.number().int(),
  /** How many more generations of events calls with an event's token may cause. */
  eventTtl: z.number().int().exactOptional(),
});
export type TokenPair = z.infer<typeof tokenPair>;

const placementBinding = z.object({
  placement: z.string(),
  handler: z.string(),
  title: z.string(),
  description: z.string(),
  groupName: z.string(),
  langAll: z.record(z.string(), z.record(z.string(), z.string())),
  options: optional(z.record(z.string(), z.string())),
  /** Whom a background worker is for; absent is everybody. */
  userId: optional(z.number().int()),
});
export type PlacementBinding = z.infer<typeof placementBinding>;

const eventBinding = z.object({
  id: z.number().int(),
  event: z.string(),
  handler: z.string(),
  /** Person whose token goes with the event; 0 is whoever caused it. */
  authUserId: z.number().int(),
  /** Seconds between two notices of the offline queue. */
  minTimeout: z.number().exactOptional(),
});
export type EventBinding = z.infer<typeof eventBinding>;

const offlineBinding = z.object({ event: z.string(), connector: z.string() });
export type OfflineBinding = z.infer<typeof offlineBinding>;

const offlineEvent = z.object({
  id: z.number().int(),
  at: z.string(),
  event: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** 0 is nobody. */
  causedById: z.number().int(),
  messageId: z.string(),
  /** Source that waits for it; empty for none. */
  connector: z.string(),
  /** Reader that has reserved it; empty while it waits. */
  processId: z.string(),
  reservedAt: z.string().exactOptional(),
  isError: z.boolean(),
});
export type OfflineEvent = z.infer<typeof offlineEvent>;

const portalFrame = z.object({
  clientId,
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
  subTag: optional(z.string()),
  /** Text for channels outside the portal. */
  textOut: optional(z.string()),
  attach: optional(z.unknown()),
  /** null is the system's own notice. */
  fromUserId: z.number().int().nullable(),
});
export type Notification = z.infer<typeof notification>;

/** Everything that can happen to a portal; the state file is a list of these. */
export const stateMutation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('born'), memberId: z.string(), applicationToken: z.string() }),
  z.object({ kind: z.literal('tokens-issued'), pair: tokenPair, replaces: z.string().nullable() }),
  z.object({ kind: z.literal('placement-bound'), clientId, binding: placementBinding }),
  z.object({
    kind: z.literal('placement-unbound'),
    clientId,
    placement: z.string(),
    handler: z.string(),
    userId: optional(z.number().int()),
  }),
  z.object({ kind: z.literal('event-bound'), clientId, binding: eventBinding }),
  z.object({ kind: z.literal('event-unbound'), clientId, id: z.number().int() }),
  z.object({ kind: z.literal('offline-bound'), clientId, binding: offlineBinding }),
  z.object({ kind: z.literal('offline-unbound'), clientId, binding: offlineBinding }),
  z.object({ kind: z.literal('offline-saved'), clientId, rows: z.array(offlineEvent) }),
  z.object({ kind: z.literal('offline-removed'), clientId, ids: z.array(z.number().int()) }),
  z.object({ kind: z.literal('app-options-set'), clientId, options: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('user-options-set'), clientId, userId: z.number().int(), options: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('frame-opened'), frame: portalFrame }),
  z.object({
    kind: z.literal('webhook-made'),
    userId: z.number().int(),
    token: z.string(),
    scopes: z.array(z.string()).nullable().default(null),
  }),
  z.object({ kind: z.literal('deal-changed'), deal: dealRow, move: stageMoveRow.nullable(), byId: z.number().int() }),
  z.object({ kind: z.literal('lead-changed'), lead: leadRow, move: leadMoveRow.nullable() }),
  z.object({ kind: z.literal('deal-removed'), id: z.number().int() }),
  z.object({ kind: z.literal('lead-removed'), id: z.number().int() }),
  z.object({ kind: z.literal('activity-saved'), activity: activityRow }),
  z.object({ kind: z.literal('activity-removed'), id: z.number().int() }),
  z.object({ kind: z.literal('call-registered'), call: runningCall }),
  z.object({ kind: z.literal('call-finished'), call: callRow }),
  z.object({ kind: z.literal('commented'), comment }),
  z.object({ kind: z.literal('comment-removed'), id: z.number().int() }),
  z.object({ kind: z.literal('notified'), notification }),
  z.object({ kind: z.literal('record-saved'), collection: z.string(), row: z.looseObject({ id: z.number().int() }) }),
  ...applicationMutations,
  ...portalMutations,
  z.object({ kind: z.literal('record-removed'), collection: z.string(), id: z.number().int() }),
]);
export type StateMutation = z.infer<typeof stateMutation>;

/** What a state does when one of these happens. */
export type ApplyMutation = { [Kind in StateMutation['kind']]: (mutation: Extract<StateMutation, { kind: Kind }>) => void };
