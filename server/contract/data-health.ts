import { z } from 'zod';
import { QualityCheck } from './data-quality.ts';
import { defineEndpoint } from './endpoint.ts';
import { SyncStatus } from './sync-status.ts';
import { Instant } from './wire.ts';

export const StreamName = z.enum(['events', 'delta', 'calls', 'activities', 'reconcile', 'structure', 'first-load']);
export type StreamName = z.infer<typeof StreamName>;

/** `matched` and `differing` are of the comparison, `running` and `done` also of the first load. */
export const StreamState = z.enum(['fine', 'delayed', 'parked', 'failed', 'never', 'running', 'done', 'matched', 'differing']);
export type StreamState = z.infer<typeof StreamState>;

const Stream = z.object({
  stream: StreamName,
  state: StreamState,
  succeededAt: Instant.nullable(),
  /** Code of the last failure while it fails. */
  failure: z.string().nullable(),
  /** When a stream goes on that the portal has told to rest. */
  resumeAt: Instant.nullable(),
  /** Age of its last success; null where an age says nothing. */
  delaySeconds: z.number().int().nullable(),
  rowsToday: z.number().int().nullable(),
  /** When somebody asked to read it now; null once it was read since. */
  requestedAt: Instant.nullable(),
});
export type Stream = z.infer<typeof Stream>;

const Differences = z.object({
  compared: z.number().int(),
  /** Only the portal had them, they differed, only our copy had them. */
  missing: z.number().int(),
  changed: z.number().int(),
  gone: z.number().int(),
});

const Comparison = Differences.extend({
  startedAt: Instant,
  finishedAt: Instant,
  entities: z.array(Differences.extend({ entity: z.string() })),
});
export type Comparison = z.infer<typeof Comparison>;

const LimitKind = z.enum(['calls', 'deals', 'stage-moves', 'activities', 'directories', 'other']);

const MethodLimit = z.object({
  kind: LimitKind,
  /** The busiest method of the kind, because each method has a limit of its own. */
  method: z.string(),
  seconds: z.number(),
  share: z.number(),
  parkedUntil: Instant.nullable(),
});

export const DataHealth = z.object({
  now: Instant,
  thresholdSeconds: z.number().int(),
  numbers: z.object({
    state: z.enum(['fresh', 'stale', 'old', 'none']),
    dealsAt: Instant.nullable(),
    callsAt: Instant.nullable(),
  }),
  dealDelay: z.object({
    seconds: z.number().int().nullable(),
    /** Nineteen of twenty periods of the last day were no later. */
    usualSeconds: z.number().int().nullable(),
  }),
  /** The last finished comparison. */
  comparison: Comparison.nullable(),
  streams: z.array(Stream),
  /** The last 24 hours, the worst of each five minutes. */
  lags: z.array(z.object({ at: Instant, seconds: z.number().int() })),
  limit: z.object({
    limitSeconds: z.number(),
    /** Average over the kinds, 1 = all of the limit. */
    share: z.number(),
    kinds: z.array(MethodLimit),
  }),
  quality: z.array(z.object({ check: QualityCheck, items: z.number().int() })),
  sync: SyncStatus,
});
export type DataHealth = z.infer<typeof DataHealth>;

export const getDataHealth = defineEndpoint({
  method: 'GET',
  path: '/api/data-health',
  summary: 'How the reading of the portal fares, for its administrator',
  urgency: 'deferrable',
  request: z.object({}),
  response: DataHealth,
});

export const refreshData = defineEndpoint({
  method: 'POST',
  path: '/api/data-health/reconcile',
  summary: 'Read streams of the portal now instead of at their next turn',
  urgency: 'deferrable',
  request: z.object({
    streams: z
      .array(StreamName.exclude(['first-load']))
      .min(1)
      .max(6),
  }),
  response: z.object({ requestedAt: Instant }),
});
