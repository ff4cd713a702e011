import type { Generated } from 'kysely';

export interface SyncCursorTable {
  portal_id: bigint;
  entity: string;
  direction: 'backward' | 'forward';
  state: 'waiting' | 'loading' | 'recent' | 'ready';
  position: bigint;
  rows: bigint;
  expected_rows: bigint | null;
  started_at: Date | null;
  finished_at: Date | null;
  modified_until: Date | null;
  updated_at: Date | null;
  failure: string | null;
  recent_since: Date | null;
}

export interface DirtyRecordTable {
  portal_id: bigint;
  entity: string;
  record_id: bigint;
  generation: Generated<bigint>;
  marked_at: Date;
  /** False behind a reading: the row then only remembers how often it was read. */
  is_waiting: Generated<boolean>;
  due_at: Date | null;
  streak: Generated<number>;
}

export interface RejectedRowTable {
  portal_id: bigint;
  entity: string;
  row_key: string;
  field: string;
  reason: 'missing' | 'wrong-type' | 'wrong-format';
  first_seen_at: Date;
  last_seen_at: Date;
  times: number;
}

export interface SyncLeaseTable {
  portal_id: bigint;
  epoch: bigint;
  taken_at: Generated<Date>;
}

export type StreamName = 'events' | 'delta' | 'calls' | 'activities' | 'reconcile' | 'structure' | 'first-load';

export interface SyncStreamTable {
  portal_id: bigint;
  stream: StreamName;
  succeeded_at: Date | null;
  failed_at: Date | null;
  failure: string | null;
  resume_at: Date | null;
  day: string;
  rows: bigint;
}

export interface SyncLagTable {
  portal_id: bigint;
  at: Date;
  seconds: number;
}

export interface ReconcileRunTable {
  portal_id: bigint;
  run_id: string;
  entity: string;
  started_at: Date;
  finished_at: Date | null;
  position: bigint;
  compared: bigint;
  missing: bigint;
  changed: bigint;
  gone: bigint;
}

export interface MethodTimeTable {
  portal_id: bigint;
  method: string;
  operating_seconds: number;
  reset_at: Date;
  parked_until: Date | null;
  noted_at: Date;
}

export type RequestedStream = Exclude<StreamName, 'first-load'>;

export interface ReconcileRequestTable {
  portal_id: bigint;
  stream: RequestedStream;
  requested_at: Date;
  requested_by: bigint;
  is_taken: boolean;
}
