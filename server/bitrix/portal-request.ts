import { z } from 'zod';

const token = z.string().max(512);
const memberId = z.string().regex(/^[0-9a-zA-Z._-]{1,64}$/);

/** What Bitrix24 submits into a frame, query and body together; every value came through somebody's browser. */
const Fields = z.object({
  DOMAIN: z.string().max(255).default(''),
  PROTOCOL: z.enum(['0', '1']).default('1'),
  LANG: z.string().max(8).default('ru'),
  APP_SID: z.string().max(64).default(''),
  AUTH_ID: token.default(''),
  AUTH_EXPIRES: z.string().max(16).default(''),
  REFRESH_ID: token.default(''),
  SERVER_ENDPOINT: z.string().max(255).default(''),
  APPLICATION_TOKEN: z.string().max(255).default(''),
  APPLICATION_SCOPE: z.string().max(1000).default(''),
  member_id: memberId,
  status: z.string().max(8).default(''),
  PLACEMENT: z
    .string()
    .regex(/^[A-Z0-9_]{1,64}$/)
    .default('DEFAULT'),
  PLACEMENT_OPTIONS: z.string().max(8192).default(''),
});

export interface PortalRequest {
  readonly memberId: string;
  readonly domain: string;
  readonly language: 'ru' | 'en';
  readonly appSid: string;
  /** Access token of the person who opens the page; null where Bitrix24 shows the frame to people without access. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly serverEndpoint: string | null;
  readonly applicationToken: string | null;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly placement: string;
  readonly placementOptions: Readonly<Record<string, string>>;
}

export type Parsed<Value> =
  | { readonly kind: 'parsed'; readonly value: Value }
  | { readonly kind: 'malformed'; readonly faults: readonly string[] };

export function parsePortalRequest(query: unknown, body: unknown): Parsed<PortalRequest> {
  const fields = Fields.safeParse({ ...asRecord(query), ...asRecord(body) });
  if (!fields.success) return malformed(fields.error);
  const options = parsePlacementOptions(fields.data.PLACEMENT_OPTIONS);
  if (options === null) return { kind: 'malformed', faults: ['PLACEMENT_OPTIONS'] };
  const { data } = fields;
  return {
    kind: 'parsed',
    value: {
      memberId: data.member_id,
      domain: data.DOMAIN,
      language: data.LANG === 'ru' ? 'ru' : 'en',
      appSid: data.APP_SID,
      accessToken: data.AUTH_ID || null,
      refreshToken: data.REFRESH_ID || null,
      serverEndpoint: data.SERVER_ENDPOINT || null,
      applicationToken: data.APPLICATION_TOKEN || null,
      scopes: toScopes(data.APPLICATION_SCOPE),
      status: data.status,
      placement: data.PLACEMENT,
      placementOptions: options,
    },
  };
}

/** The core leaves the field out when it is empty, and PHP writes an empty map as a list. */
function parsePlacementOptions(text: string): Record<string, string> | null {
  if (text === '') return {};
  try {
    const parsed = z.union([z.array(z.unknown()).max(0), z.record(z.string().max(100), z.unknown()), z.null()]).parse(JSON.parse(text));
    return Object.fromEntries(
      Object.entries(parsed ?? {}).flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
      ),
    );
  } catch {
    return null;
  }
}

const EventBody = z.object({
  event: z.string().regex(/^[A-Za-z0-9_]{1,100}$/),
  data: z.unknown(),
  ts: z.string().max(20).default(''),
  auth: z.object({
    member_id: memberId,
    application_token: z.string().min(1).max(255),
    domain: z.string().max(255).default(''),
    server_endpoint: z.string().max(255).default(''),
    client_endpoint: z.string().max(255).default(''),
    access_token: token.default(''),
    refresh_token: token.default(''),
  }),
});

export interface PortalEvent {
  /** Upper case: names arrive in mixed case. */
  readonly name: string;
  readonly memberId: string;
  readonly applicationToken: string;
  readonly serverEndpoint: string | null;
  readonly refreshToken: string | null;
  readonly data: unknown;
}

/** `body` is the form with its brackets already nested. */
export function parsePortalEvent(body: unknown): Parsed<PortalEvent> {
  const parsed = EventBody.safeParse(body);
  if (!parsed.success) return malformed(parsed.error);
  const { event, auth, data } = parsed.data;
  return {
    kind: 'parsed',
    value: {
      name: event.toUpperCase(),
      memberId: auth.member_id,
      applicationToken: auth.application_token,
      serverEndpoint: auth.server_endpoint || null,
      refreshToken: auth.refresh_token || null,
      data,
    },
  };
}

/** What must be read again; for `call` the id is 0: an event of telephony does not name the row of statistics. */
export interface RecordHint {
  readonly entity: 'deal' | 'activity' | 'call' | 'lead' | 'quote' | 'invoice' | 'task';
  readonly recordId: bigint;
}

const id = z.string().regex(/^[1-9]\d{0,17}$/);
const EventFields = z.object({ FIELDS: z.object({ ID: id }) });
const CallData = z.object({ CRM_ACTIVITY_ID: id.optional().catch(undefined) });

export function toHints(event: PortalEvent): RecordHint[] {
  if (event.name === 'ONVOXIMPLANTCALLEND') {
    const activityId = CallData.safeParse(event.data).data?.CRM_ACTIVITY_ID;
    const activity = activityId === undefined ? [] : [{ entity: 'activity', recordId: BigInt(activityId) } as const];
    return [{ entity: 'call', recordId: 0n }, ...activity];
  }
  const recordId = idOfRecord(event);
  const entity = recordId === undefined ? undefined : kindOfRecord(event);
  return recordId === undefined || entity === undefined ? [] : [{ entity, recordId: BigInt(recordId) }];
}

const TaskData = z.object({ FIELDS_BEFORE: z.unknown(), FIELDS_AFTER: z.unknown() });
const TaskId = z.object({ ID: id });

/** A task that was added or changed has its id behind the event, one that was deleted before it. */
function idOfRecord({ name, data }: PortalEvent): string | undefined {
  if (!name.startsWith('ONTASK')) return EventFields.safeParse(data).data?.FIELDS.ID;
  const { FIELDS_AFTER, FIELDS_BEFORE } = TaskData.safeParse(data).data ?? {};
  return TaskId.safeParse(FIELDS_AFTER).data?.ID ?? TaskId.safeParse(FIELDS_BEFORE).data?.ID;
}

const kinds = { DEAL: 'deal', ACTIVITY: 'activity', LEAD: 'lead', QUOTE: 'quote' } as const;
const ItemData = z.object({ FIELDS: z.object({ ENTITY_TYPE_ID: z.literal('31') }) });

function kindOfRecord({ name, data }: PortalEvent): RecordHint['entity'] | undefined {
  if (/^ONTASK(ADD|UPDATE|DELETE)$/.test(name)) return 'task';
  if (/^ONCRMDYNAMICITEM(ADD|UPDATE|DELETE)(_31)?$/.test(name)) {
    return name.endsWith('_31') || ItemData.safeParse(data).success ? 'invoice' : undefined;
  }
  const kind = /^ONCRM(DEAL|ACTIVITY|LEAD|QUOTE)(ADD|UPDATE|DELETE|MOVETOCATEGORY)$/.exec(name)?.[1];
  return kind === undefined ? undefined : kinds[kind as keyof typeof kinds];
}

const Removal = z.object({ CLEAN: z.enum(['1', 'Y']) });

/** Whether whoever removed the application asked to delete its settings and data. */
export function wantsClean(event: PortalEvent): boolean {
  return Removal.safeParse(event.data).success;
}

export function toScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function malformed(error: z.ZodError): { kind: 'malformed'; faults: string[] } {
  return { kind: 'malformed', faults: error.issues.slice(0, 5).map((issue) => issue.path.join('.') || issue.code) };
}
