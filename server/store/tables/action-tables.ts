import type { ActionKind, ActionOrigin, Effectiveness } from '#domain/corrective-action.ts';
import type { DealCategory } from '#domain/forecast/deal-category.ts';
import type { Json } from './portal-tables.ts';

export interface CorrectiveActionTable {
  portal_id: bigint;
  action_id: string;
  origin: ActionOrigin;
  origin_id: string | null;
  kind: ActionKind;
  metric: string;
  scope: string;
  month: string;
  words: string;
  owner_id: bigint;
  deadline: string | null;
  check_on: string | null;
  decided_by: bigint;
  decided_at: Date;
  level_before: number | null;
  level_at_check: number | null;
  effectiveness: Effectiveness | null;
  judged_at: Date | null;
  state: 'open' | 'done' | 'dropped';
  result: string;
  closed_at: Date | null;
  closed_by: bigint | null;
  task_order: string | null;
  task_id: bigint | null;
}

export interface ForecastAdjustmentTable {
  portal_id: bigint;
  month: string;
  user_id: bigint;
  revision: number;
  value: bigint;
  deal_ids: bigint[];
  reason: string;
  set_by: bigint;
  set_at: Date;
}

export interface ForecastSnapshotTable {
  portal_id: bigint;
  month: string;
  day: string;
  user_id: bigint;
  fact: bigint;
  weighted: bigint;
  commit_value: bigint | null;
  best_value: bigint | null;
  pipeline_value: bigint | null;
  is_reconstructed: boolean;
}

export interface DealJudgementTable {
  portal_id: bigint;
  deal_id: bigint;
  subject: 'category' | 'chance';
  revision: number;
  category: DealCategory | null;
  percent: number | null;
  reason: string;
  set_by: bigint;
  set_at: Date;
}

export interface ForecastSubmissionTable {
  portal_id: bigint;
  month: string;
  scope: string;
  revision: number;
  value: bigint;
  commit_value: bigint;
  best_value: bigint;
  pipeline_value: bigint;
  comment: string;
  calculated_expected: bigint;
  calculated_fact: bigint;
  calculated_commit: bigint;
  calculated_best: bigint;
  calculated_pipeline: bigint;
  submitted_by: bigint;
  submitted_at: Date;
}

export interface StagePercentChangeTable {
  portal_id: bigint;
  change_id: string;
  pipeline_id: bigint;
  changed_at: Date;
  changed_by: bigint;
  stages: Json<unknown>;
}
