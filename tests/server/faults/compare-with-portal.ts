import { sql } from 'kysely';
import type { PortalDeal } from '#portal-emulator/portal-data.ts';
import type { Portal } from '#portal-emulator/portal.ts';
import type { Store } from '#store/open-store.ts';

type Row = Readonly<Record<string, unknown>>;

/** Columns that tell about us and not about the portal. */
const ours = new Set([
  'portal_id',
  'first_seen_at',
  'deleted_at',
  'progress',
  'win_percent',
  'table_percent',
  'percent_source',
  'category',
]);

/** Where our copy differs from what the portal is now, field by field; gone rows must be gone. Empty when they are equal. */
export async function compareWithPortal(store: Store, portalId: bigint, portal: Portal): Promise<string[]> {
  const rows = (table: string): Promise<Row[]> => readTable(store, portalId, table);
  const { data, deals, calls, dealMoves, activities } = portal.state;
  const copies = await rows('deal');
  const isLive = (row: Row): boolean => row['deleted_at'] === null;
  const moves = (await rows('stage_move')).filter((row) => copies.some((deal) => isLive(deal) && deal['deal_id'] === row['deal_id']));
  return [
    ...compare(
      'deal',
      ['deal_id'],
      copies.filter(isLive),
      deals.rows.filter((deal) => !isTemplate(deal)).map((deal) => dealAs(portal, deal)),
    ),
    ...compare(
      'stage_move',
      ['move_id'],
      moves,
      dealMoves.rows.map((move) => ({
        move_id: String(move.id),
        deal_id: String(move.dealId),
        kind: move.typeId,
        pipeline_id: String(move.categoryId),
        stage_id: move.stageId,
        semantics: move.semantics,
        moved_at: at(move.at),
      })),
    ),
    ...compare(
      'call',
      ['call_id'],
      await rows('call'),
      calls.rows.map((call) => ({
        call_id: String(call.id),
        user_id: String(call.userId),
        kind: call.type,
        seconds: call.seconds,
        code: call.code,
        started_at: at(call.startedAt),
        activity_id: id(call.activityId),
        client_kind: call.crmEntity === null ? null : { LEAD: 1, CONTACT: 3, COMPANY: 4 }[call.crmEntity.type],
        client_id: id(call.crmEntity?.id ?? null),
      })),
    ),
    ...compare(
      'activity',
      ['activity_id'],
      await rows('activity'),
      activities.rows.map((activity) => ({
        activity_id: String(activity.id),
        kind: activity.typeId,
        provider: activity.providerId,
        owner_kind: activity.ownerTypeId,
        owner_id: String(activity.ownerId),
        responsible_id: String(activity.responsibleId),
        direction: activity.direction,
        is_completed: activity.isCompleted,
        started_at: at(activity.startAt),
        modified_at: at(activity.modifiedAt),
        ended_at: activity.typeId === 2 || activity.typeId === 4 ? null : at(activity.endAt ?? activity.deadline ?? activity.startAt),
      })),
    ),
    ...compare(
      'person',
      ['user_id'],
      await rows('person'),
      data.users.map((user) => ({
        user_id: String(user.id),
        first_name: user.name,
        last_name: user.lastName,
        position: user.position,
        is_active: user.isActive,
        department_ids: user.departmentIds.join(),
        joined_on: user.registeredOn,
      })),
    ),
    ...compare(
      'department',
      ['department_id'],
      await rows('department'),
      data.departments.map((department) => ({
        department_id: String(department.id),
        name: department.name,
        parent_id: id(department.parentId),
        head_id: id(department.headId),
        deputy_ids: deputiesOf(portal, department),
        sort: department.sort,
      })),
    ),
    ...compare(
      'pipeline',
      ['pipeline_id'],
      await rows('pipeline'),
      data.categories.map((category) => ({
        pipeline_id: String(category.id),
        name: category.name,
        sort: category.sort,
      })),
    ),
    ...compare(
      'stage',
      ['pipeline_id', 'stage_id'],
      await rows('stage'),
      data.statuses.flatMap((status) => {
        const pipeline = /^DEAL_STAGE(?:_(\d+))?$/.exec(status.entityId);
        if (pipeline === null) return [];
        const { statusId, name, sort, semantics, color } = status;
        return [{ pipeline_id: pipeline[1] ?? '0', stage_id: statusId, name, sort, semantics, color }];
      }),
    ),
  ];
}

const isTemplate = (deal: PortalDeal): boolean => deal.details?.['IS_RECURRING'] === 'Y';

function dealAs({ state, options }: Portal, deal: PortalDeal): Row {
  const { data, dealMoves } = state;
  const stage = data.statuses.find(({ statusId, entityId }) => statusId === deal.stageId && entityId.startsWith('DEAL_STAGE'));
  const wins = dealMoves.rows
    .filter(({ dealId, semantics }) => dealId === deal.id && semantics === 'S')
    .map(({ at: moment }) => at(moment));
  const kopecks = Math.round(Number(deal.amount) * 100);
  const rate = options.data.currencies.find(({ code }) => code === deal.currency);
  return {
    deal_id: String(deal.id),
    pipeline_id: String(deal.categoryId),
    stage_id: deal.stageId,
    semantics: stage?.semantics,
    amount_minor: String(kopecks),
    currency: deal.currency,
    base_minor: String(kopecks * Number(rate?.amount)),
    responsible_id: String(deal.responsibleId),
    created_at: at(deal.createdAt),
    modified_at: at(deal.modifiedAt),
    moved_at: at(deal.movedAt),
    close_day: deal.closeDate,
    won_at: wins.toSorted().at(-1) ?? null,
    is_repeat: deal.isRepeat,
    company_id: id(deal.companyId),
    contact_id: id(firstContact(deal)),
    lead_id: id(deal.leadId),
  };
}

/** The first of those it is bound to is the deal’s own. */
function firstContact({ details }: PortalDeal): number | null {
  const bound: unknown = details?.['CONTACT_IDS'];
  return Array.isArray(bound) && typeof bound[0] === 'number' ? bound[0] : null;
}

const at = (instant: string): string => new Date(instant).toISOString();
const id = (value: number | null): string | null => (value === null ? null : String(value));

async function readTable(store: Store, portalId: bigint, table: string): Promise<Row[]> {
  const { rows } = await store
    .forPortal(portalId)
    .transaction(({ db }) => sql<Row>`select * from ${sql.table(table)} where portal_id = ${portalId}`.execute(db));
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join();
  return typeof value === 'bigint' ? String(value) : value;
}

function compare(table: string, key: readonly string[], copies: readonly Row[], originals: readonly Row[]): string[] {
  const keyOf = (row: Row): string => key.map((name) => String(row[name])).join(' ');
  const left = new Map(copies.map((row) => [keyOf(row), row]));
  const differences = originals.flatMap((original) => {
    const copy = left.get(keyOf(original));
    left.delete(keyOf(original));
    if (copy === undefined) return [`${table} ${keyOf(original)}: is missing`];
    const names = [...new Set([...Object.keys(original), ...Object.keys(copy)])].filter((name) => !ours.has(name));
    return names
      .filter((name) => copy[name] !== original[name])
      .map((name) => `${table} ${keyOf(original)}: ${name} is ${String(copy[name])}, in the portal ${String(original[name])}`);
  });
  return [...differences, ...[...left.keys()].map((gone) => `${table} ${gone}: is gone in the portal and live here`)];
}

/** The portal names those only who work in it; who heads the department is no deputy of it. */
function deputiesOf({ state }: Portal, { id: departmentId, headId }: Portal['state']['data']['departments'][number]): string {
  const working = new Set(state.data.users.filter((user) => user.isActive).map((user) => user.id));
  return state.records.deputyHeads.rows
    .filter((row) => row.departmentId === departmentId && row.userId !== headId && working.has(row.userId))
    .map((row) => row.userId)
    .toSorted((a, b) => a - b)
    .join();
}
