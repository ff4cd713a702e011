import type { InstalledPortal } from '#support/installed-portal.ts';

const tables = [
  'portal',
  'portal_token',
  'session',
  'setting',
  'outbox',
  'person',
  'department',
  'deal',
  'own_dimension',
  'own_dimension_value',
  'deal_value',
  'stage_move',
  'call',
  'activity',
  'dirty_record',
  'reconcile_request',
  'plan',
  'plan_draft_line',
  'plan_calculation',
  'forecast_model',
  'forecast_adjustment',
  'deal_judgement',
  'forecast_submission',
  'plan_condition',
  'plan_draft_condition',
  'plan_dimension_line',
  'plan_draft_dimension_line',
  'plan_closed_fact',
  'acting_head',
  'person_change',
  'plan_version',
  'plan_line',
  'plan_sheet',
  'review_series',
  'review',
  'review_item',
  'review_turn',
  'review_question',
  'review_text',
  'review_cause',
  'review_cause_change',
  'review_calendar_entry',
  'talk_note',
  'activity_alert',
  'task_check',
  'norm_profile',
  'norm_line',
  'norm_person',
  'manual_metric',
  'manual_value',
  'challenge',
  'ledger_head',
  'ledger_entry',
  'signature',
  'sheet_read',
  'sheet_notice',
  'sheet_message',
  'sheet_breakdown',
  'objection_answer',
  'paper_acknowledgement',
  'sheet_overdue',
  'signing_pin',
  'agreement_acceptance',
  'subject_key',
  'erasure',
  'quiz_own_question',
  'quiz_attempt',
  'quiz_repeat',
  'topic_revision',
] as const;

/** Every row the store has of a portal, to compare before and after. */
export function everythingOf(portal: InstalledPortal): Promise<Record<string, string[]>> {
  return portal.transaction(async (tx) => {
    const found: Record<string, string[]> = {};
    for (const table of tables) {
      const rows = await tx.db.selectFrom(table).selectAll().execute();
      found[table] = rows
        .map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
        .sort();
    }
    return found;
  });
}
