import type { Generated } from 'kysely';
import type { Json } from './portal-tables.ts';

export interface PlanTable {
  portal_id: bigint;
  plan_id: string;
  month: string;
  created_at: Date;
  created_by: bigint;
  /** Null while it is open. */
  closed_at: Generated<Date | null>;
  closed_by: Generated<bigint | null>;
  /** The last opening after a closing. */
  reopened_at: Generated<Date | null>;
  reopened_by: Generated<bigint | null>;
  reopen_reason: Generated<string | null>;
}

export interface PlanClosedFactTable {
  portal_id: bigint;
  plan_id: string;
  metric: string;
  scope: string;
  /** Of what it is, '' for everything. */
  dimensions: string;
  version: number;
  target: bigint | null;
  fact: bigint | null;
  items: bigint | null;
  source: Json<unknown>;
  frozen_at: Date;
}

export interface PlanDraftLineTable {
  portal_id: bigint;
  plan_id: string;
  metric: string;
  scope: string;
  value: bigint | null;
  saved_at: Date;
  saved_by: bigint;
}

export interface PlanCalculationTable {
  portal_id: bigint;
  plan_id: string;
  scope: string;
  calculation: Json<unknown>;
  saved_at: Date;
  saved_by: bigint;
}

export interface PlanConditionTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  scope: string;
  conditions: Json<unknown>;
}

export interface PlanDraftConditionTable {
  portal_id: bigint;
  plan_id: string;
  scope: string;
  conditions: Json<unknown> | null;
  saved_at: Date;
  saved_by: bigint;
}

export interface PlanDimensionLineTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  metric: string;
  scope: string;
  dimensions: string;
  title: string;
  value: bigint;
}

export interface PlanDraftDimensionLineTable {
  portal_id: bigint;
  plan_id: string;
  metric: string;
  scope: string;
  dimensions: string;
  title: string;
  value: bigint | null;
  saved_at: Date;
  saved_by: bigint;
}

export interface PlanVersionTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  published_at: Date;
  published_by: bigint;
  reason: string;
  rationale: string;
  effective_from: string;
}

export interface PlanSheetTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  user_id: bigint;
  document: string;
  human_text: string;
  plan_hash: string;
}

export interface ChallengeTable {
  portal_id: bigint;
  challenge_id: string;
  session_id: string;
  user_id: bigint;
  plan_id: string;
  version: number;
  plan_hash: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface LedgerEntryTable {
  portal_id: bigint;
  sequence: bigint;
  type: string;
  at: Date;
  actor_id: bigint;
  entry: string;
  entry_hash: string;
  previous_hash: string;
  seal: string;
  seal_key_id: string;
}

export interface LedgerHeadTable {
  portal_id: bigint;
  sequence: bigint;
  entry_hash: string;
  at: Date;
  halted_because: Generated<string | null>;
  halted_at: Generated<Date | null>;
  verified_at: Generated<Date | null>;
  verified_size: Generated<bigint | null>;
}

export interface LedgerTreeHeadTable {
  portal_id: bigint;
  size: bigint;
  root: string;
  /** Hashes with spaces between them. */
  frontier: string;
  at: Date;
  seal: string;
  seal_key_id: string;
}

export interface PublicRootTable {
  day: string;
  /** Hashes of the heads of portals, with spaces between them. */
  leaves: string;
  root: string;
  at: Date;
  seal: string;
  seal_key_id: string;
}

export interface SignatureTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  user_id: bigint;
  decision: 'signed' | 'signed-with-objections' | 'refused';
  text: string | null;
  plan_hash: string;
  challenge_id: string;
  sequence: bigint;
  signed_at: Date;
  breakdown_hash: Generated<string | null>;
  reply_before: Generated<string | null>;
  circumstances: Generated<string | null>;
}
