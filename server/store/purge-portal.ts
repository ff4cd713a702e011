import { sql } from 'kysely';
import { lockPortalState, readLifecycle, saveLifecycle } from './portal-lifecycle.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { Tables } from './tables.ts';

/**
 * What goes after the grace period: everything that was copied from the portal or waits for it.
 * What tells old sums from new ones and the cursors go first, so that whoever installs again meanwhile begins with a first load.
 */
export const purgedTables = [
  'totals_revision',
  'sync_cursor',
  'sync_stream',
  'sync_lag',
  'reconcile_run',
  'reconcile_request',
  'dirty_record',
  'rejected_row',
  'portal_token',
  'portal_update',
  'session',
  'challenge',
  'outbox',
  'daily_total',
  'call_total',
  'open_total',
  'duration_total',
  'counting_basis',
  'deal_version',
  'deal',
  'stage_move',
  'call',
  'activity',
  'record_stage',
  'lead',
  'contact',
  'company_type',
  'client_owner',
  'deal_value',
  'own_dimension_value',
  'own_dimension',
  'quote',
  'invoice',
  'payment',
  'product_row',
  'product',
  'product_section',
  'product_price',
  'task_check',
  'task_link',
  'task',
  'currency_rate',
  'sales_team_member',
  'sales_team',
  'work_record',
  'calendar_absence',
  'acting_head',
  'person_change',
  'corrective_action',
  'forecast_adjustment',
  'deal_judgement',
  'forecast_submission',
  'seen_guide',
  'forecast_snapshot',
  'forecast_snapshot_day',
  'stage_percent_change',
  'stage',
  'pipeline',
  'person',
  'department',
  'plan_draft_line',
  'plan_calculation',
  'forecast_model',
  'plan_draft_condition',
  'plan_draft_dimension_line',
  'review_text',
  'review_question',
  'review_turn',
  'review_item',
  'review_cause',
  'review_cause_change',
  'review_calendar_entry',
  'talk_note',
  'review',
  'review_series',
  'activity_alert',
  'norm_person',
  'norm_line',
  'norm_profile',
  'manual_value',
  'manual_metric',
  'plan_closed_fact',
  'signing_pin',
  'quiz_repeat',
  'quiz_attempt',
  'quiz_own_question',
  'setting',
  'topic_revision',
  'request_budget',
  'method_time',
  'rest_log',
] as const satisfies readonly (keyof Tables)[];

/** What stays: signed evidence with the plans it is about, and the row that says that the portal is gone. */
export const keptTables = [
  'portal',
  'portal_lifecycle',
  'sync_lease',
  'plan',
  'plan_version',
  'plan_line',
  'plan_condition',
  'plan_dimension_line',
  'plan_sheet',
  'signature',
  'sheet_read',
  'sheet_notice',
  'sheet_message',
  'sheet_breakdown',
  'objection_answer',
  'paper_acknowledgement',
  'sheet_overdue',
  'agreement_acceptance',
  'subject_key',
  'erasure',
  'ledger_head',
  'ledger_entry',
  'ledger_tree_head',
  'ledger_anchor',
] as const satisfies readonly (keyof Tables)[];

/** Deletes at most `limit` rows; the lock keeps an installation out for as long as one such piece takes. */
export async function purgeNext(tx: PortalTransaction, now: Date, limit = 500): Promise<'more' | 'done' | 'not-due'> {
  const state = await lockPortalState(tx);
  const { purge_at, purged_at } = await readLifecycle(tx);
  if (state !== 'uninstalled' || purge_at === null || purge_at > now || purged_at !== null) return 'not-due';
  for (const table of purgedTables) {
    const name = sql.table(table);
    const gone = await sql`
      delete from ${name} where portal_id = ${tx.portalId} and ctid = any(array(
        select ctid from ${name} where portal_id = ${tx.portalId} limit ${limit}))`.execute(tx.db);
    if ((gone.numAffectedRows ?? 0n) > 0n) return 'more';
  }
  await saveLifecycle(tx, { purged_at: now });
  return 'done';
}
