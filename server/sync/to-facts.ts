import type { ActivityRow } from '#bitrix/crm/activities.ts';
import type { Currencies } from '#bitrix/crm/currencies.ts';
import { dealList, type DealRow } from '#bitrix/crm/deals.ts';
import type { CategoryRow, StatusRow } from '#bitrix/crm/pipelines.ts';
import type { StageMoveRow } from '#bitrix/crm/stage-history.ts';
import type { RejectedRow } from '#bitrix/read-rows.ts';
import type { DepartmentRow, UserRow } from '#bitrix/structure.ts';
import type { CallRow } from '#bitrix/telephony.ts';
import type { ActivityFact, CallFact, DealFact, StageMoveFact } from '#store/save-facts.ts';
import type { DepartmentFact, PersonFact, PipelineFact, StageFact } from '#store/structure.ts';
import { isStorable, toBase, toMinor } from './to-money.ts';

/** Recurring templates are left out; an amount that the store cannot hold makes the row one that cannot be read. */
export function toDealFacts(rows: readonly DealRow[], currencies: Currencies): { facts: DealFact[]; rejected: RejectedRow[] } {
  const facts = rows.flatMap((row) => toDealFact(row, currencies) ?? []);
  const isKept = (fact: DealFact): boolean => isStorable(fact.amount_minor) && isStorable(fact.base_minor);
  const rejected = facts
    .filter((fact) => !isKept(fact))
    .map(({ deal_id }) => ({ method: dealList.method, rowKey: String(deal_id), field: 'opportunity', reason: 'wrong-format' as const }));
  return { facts: facts.filter(isKept), rejected };
}

/** Null for a recurring template, which is not a deal. */
export function toDealFact(row: DealRow, currencies: Currencies): DealFact | null {
  if (row.isRecurring) return null;
  const currency = row.currencyId || currencies.base;
  const amount = toMinor(row.opportunity, currency, currencies);
  return {
    deal_id: row.id,
    pipeline_id: row.categoryId,
    stage_id: row.stageId,
    semantics: row.stageSemanticId,
    amount_minor: amount,
    currency,
    base_minor: toBase(amount, currency, currencies),
    responsible_id: row.assignedById,
    created_at: row.createdTime,
    modified_at: row.updatedTime,
    moved_at: row.movedTime ?? row.createdTime,
    close_day: row.closedate,
    is_repeat: row.isReturnCustomer,
    company_id: row.companyId,
    contact_id: row.contactId,
    lead_id: row.leadId,
  };
}

export const toStageMoveFact = (row: StageMoveRow): StageMoveFact => ({
  move_id: row.ID,
  deal_id: row.OWNER_ID,
  kind: row.TYPE_ID,
  pipeline_id: row.CATEGORY_ID,
  stage_id: row.STAGE_ID,
  semantics: row.STAGE_SEMANTIC_ID,
  moved_at: row.CREATED_TIME,
});

/** Null for a call that no employee took. */
export function toCallFact(row: CallRow): CallFact | null {
  if (row.PORTAL_USER_ID === null) return null;
  const isOfClient = row.CRM_ENTITY_TYPE !== null && row.CRM_ENTITY_ID !== null;
  return {
    call_id: row.ID,
    user_id: row.PORTAL_USER_ID,
    kind: row.CALL_TYPE,
    seconds: row.CALL_DURATION,
    code: row.CALL_FAILED_CODE,
    started_at: row.CALL_START_DATE,
    activity_id: row.CRM_ACTIVITY_ID,
    client_kind: isOfClient ? row.CRM_ENTITY_TYPE : null,
    client_id: isOfClient ? row.CRM_ENTITY_ID : null,
  };
}

export const toActivityFact = (row: ActivityRow): ActivityFact => ({
  activity_id: row.ID,
  kind: row.TYPE_ID,
  provider: row.PROVIDER_ID,
  owner_kind: row.OWNER_TYPE_ID,
  owner_id: row.OWNER_ID,
  responsible_id: row.RESPONSIBLE_ID,
  direction: row.DIRECTION,
  is_completed: row.COMPLETED,
  started_at: row.START_TIME ?? row.CREATED,
  modified_at: row.LAST_UPDATED ?? row.CREATED,
  ended_at: hasLength(row) ? row.END_TIME : null,
});

/** The end of a call is no end of a talk, and a letter has none (calls 2, letters 4). */
const hasLength = ({ TYPE_ID }: ActivityRow): boolean => TYPE_ID !== 2 && TYPE_ID !== 4;

export const toPersonFact = (row: UserRow): PersonFact => ({
  user_id: row.ID,
  first_name: row.NAME,
  last_name: row.LAST_NAME,
  position: row.WORK_POSITION,
  is_active: row.ACTIVE,
  department_ids: (row.UF_DEPARTMENT || []).filter((id) => id !== null),
  joined_on: /^\d{4}-\d{2}-\d{2}/.exec(row.DATE_REGISTER)?.[0] ?? null,
});

export const toDepartmentFact = (row: DepartmentRow): DepartmentFact => ({
  department_id: row.ID,
  name: row.NAME,
  parent_id: row.PARENT,
  head_id: row.UF_HEAD,
  sort: row.SORT,
});

export const toPipelineFact = (row: CategoryRow): PipelineFact => ({ pipeline_id: row.id, name: row.name, sort: row.sort });

export const toStageFact = (pipelineId: bigint, row: StatusRow): StageFact => ({
  pipeline_id: pipelineId,
  stage_id: row.STATUS_ID,
  name: row.NAME,
  sort: row.SORT,
  semantics: row.SEMANTICS,
  color: row.COLOR,
});
