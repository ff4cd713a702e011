import type { DealCategory } from '#domain/forecast/deal-category.ts';
import type { Generated } from 'kysely';
import type { WonDate } from '#domain/counting.ts';

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
  deputy_ids: bigint[];
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
  /** The table's own percent, and which percent the forecast takes; null where nobody has chosen. */
  table_percent: Generated<number | null>;
  percent_source: Generated<'table' | 'history' | 'hand' | null>;
  category: Generated<DealCategory | null>;
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
  /** Left out where it was not asked for. */
  contact_id?: bigint | null;
  lead_id: bigint | null;
  deleted_at: Date | null;
  /** When our copy got the deal. */
  first_seen_at: Date;
}

export interface DealVersionTable {
  portal_id: bigint;
  deal_id: bigint;
  seen_at: Date;
  pipeline_id: bigint;
  stage_id: string;
  semantics: Semantics;
  amount_minor: bigint;
  currency: string;
  base_minor: bigint;
  responsible_id: bigint;
  close_day: string | null;
  is_gone: boolean;
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
  /** 1 lead, 3 contact, 4 company: the card that telephony has tied the call to. */
  client_kind?: number | null;
  client_id?: bigint | null;
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
  /** Of calls and letters nothing is asked: how long a call was, its statistics tell. */
  ended_at?: Date | null;
}

export interface CountingBasisTable {
  portal_id: bigint;
  time_zone: string;
  call_kinds: number[];
  call_code: string;
  call_seconds: number;
  won_date: WonDate;
  seconds_out: number;
  seconds_in: number;
  work_from: number;
  work_to: number;
}

export interface DailyTotalTable {
  portal_id: bigint;
  metric: 'won' | 'due' | 'calls' | 'calls-other' | 'calls-unknown';
  day: string;
  user_id: bigint;
  dimension: string;
  items: bigint;
  /** Sums are numeric, which drivers read as text. */
  base_minor: string;
}

export interface CallTotalTable {
  portal_id: bigint;
  day: string;
  user_id: bigint;
  items: bigint;
  out_all: bigint;
  out_counted: bigint;
  in_all: bigint;
  in_counted: bigint;
  missed: bigint;
  called_back: bigint;
  talk_seconds: bigint;
  late: bigint;
}

export interface OpenTotalTable {
  portal_id: bigint;
  due_month: string;
  user_id: bigint;
  pipeline_id: bigint;
  stage_id: string;
  remainder: number;
  items: bigint;
  base_minor: string;
  squares: string;
}

export interface DurationTotalTable {
  portal_id: bigint;
  measure: 'cycle' | 'stage';
  pipeline_id: bigint;
  stage_id: string;
  won_month: string;
  days: number;
  items: bigint;
}
