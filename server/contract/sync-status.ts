import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Instant } from './wire.ts';

export const SyncEntity = z.enum([
  'people',
  'departments',
  'pipelines',
  'stages',
  'record-stages',
  'calendar',
  'currencies',
  'deals',
  'stage-moves',
  'calls',
  'activities',
  'leads',
  'contacts',
  'quotes',
  'invoices',
  'tasks',
  'payments',
  'product-rows',
  'products',
  'working-time',
  'absences',
  'companies',
  'deal-fields',
]);
export type SyncEntity = z.infer<typeof SyncEntity>;

export const RejectedRow = z.object({
  rowKey: z.string(),
  /** Path inside the row, empty for the row itself. */
  field: z.string(),
  reason: z.enum(['missing', 'wrong-type', 'wrong-format']),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/** Numbers that are older than they should be, and why. */
export const Delay = z.object({
  of: z.enum(['deals', 'calls']),
  at: Instant,
  reason: z.enum(['parked', 'failed', 'late']),
  /** Code of the failure. */
  failure: z.string().nullable(),
  /** When reading goes on, if the portal has told it to rest. */
  resumeAt: Instant.nullable(),
});
export type Delay = z.infer<typeof Delay>;

/** As of when our copy equals the portal. */
export const Freshness = z.object({
  now: Instant,
  dealsAt: Instant.nullable(),
  callsAt: Instant.nullable(),
  delays: z.array(Delay),
});
export type Freshness = z.infer<typeof Freshness>;

export const SyncStatus = z.object({
  state: z.enum(['waiting', 'loading', 'ready', 'failed']),
  /** The screens of the present month are right already, the history behind them may still be read. */
  isMonthReady: z.boolean(),
  /** Rows loaded and expected over all entities; expected is null until the portal has told it. */
  rows: z.number().int(),
  expectedRows: z.number().int().nullable(),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().int().nullable(),
  entities: z.array(
    z.object({
      entity: SyncEntity,
      /** `recent`: what the month needs is here, the history behind it is still being read. */
      state: z.enum(['waiting', 'loading', 'recent', 'ready']),
      rows: z.number().int(),
      expectedRows: z.number().int().nullable(),
      /** Rows that could not be read, and the first of them: where and why. */
      rejected: z.number().int(),
      rejectedRows: z.array(RejectedRow).max(20),
    }),
  ),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  updatedAt: Instant.nullable(),
  failure: z.string().nullable(),
  freshness: Freshness,
});
export type SyncStatus = z.infer<typeof SyncStatus>;

export const getSyncStatus = defineEndpoint({
  method: 'GET',
  path: '/api/sync-status',
  summary: 'How far the first load is and how fresh the facts are',
  urgency: 'deferrable',
  request: z.object({}),
  response: SyncStatus,
});
