import { sql, type RawBuilder } from 'kysely';
import { isTheirs, type People } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf, type DaySpan } from './won-day.ts';

/** What open deals lack, and leads that nobody has touched. */
export const orderChecks = ['no-amount', 'no-close-date', 'close-date-past', 'no-next-step', 'no-contact', 'untouched-leads'] as const;
export type OrderCheck = (typeof orderChecks)[number];
type DealCheck = Exclude<OrderCheck, 'untouched-leads'>;

export interface OrderAsked {
  readonly people: People;
  /** Null: all pipelines. */
  readonly pipelineIds: readonly bigint[] | null;
  readonly timeZone: string;
  readonly today: string;
  readonly now: Date;
}

export interface OrderCounts {
  readonly userId: bigint;
  readonly deals: number;
  readonly leads: number;
  readonly counts: Readonly<Record<OrderCheck, number>>;
}

/** Open deals and leads of people, and how many of them lack what. */
export async function countOrder(tx: PortalTransaction, asked: OrderAsked): Promise<OrderCounts[]> {
  const many = dealChecks.map((check) => sql`(count(*) filter (where ${lacks(check, asked)}))::int as ${sql.ref(check)}`);
  const deals = await sql<{ userId: bigint; all: number } & Record<DealCheck, number>>`
    select deal.responsible_id as "userId", count(*)::int as "all", ${sql.join(many)}
    from deal where ${isOpenDeal(tx, asked)} group by 1`.execute(tx.db);
  const leads = await sql<{ userId: bigint; all: number; untouched: number }>`
    select lead.responsible_id as "userId", count(*)::int as "all", (count(*) filter (where ${isUntouched(asked)}))::int as untouched
    from lead where ${isOpenLead(tx, asked)} group by 1`.execute(tx.db);
  const ofLeads = new Map(leads.rows.map((row) => [row.userId, row]));
  const people = new Set([...deals.rows, ...leads.rows].map(({ userId }) => userId));
  const ofDeals = new Map(deals.rows.map((row) => [row.userId, row]));
  return [...people].map((userId) => {
    const own = ofDeals.get(userId);
    const counts = dealChecks.map((check) => [check, own?.[check] ?? 0] as const);
    const untouched = ofLeads.get(userId)?.untouched ?? 0;
    return {
      userId,
      deals: own?.all ?? 0,
      leads: ofLeads.get(userId)?.all ?? 0,
      counts: { ...Object.fromEntries(counts), 'untouched-leads': untouched } as OrderCounts['counts'],
    };
  });
}

const dealChecks = orderChecks.filter((check) => check !== 'untouched-leads');

export interface OrderItem {
  readonly id: bigint;
  readonly userId: bigint;
  readonly stageName: string;
  readonly closeDay: string | null;
  readonly createdDay: string;
  readonly amount: bigint;
}

/** A stage that the dictionary does not have is called by its code. */
const leadStage = sql`coalesce((
  select stage.name from record_stage as stage
  where stage.portal_id = lead.portal_id and stage.owner_kind = 1 and stage.stage_id = lead.stage_id limit 1
), lead.stage_id)`;

/** The dearest deals first, the oldest leads first. */
export async function listOrderItems(
  tx: PortalTransaction,
  check: OrderCheck | 'deals',
  asked: OrderAsked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: OrderItem[] }> {
  const chosen =
    check === 'untouched-leads'
      ? sql`from lead where ${isOpenLead(tx, asked)} and ${isUntouched(asked)}`
      : sql`from deal where ${isOpenDeal(tx, asked)} and ${check === 'deals' ? sql`true` : lacks(check, asked)}`;
  const counted = await sql<{ total: bigint }>`select count(*) as total ${chosen}`.execute(tx.db);
  const { offset, limit } = page;
  const created = (table: 'deal' | 'lead') =>
    sql`(${sql.ref(`${table}.created_at`)} at time zone ${asked.timeZone})::date::text as "createdDay"`;
  const rows =
    check === 'untouched-leads'
      ? await sql<OrderItem>`
        select lead.lead_id as id, lead.responsible_id as "userId", ${leadStage} as "stageName", null as "closeDay", ${created('lead')}, lead.base_minor as amount
        ${chosen} order by lead.created_at, lead.lead_id offset ${offset} limit ${limit}`.execute(tx.db)
      : await sql<OrderItem>`
        select deal.deal_id as id, deal.responsible_id as "userId", coalesce((
            select stage.name from stage
            where stage.portal_id = deal.portal_id and stage.pipeline_id = deal.pipeline_id and stage.stage_id = deal.stage_id
          ), deal.stage_id) as "stageName", deal.close_day::text as "closeDay", ${created('deal')}, deal.base_minor as amount
        ${chosen} order by deal.base_minor desc, deal.deal_id offset ${offset} limit ${limit}`.execute(tx.db);
  return { total: Number(counted.rows[0]?.total ?? 0), rows: rows.rows };
}

function isOpenDeal(tx: PortalTransaction, { people, pipelineIds }: OrderAsked): RawBuilder<unknown> {
  return sql`deal.portal_id = ${tx.portalId} and deal.semantics = 'P' and deal.deleted_at is null
    and ${isCountedPipeline('deal.pipeline_id', { pipelineIds })} and ${isTheirs('deal.responsible_id', people)}`;
}

const isOpenLead = (tx: PortalTransaction, { people }: OrderAsked): RawBuilder<unknown> => sql`
  lead.portal_id = ${tx.portalId} and lead.semantics = 'P' and lead.deleted_at is null and ${isTheirs('lead.responsible_id', people)}`;

function lacks(check: DealCheck, { today }: OrderAsked): RawBuilder<unknown> {
  if (check === 'no-amount') return sql`deal.amount_minor = 0`;
  if (check === 'no-close-date') return sql`deal.close_day is null`;
  if (check === 'close-date-past') return sql`deal.close_day < ${today}::date`;
  if (check === 'no-contact') return sql`deal.company_id is null and deal.contact_id is null`;
  return sql`not exists (
      select from activity where activity.portal_id = deal.portal_id and activity.owner_kind = 2 and activity.owner_id = deal.deal_id
        and not activity.is_completed)
    and not exists (
      select from task_link as link join task on task.portal_id = link.portal_id and task.task_id = link.task_id
      where link.portal_id = deal.portal_id and link.owner_kind = 2 and link.owner_id = deal.deal_id
        and task.status <> 5 and task.deleted_at is null)`;
}

/** Nobody has moved the lead since it came, and nothing was done about it. */
function isUntouched({ now }: OrderAsked): RawBuilder<unknown> {
  return sql`lead.moved_at <= lead.created_at + interval '1 minute' and not exists (
    select from activity where activity.portal_id = lead.portal_id and activity.owner_kind = 1 and activity.owner_id = lead.lead_id
      and activity.is_completed and activity.started_at <= ${now.toISOString()}::timestamptz)`;
}

export interface LeadTouchRow {
  readonly leadId: bigint;
  readonly userId: bigint;
  readonly stageName: string;
  readonly amount: bigint;
  readonly day: string;
  /** Minutes after midnight. */
  readonly minute: number;
  /** The first thing done about the lead; null until there is one. */
  readonly touchDay: string | null;
  readonly touchMinute: number | null;
}

/** Leads that came on the days of the span, with the first thing that was done about each: an activity, a call or a move. */
export async function listLeadTouches(
  tx: PortalTransaction,
  { people, timeZone, now }: OrderAsked,
  span: DaySpan,
): Promise<LeadTouchRow[]> {
  const local = (moment: RawBuilder<unknown>) => sql`(${moment} at time zone ${timeZone})`;
  const day = (moment: RawBuilder<unknown>) => sql`${local(moment)}::date::text`;
  const minute = (moment: RawBuilder<unknown>) =>
    sql`(extract(hour from ${local(moment)}) * 60 + extract(minute from ${local(moment)}))::int`;
  const created = sql`lead.created_at`;
  const touched = sql`touch.at`;
  const rows = await sql<LeadTouchRow>`
    select lead.lead_id as "leadId", lead.responsible_id as "userId", ${leadStage} as "stageName", lead.base_minor as amount,
      ${day(created)} as day, ${minute(created)} as minute, ${day(touched)} as "touchDay",
      ${minute(touched)} as "touchMinute"
    from lead left join lateral (
      select least(
        (select min(activity.started_at) from activity where activity.portal_id = lead.portal_id and activity.owner_kind = 1
          and activity.owner_id = lead.lead_id and activity.is_completed and activity.started_at >= lead.created_at
          and activity.started_at <= ${now.toISOString()}::timestamptz),
        (select min(call.started_at) from call where call.portal_id = lead.portal_id and call.client_kind = 1 and call.client_id = lead.lead_id
          and call.started_at >= lead.created_at and call.started_at <= ${now.toISOString()}::timestamptz and call.kind <> 5),
        case when lead.moved_at > lead.created_at + interval '1 minute' then lead.moved_at end
      ) as at
    ) as touch on true
    where lead.portal_id = ${tx.portalId} and lead.deleted_at is null and ${isTheirs('lead.responsible_id', people)}
      and lead.created_at >= ${startOf(span.from, timeZone)} and lead.created_at < ${startOf(span.before, timeZone)}`.execute(tx.db);
  return rows.rows;
}
