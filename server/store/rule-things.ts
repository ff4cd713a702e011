import { sql, type RawBuilder } from 'kysely';
import type { ActivityKind, MetricRule, RuleMetric } from '#domain/intensity/metric-rules.ts';
import { sentQuotes } from './document-things.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings, ThingsAsked } from './things.ts';
import { toArray } from './upsert-rows.ts';
import { startOf } from './won-day.ts';

const one = sql`1::numeric`;

/** Things of a metric by the portal's own rule; without one nothing, but for sent quotes, which their stages tell. */
export const byRule =
  (metric: RuleMetric): SelectThings =>
  (tx, asked) => {
    const rule = asked.rules?.[metric];
    if (rule !== undefined) return selectByRule(tx, rule, { ...asked, value: metric === 'field-hours' ? hours : one });
    return metric === 'quotes-sent' ? sentQuotes(tx, asked) : nothing;
  };

/** In thousandths; what has no end, or one that is no day away from its beginning, says nothing of how long it took. */
const hours = sql`case when activity.ended_at > activity.started_at and activity.ended_at <= activity.started_at + interval '24 hours'
  then round(extract(epoch from activity.ended_at - activity.started_at) / 3.6) end`;

type RuleAsked = ThingsAsked & { readonly value: RawBuilder<unknown> };

const nothing = sql`select 'activity', 0::bigint, array[]::bigint[], null::date, ${one}, null::bigint where false`;

function selectByRule(tx: PortalTransaction, rule: MetricRule, asked: RuleAsked): RawBuilder<unknown> {
  if (rule.entity === 'activity') return activities(tx, asked, anyOf(rule.kinds), rule.date === 'start' ? 'started_at' : 'modified_at');
  if (rule.entity === 'deal') return enteredDeals(tx, rule.stages, asked);
  if (rule.entity === 'quote') return quotesOn(tx, rule, asked);
  return rule.entity === 'lead' ? leadsOn(tx, rule, asked) : doneTasks(tx, rule, asked);
}

/** Letters that went out. */
export const sentLetters: SelectThings = (tx, asked) =>
  activities(tx, { ...asked, value: one }, sql`activity.kind = 4 and activity.direction = 2`, 'started_at');
export const chatSessions: SelectThings = (tx, asked) => activities(tx, { ...asked, value: one }, kinds.chat, 'started_at');

const kinds: Readonly<Record<ActivityKind, RawBuilder<unknown>>> = {
  meeting: sql`activity.kind = 1`,
  call: sql`activity.kind = 2`,
  letter: sql`activity.kind = 4`,
  // Telling that these are no calls leads to the index of all others.
  todo: sql`(activity.kind <> 2 and activity.provider = 'CRM_TODO')`,
  chat: sql`(activity.kind <> 2 and activity.provider = 'IMOPENLINES_SESSION')`,
  other: sql`(activity.kind not in (1, 2, 4) and activity.provider not in ('CRM_TODO', 'IMOPENLINES_SESSION'))`,
};

const anyOf = (chosen: readonly ActivityKind[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    chosen.map((kind) => kinds[kind]),
    sql` or `,
  )})`;

/** Finished ones: what is planned is not done. */
function activities(
  tx: PortalTransaction,
  asked: RuleAsked,
  condition: RawBuilder<unknown>,
  column: 'started_at' | 'modified_at',
): RawBuilder<unknown> {
  return sql`
    select 'activity', activity.activity_id, array[activity.responsible_id], ${dayOf(`activity.${column}`, asked)}, ${asked.value},
      case when activity.owner_kind = 2 then activity.owner_id end
    from activity
    where activity.portal_id = ${tx.portalId} and activity.is_completed and ${condition} and ${isWithin(`activity.${column}`, asked)}`;
}

/** A deal that went there and back on one day has done it once. */
function enteredDeals(tx: PortalTransaction, stages: readonly string[], asked: ThingsAsked): RawBuilder<unknown> {
  return sql`
    select distinct 'deal', deal.deal_id, array[deal.responsible_id], ${dayOf('move.moved_at', asked)}, ${one}, deal.deal_id
    from stage_move as move join deal on deal.portal_id = move.portal_id and deal.deal_id = move.deal_id and deal.deleted_at is null
    where move.portal_id = ${tx.portalId} and ${isWithin('move.moved_at', asked)}
      and move.pipeline_id::text || ' ' || move.stage_id = any(${toArray('text', [...stages])})`;
}

/** The portal keeps no time of a quote's moves: those count that are on one of the stages now. */
function quotesOn(
  tx: PortalTransaction,
  { stages, date }: Extract<MetricRule, { entity: 'quote' }>,
  asked: ThingsAsked,
): RawBuilder<unknown> {
  const created = dayOf('quote.created_at', asked);
  const day = date === 'created' ? created : sql`coalesce(quote.issued_day, ${created})`;
  return sql`
    select 'quote', quote.quote_id, array[quote.responsible_id], ${day}, ${one}, quote.deal_id
    from quote where quote.portal_id = ${tx.portalId} and quote.deleted_at is null and quote.stage_id = any(${toArray('text', [...stages])})
      and ${day} >= ${asked.span.from}::date and ${day} < ${asked.span.before}::date`;
}

function leadsOn(
  tx: PortalTransaction,
  { stages, date }: Extract<MetricRule, { entity: 'lead' }>,
  asked: ThingsAsked,
): RawBuilder<unknown> {
  const column = date === 'created' ? 'lead.created_at' : 'lead.moved_at';
  return sql`
    select 'lead', lead.lead_id, array[lead.responsible_id], ${dayOf(column, asked)}, ${one}, null::bigint
    from lead where lead.portal_id = ${tx.portalId} and lead.deleted_at is null and lead.stage_id = any(${toArray('text', [...stages])})
      and ${isWithin(column, asked)}`;
}

function doneTasks(
  tx: PortalTransaction,
  { about, date }: Extract<MetricRule, { entity: 'task' }>,
  asked: ThingsAsked,
): RawBuilder<unknown> {
  const column = date === 'closed' ? 'task.closed_at' : 'task.deadline';
  const linked = sql`exists (select from task_link as link where link.portal_id = task.portal_id and link.task_id = task.task_id
    and link.owner_kind = ${about === 'lead' ? 1 : 2}::integer)`;
  return sql`
    select 'task', task.task_id, array[task.responsible_id], ${dayOf(column, asked)}, ${one}, null::bigint
    from task where task.portal_id = ${tx.portalId} and task.deleted_at is null and task.status = 5 and ${isWithin(column, asked)}
      and ${about === 'any' ? sql`true` : linked}`;
}

const dayOf = (column: string, { source }: ThingsAsked): RawBuilder<unknown> =>
  sql`(${sql.ref(column)} at time zone ${source.basis.timeZone})::date`;

function isWithin(column: string, { source, span }: ThingsAsked): RawBuilder<unknown> {
  const { timeZone } = source.basis;
  return sql`${sql.ref(column)} >= ${startOf(span.from, timeZone)} and ${sql.ref(column)} < ${startOf(span.before, timeZone)}`;
}
