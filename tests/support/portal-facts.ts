import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store } from '#store/open-store.ts';

/** Every fact our copy holds of a portal, in a form that two loads can be compared by. */
export async function readFacts(store: Store, portalId: bigint) {
  return store.forPortal(portalId).transaction(async (tx) => ({
    people: await tx.db.selectFrom('person').selectAll().orderBy('user_id').execute(),
    departments: await tx.db.selectFrom('department').selectAll().orderBy('department_id').execute(),
    pipelines: await tx.db.selectFrom('pipeline').selectAll().orderBy('pipeline_id').execute(),
    stages: await tx.db.selectFrom('stage').selectAll().orderBy('pipeline_id').orderBy('sort').execute(),
    deals: (await tx.db.selectFrom('deal').selectAll().orderBy('deal_id').execute()).map(withoutSeeing),
    moves: await tx.db.selectFrom('stage_move').selectAll().orderBy('move_id').execute(),
    calls: await tx.db.selectFrom('call').selectAll().orderBy('call_id').execute(),
    activities: await tx.db.selectFrom('activity').selectAll().orderBy('activity_id').execute(),
    calendar: (await tx.db.selectFrom('setting').select('value').where('name', '=', 'portal-calendar').executeTakeFirst())?.value,
  }));
}

/** What the copy must be, written down from the portal's own data. */
export function expectedFacts(data: PortalData, portal_id: bigint) {
  const wonAt = new Map<number, Date>();
  for (const move of data.stageHistory) {
    const at = new Date(move.at);
    if (move.semantics === 'S' && !(wonAt.get(move.dealId) ?? new Date(0) > at)) wonAt.set(move.dealId, at);
  }
  const semanticsOf = (stageId: string) =>
    data.statuses.find((status) => status.entityId !== 'STATUS' && status.statusId === stageId)?.semantics;
  return {
    people: data.users.map((user) => ({
      portal_id,
      user_id: BigInt(user.id),
      first_name: user.name,
      last_name: user.lastName,
      position: user.position,
      is_active: user.isActive,
      department_ids: user.departmentIds.map(BigInt),
      joined_on: user.registeredOn,
    })),
    departments: data.departments.map((department) => ({
      portal_id,
      department_id: BigInt(department.id),
      name: department.name,
      parent_id: toId(department.parentId),
      head_id: toId(department.headId),
      sort: department.sort,
    })),
    deals: data.deals.map((deal) => ({
      portal_id,
      deal_id: BigInt(deal.id),
      pipeline_id: BigInt(deal.categoryId),
      stage_id: deal.stageId,
      semantics: semanticsOf(deal.stageId),
      amount_minor: BigInt(deal.amount.replace('.', '')),
      currency: deal.currency,
      base_minor: BigInt(deal.amount.replace('.', '')) * (deal.currency === 'USD' ? 80n : 1n),
      responsible_id: BigInt(deal.responsibleId),
      created_at: new Date(deal.createdAt),
      modified_at: new Date(deal.modifiedAt),
      moved_at: new Date(deal.movedAt),
      close_day: deal.closeDate,
      won_at: wonAt.get(deal.id) ?? null,
      is_repeat: deal.isRepeat,
      company_id: toId(deal.companyId),
      contact_id: null,
      lead_id: toId(deal.leadId),
      deleted_at: null,
    })),
    moves: data.stageHistory.map((move) => ({
      portal_id,
      move_id: BigInt(move.id),
      deal_id: BigInt(move.dealId),
      kind: move.typeId,
      pipeline_id: BigInt(move.categoryId),
      stage_id: move.stageId,
      semantics: move.semantics,
      moved_at: new Date(move.at),
    })),
    calls: data.calls.map((call) => ({
      portal_id,
      call_id: BigInt(call.id),
      user_id: BigInt(call.userId),
      kind: call.type,
      seconds: call.seconds,
      code: call.code,
      started_at: new Date(call.startedAt),
      activity_id: toId(call.activityId),
      client_kind: call.crmEntity === null ? null : { LEAD: 1, CONTACT: 3, COMPANY: 4 }[call.crmEntity.type],
      client_id: toId(call.crmEntity?.id ?? null),
    })),
    activities: data.activities.map((activity) => ({
      portal_id,
      activity_id: BigInt(activity.id),
      kind: activity.typeId,
      provider: activity.providerId,
      owner_kind: activity.ownerTypeId,
      owner_id: BigInt(activity.ownerId),
      responsible_id: BigInt(activity.responsibleId),
      direction: activity.direction,
      is_completed: activity.isCompleted,
      started_at: new Date(activity.startAt),
      modified_at: new Date(activity.modifiedAt),
    })),
  };
}

/** When a row was first read differs from load to load. */
const withoutSeeing = <Row extends { first_seen_at: Date }>({ first_seen_at: _seen, ...row }: Row): Omit<Row, 'first_seen_at'> => row;

const toId = (id: number | null): bigint | null => (id === null ? null : BigInt(id));
