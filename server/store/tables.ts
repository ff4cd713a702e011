import type { Generated } from 'kysely';
import type {
  Json,
  OutboxTable,
  PortalLifecycleTable,
  PortalTable,
  PortalTokenTable,
  PortalUpdateTable,
  RestLogTable,
  SessionTable,
} from './tables/portal-tables.ts';
import type {
  ActivityTable,
  CallTable,
  CallTotalTable,
  CountingBasisTable,
  DailyTotalTable,
  DealTable,
  DealVersionTable,
  DepartmentTable,
  DurationTotalTable,
  OpenTotalTable,
  PersonTable,
  StageMoveTable,
  StageTable,
} from './tables/fact-tables.ts';
import type { CurrencyRateTable, InvoiceTable, LeadTable, PaymentTable, QuoteTable, RecordStageTable } from './tables/document-tables.ts';
import type {
  ProductPriceTable,
  ProductRowTable,
  ProductSectionTable,
  ProductTable,
  TaskCheckTable,
  TaskLinkTable,
  TaskTable,
} from './tables/goods-tables.ts';
import type {
  CorrectiveActionTable,
  DealJudgementTable,
  ForecastAdjustmentTable,
  ForecastSnapshotTable,
  ForecastSubmissionTable,
  StagePercentChangeTable,
} from './tables/action-tables.ts';
import type { MetricTables } from './tables/metric-tables.ts';
import type { ActivityAlertTable, NormLineTable, NormPersonTable, NormProfileTable } from './tables/norm-tables.ts';
import type { QuizAttemptTable, QuizOwnQuestionTable, QuizRepeatTable } from './tables/quiz-tables.ts';
import type {
  ActingHeadTable,
  CalendarAbsenceTable,
  PersonChangeTable,
  SalesTeamMemberTable,
  SalesTeamTable,
  WorkRecordTable,
} from './tables/team-tables.ts';
import type { ReviewTables } from './tables/review-tables.ts';
import type {
  DirtyRecordTable,
  MethodTimeTable,
  ReconcileRequestTable,
  ReconcileRunTable,
  RejectedRowTable,
  SyncCursorTable,
  SyncLagTable,
  SyncLeaseTable,
  SyncStreamTable,
} from './tables/sync-tables.ts';
import type {
  AgreementAcceptanceTable,
  ObjectionAnswerTable,
  PaperAcknowledgementTable,
  SheetBreakdownTable,
  SheetMessageTable,
  SheetNoticeTable,
  SheetOverdueTable,
  SheetReadTable,
  SubjectTables,
} from './tables/act-tables.ts';
import type {
  ChallengeTable,
  LedgerEntryTable,
  LedgerHeadTable,
  LedgerTreeHeadTable,
  PublicRootTable,
  PlanCalculationTable,
  PlanConditionTable,
  PlanDimensionLineTable,
  PlanDraftConditionTable,
  PlanDraftDimensionLineTable,
  PlanClosedFactTable,
  PlanDraftLineTable,
  PlanSheetTable,
  PlanTable,
  PlanVersionTable,
  SignatureTable,
} from './tables/plan-tables.ts';

/** Rows as both drivers return them: int8 is bigint, date is `YYYY-MM-DD`, timestamptz is Date. */
export interface Tables extends ReviewTables, SubjectTables, MetricTables {
  portal_directory: { portal_id: Generated<bigint>; member_id: string; created_at: Generated<Date> };
  portal: PortalTable;
  portal_lifecycle: PortalLifecycleTable;
  portal_token: PortalTokenTable;
  portal_update: PortalUpdateTable;
  session: SessionTable;
  setting: { portal_id: bigint; name: string; value: Json<unknown>; updated_at: Date; updated_by: bigint | null };
  topic_revision: { portal_id: bigint; topic: string; revision: bigint };
  totals_revision: { portal_id: bigint; slot: string; revision: bigint };
  outbox: OutboxTable;
  rest_log: RestLogTable;
  request_budget: { portal_id: bigint; level: number; at: Date; license_family: string };
  person: PersonTable;
  department: DepartmentTable;
  pipeline: { portal_id: bigint; pipeline_id: bigint; name: string; sort: number };
  stage: StageTable;
  stage_percent_change: StagePercentChangeTable;
  corrective_action: CorrectiveActionTable;
  forecast_adjustment: ForecastAdjustmentTable;
  deal_judgement: DealJudgementTable;
  forecast_submission: ForecastSubmissionTable;
  seen_guide: { portal_id: bigint; user_id: bigint; guide: string; seen_at: Date };
  forecast_snapshot: ForecastSnapshotTable;
  forecast_snapshot_day: { portal_id: bigint; month: string; day: string; taken_at: Date };
  deal: DealTable;
  deal_version: DealVersionTable;
  stage_move: StageMoveTable;
  call: CallTable;
  activity: ActivityTable;
  record_stage: RecordStageTable;
  lead: LeadTable;
  quote: QuoteTable;
  invoice: InvoiceTable;
  payment: PaymentTable;
  product_row: ProductRowTable;
  product: ProductTable;
  product_section: ProductSectionTable;
  product_price: ProductPriceTable;
  task: TaskTable;
  task_link: TaskLinkTable;
  task_check: TaskCheckTable;
  currency_rate: CurrencyRateTable;
  sales_team: SalesTeamTable;
  sales_team_member: SalesTeamMemberTable;
  work_record: WorkRecordTable;
  calendar_absence: CalendarAbsenceTable;
  acting_head: ActingHeadTable;
  person_change: PersonChangeTable;
  counting_basis: CountingBasisTable;
  daily_total: DailyTotalTable;
  call_total: CallTotalTable;
  open_total: OpenTotalTable;
  duration_total: DurationTotalTable;
  sync_cursor: SyncCursorTable;
  rejected_row: RejectedRowTable;
  dirty_record: DirtyRecordTable;
  sync_lease: SyncLeaseTable;
  sync_stream: SyncStreamTable;
  sync_lag: SyncLagTable;
  reconcile_run: ReconcileRunTable;
  reconcile_request: ReconcileRequestTable;
  method_time: MethodTimeTable;
  plan: PlanTable;
  plan_closed_fact: PlanClosedFactTable;
  plan_draft_line: PlanDraftLineTable;
  plan_calculation: PlanCalculationTable;
  forecast_model: { portal_id: bigint; fitted_at: Date; inputs_hash: string; seed: bigint; model: Json<unknown> };
  plan_condition: PlanConditionTable;
  plan_draft_condition: PlanDraftConditionTable;
  plan_dimension_line: PlanDimensionLineTable;
  plan_draft_dimension_line: PlanDraftDimensionLineTable;
  plan_version: PlanVersionTable;
  plan_line: { portal_id: bigint; plan_id: string; version: number; metric: string; scope: string; value: bigint };
  plan_sheet: PlanSheetTable;
  activity_alert: ActivityAlertTable;
  norm_profile: NormProfileTable;
  norm_line: NormLineTable;
  norm_person: NormPersonTable;
  challenge: ChallengeTable;
  ledger_head: LedgerHeadTable;
  ledger_entry: LedgerEntryTable;
  ledger_tree_head: LedgerTreeHeadTable;
  ledger_anchor: { portal_id: bigint; day: string; size: bigint };
  public_root: PublicRootTable;
  signature: SignatureTable;
  sheet_read: SheetReadTable;
  sheet_notice: SheetNoticeTable;
  sheet_message: SheetMessageTable;
  sheet_breakdown: SheetBreakdownTable;
  objection_answer: ObjectionAnswerTable;
  paper_acknowledgement: PaperAcknowledgementTable;
  sheet_overdue: SheetOverdueTable;
  agreement_acceptance: AgreementAcceptanceTable;
  quiz_own_question: QuizOwnQuestionTable;
  quiz_attempt: QuizAttemptTable;
  quiz_repeat: QuizRepeatTable;
}
