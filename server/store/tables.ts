import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

/** Rows as both drivers return them: int8 is bigint, date is `YYYY-MM-DD`, timestamptz is Date. */
export interface Tables {
  portal_directory: { portal_id: Generated<bigint>; member_id: string; created_at: Generated<Date> };
  portal: PortalTable;
  portal_token: PortalTokenTable;
  session: SessionTable;
  setting: { portal_id: bigint; name: string; value: Json<unknown>; updated_at: Date; updated_by: bigint | null };
  topic_revision: { portal_id: bigint; topic: string; revision: bigint };
  outbox: OutboxTable;
  person: PersonTable;
  department: DepartmentTable;
  pipeline: { portal_id: bigint; pipeline_id: bigint; name: string; sort: number };
  stage: StageTable;
  deal: DealTable;
  stage_move: StageMoveTable;
  call: CallTable;
  activity: ActivityTable;
  sync_cursor: SyncCursorTable;
  dirty_record: { portal_id: bigint; entity: string; record_id: bigint; generation: Generated<bigint>; marked_at: Date };
  plan: { portal_id: bigint; plan_id: string; month: string; created_at: Date; created_by: bigint };
  plan_draft_line: PlanDraftLineTable;
  plan_version: PlanVersionTable;
  plan_line: { portal_id: bigint; plan_id: string; version: number; metric: string; scope: string; value: bigint };
  plan_sheet: PlanSheetTable;
  challenge: ChallengeTable;
  ledger_head: { portal_id: bigint; sequence: bigint; entry_hash: string; at: Date };
  ledger_entry: LedgerEntryTable;
  signature: SignatureTable;
}

export type PortalState = 'active' | 'uninstall-pending' | 'uninstalled' | 'suspended' | 'needs-reauth';

export interface PortalTable {
  portal_id: bigint;
  member_id: string;
  state: PortalState;
  title: string;
  client_endpoint: string;
  server_endpoint: string;
  origin: string;
  application_token_fingerprint: string | null;
  scopes: string[];
  status: string;
  language: string;
  time_zone: string;
  base_currency: string;
  currency_digits: number;
  session_version: number;
  application_version: number;
  installed_at: Date;
  installed_by: bigint;
  updated_at: Date;
}

export interface PortalTokenTable {
  portal_id: bigint;
  user_id: bigint;
  generation: number;
  access_token: string;
  refresh_token: string;
  previous_refresh_token: string | null;
  expires_at: Date;
  state: 'active' | 'revoked';
  lease_until: Date | null;
  lease_by: string | null;
}

export interface SessionTable {
  portal_id: bigint;
  session_id: string;
  user_id: bigint;
  is_admin: boolean;
  session_version: number;
  created_at: Date;
  verified_at: Date;
  revoked_at: Date | null;
}

export interface OutboxTable {
  portal_id: bigint;
  outbox_id: string;
  kind: string;
  dedupe_key: string;
  payload: Json<unknown>;
  state: 'pending' | 'sending' | 'sent' | 'unknown' | 'dead';
  attempts: number;
  last_error: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface PersonTable {
  portal_id: bigint;
  user_id: bigint;
  first_name: string;
  last_name: string;
  position: string;
  is_active: boolean;
  department_ids: bigint[];
  joined_on: string | null;
}

export interface DepartmentTable {
  portal_id: bigint;
  department_id: bigint;
  name: string;
  parent_id: bigint | null;
  head_id: bigint | null;
  sort: number;
}

export type Semantics = 'P' | 'S' | 'F';

export interface StageTable {
  portal_id: bigint;
  pipeline_id: bigint;
  stage_id: string;
  name: string;
  sort: number;
  semantics: Semantics;
  color: string;
  progress: number | null;
  win_percent: number | null;
}

export interface DealTable {
  portal_id: bigint;
  deal_id: bigint;
  pipeline_id: bigint;
  stage_id: string;
  semantics: Semantics;
  amount_minor: bigint;
  currency: string;
  base_minor: bigint;
  responsible_id: bigint;
  created_at: Date;
  modified_at: Date;
  moved_at: Date;
  close_day: string | null;
  won_at: Date | null;
  is_repeat: boolean;
  company_id: bigint | null;
  lead_id: bigint | null;
  deleted_at: Date | null;
}

export interface StageMoveTable {
  portal_id: bigint;
  move_id: bigint;
  deal_id: bigint;
  kind: number;
  pipeline_id: bigint;
  stage_id: string;
  semantics: Semantics;
  moved_at: Date;
}

export interface CallTable {
  portal_id: bigint;
  call_id: bigint;
  user_id: bigint;
  /** 1 out, 2 in, 3 in with redirection, 4 callback, 5 information. */
  kind: number;
  seconds: number;
  code: string;
  started_at: Date;
  activity_id: bigint | null;
}

export interface ActivityTable {
  portal_id: bigint;
  activity_id: bigint;
  /** 1 meeting, 2 call, 4 e-mail, 6 provider. */
  kind: number;
  provider: string;
  /** 1 lead, 2 deal, 3 contact, 4 company. */
  owner_kind: number;
  owner_id: bigint;
  responsible_id: bigint;
  /** 0 none, 1 in, 2 out. */
  direction: number;
  is_completed: boolean;
  started_at: Date;
  modified_at: Date;
}

export interface SyncCursorTable {
  portal_id: bigint;
  entity: string;
  state: 'waiting' | 'loading' | 'ready';
  position: bigint;
  rows: bigint;
  expected_rows: bigint | null;
  started_at: Date | null;
  finished_at: Date | null;
  modified_until: Date | null;
  updated_at: Date | null;
  failure: string | null;
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

export interface PlanVersionTable {
  portal_id: bigint;
  plan_id: string;
  version: number;
  published_at: Date;
  published_by: bigint;
  reason: string;
  rationale: string;
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
}
