import type { ColumnType } from 'kysely';

/** Read as a parsed value, written as text. */
export type Json<T> = ColumnType<T, string, string>;

export type PortalState = 'active' | 'uninstall-pending' | 'uninstalled' | 'suspended' | 'needs-reauth';

export interface PortalTable {
  portal_id: bigint;
  member_id: string;
  state: PortalState;
  title: string;
  client_endpoint: string;
  server_endpoint: string;
  origin: string;
  former_origin: string | null;
  former_origin_until: Date | null;
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

export interface PortalLifecycleTable {
  portal_id: bigint;
  reported_at: Date | null;
  wants_clean: boolean;
  check_at: Date | null;
  checks: number;
  removed_at: Date | null;
  purge_at: Date | null;
  purged_at: Date | null;
  refused_since: Date | null;
  exchanged_at: Date | null;
  domain_checked_at: Date | null;
  bindings: string | null;
  bindings_at: Date | null;
}

export interface PortalUpdateTable {
  portal_id: bigint;
  update_id: string;
  sender: string;
  application_token_fingerprint: string;
  server_endpoint: string;
  refresh_token: string;
  told_at: Date;
  attempts: number;
  check_at: Date;
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

export interface RestLogTable {
  portal_id: bigint;
  log_id: string;
  since: Date;
  until: Date;
  records: number;
  key_id: string;
  sealed: string;
}
