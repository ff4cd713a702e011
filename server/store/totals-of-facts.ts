import { sql, type RawBuilder } from 'kysely';
import type { CountingBasis } from './counting-basis.ts';
import type { PortalTransaction } from './portal-store.ts';
import { wonDay } from './won-day.ts';

export type TotalsTable = 'daily_total' | 'call_total' | 'open_total' | 'duration_total';

/** Columns of a table of totals behind the portal: what its rows are about, and what they sum. */
export const totalsColumns = {
  daily_total: {
    keys: { metric: 'text', day: 'date', user_id: 'bigint', dimension: 'text' },
    sums: ['items', 'base_minor'],
  },
  call_total: {
    keys: { day: 'date', user_id: 'bigint' },
    sums: ['items', 'out_all', 'out_counted', 'in_all', 'in_counted', 'missed', 'called_back', 'talk_seconds', 'late'],
  },
  open_total: {
    keys: { due_month: 'date', user_id: 'bigint', pipeline_id: 'bigint', stage_id: 'text', remainder: 'smallint' },
    sums: ['items', 'base_minor', 'squares'],
  },
  duration_total: {
    keys: { measure: 'text', pipeline_id: 'bigint', stage_id: 'text', won_month: 'date', days: 'integer' },
    sums: ['items'],
  },
} as const;

/** The kinds of facts, the column of their ids, and the totals they give: groups of `keys`, then `sums`. */
export const contributions = [
  { fact: 'deals', id: 'deal.deal_id', table: 'daily_total', metric: 'won', select: wonTotals, isByWonDate: true },
  { fact: 'deals', id: 'deal.deal_id', table: 'daily_total', metric: 'due', select: dueTotals, isByWonDate: false },
  { fact: 'deals', id: 'deal.deal_id', table: 'open_total', select: openTotals, isByWonDate: false },
  { fact: 'deals', id: 'deal.deal_id', table: 'duration_total', select: cycleTotals, isByWonDate: true },
  { fact: 'deals', id: 'deal.deal_id', table: 'duration_total', select: stageTotals, isByWonDate: true },
  { fact: 'calls', id: 'call.call_id', table: 'daily_total', metric: 'calls', select: callTotals, isByWonDate: false },
  { fact: 'calls', id: 'call.call_id', table: 'call_total', select: activityOfCalls, isByWonDate: false },
  {
    fact: 'activities',
    id: 'activity.activity_id',
    table: 'daily_total',
    metric: 'calls-unknown',
    select: unknownTotals,
    isByWonDate: false,
  },
] as const;

type Select = (tx: PortalTransaction, basis: CountingBasis, condition: RawBuilder<unknown>) => RawBuilder<unknown>;

const isWon = sql`deal.semantics = 'S' and deal.deleted_at is null`;
const isOpen = sql`deal.semantics = 'P' and deal.deleted_at is null`;
const monthOf = (day: RawBuilder<unknown>): RawBuilder<unknown> => sql`date_trunc('month', (${day})::timestamp)::date`;

function wonTotals(...[tx, basis, condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select 'won', ${wonDay(basis)}, deal.responsible_id, deal.pipeline_id::text, count(*), sum(deal.base_minor)
    from deal where deal.portal_id = ${tx.portalId} and ${isWon} and ${condition} group by 2, 3, 4`;
}

function dueTotals(...[tx, , condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select 'due', deal.close_day, deal.responsible_id, deal.pipeline_id::text, count(*), sum(deal.base_minor)
    from deal where deal.portal_id = ${tx.portalId} and ${isOpen} and deal.close_day is not null and ${condition} group by 2, 3, 4`;
}

export function openTotals(...[tx, , condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select coalesce(${monthOf(sql`deal.close_day`)}, '-infinity') as due_month, deal.responsible_id, deal.pipeline_id, deal.stage_id,
      mod(deal.base_minor, 200), count(*), sum(deal.base_minor), sum(deal.base_minor::numeric * deal.base_minor)
    from deal where deal.portal_id = ${tx.portalId} and ${isOpen} and ${condition} group by 1, 2, 3, 4, 5`;
}

function cycleTotals(...[tx, basis, condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select 'cycle', deal.pipeline_id, '', ${monthOf(wonDay(basis))},
      greatest(0, ${wonDay(basis)} - (deal.created_at at time zone ${basis.timeZone})::date), count(*)
    from deal where deal.portal_id = ${tx.portalId} and ${isWon} and ${condition} group by 2, 4, 5`;
}

/** A stage is left by the next move inside the pipeline. */
function stageTotals(...[tx, basis, condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select 'stage', pipeline_id, stage_id, won_month, round(extract(epoch from left_at - moved_at) / 86400)::integer, count(*)
    from (
      select move.pipeline_id, move.stage_id, move.moved_at, ${monthOf(wonDay(basis))} as won_month,
        lead(move.moved_at) over (partition by move.deal_id, move.pipeline_id order by move.moved_at, move.move_id) as left_at
      from deal join stage_move move on move.portal_id = deal.portal_id and move.deal_id = deal.deal_id
      where deal.portal_id = ${tx.portalId} and ${isWon} and ${condition}
    ) as visit
    where left_at is not null group by 2, 3, 4, 5`;
}

function callTotals(...[tx, basis, condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select case when ${isCounted(basis)} then 'calls' else 'calls-other' end, (call.started_at at time zone ${basis.timeZone})::date,
      call.user_id, '', count(*), 0
    from call where call.portal_id = ${tx.portalId} and ${condition} group by 1, 2, 3`;
}

export function isCounted(rule: Pick<CountingBasis, 'callKinds' | 'callCode' | 'callSeconds'>): RawBuilder<unknown> {
  const kinds = sql.join(rule.callKinds.map((kind) => sql`${kind}`));
  return sql`call.kind in (${kinds}) and call.code = ${rule.callCode} and call.seconds > ${rule.callSeconds}`;
}

/** Calls by what they say of a person's day; information calls are made by nobody. */
export function activityOfCalls(...[tx, { timeZone, callRule }, condition]: Parameters<Select>): RawBuilder<unknown> {
  const answered = sql`call.code = '200'`;
  const out = sql`call.kind = 1 and ${answered} and call.seconds > ${callRule.secondsOut}::integer`;
  const back = sql`call.kind in (2, 3) and ${answered} and call.seconds > ${callRule.secondsIn}::integer`;
  const local = sql`call.started_at at time zone ${timeZone}`;
  const minutes = sql`(extract(hour from ${local}) * 60 + extract(minute from ${local}))`;
  const isLate = sql`(${minutes} < ${callRule.workFrom}::integer or ${minutes} >= ${callRule.workTo}::integer)`;
  const many = (which: RawBuilder<unknown>): RawBuilder<unknown> => sql`count(*) filter (where ${which})`;
  return sql`
    select (${local})::date, call.user_id, count(*), ${many(sql`call.kind = 1`)}, ${many(out)}, ${many(sql`call.kind in (2, 3)`)}, ${many(back)},
      ${many(sql`call.kind in (2, 3) and call.code = '304'`)}, ${many(sql`call.kind = 4 and ${answered}`)},
      coalesce(sum(call.seconds) filter (where ${answered}), 0), ${many(sql`((${out}) or (${back})) and ${isLate}`)}
    from call where call.portal_id = ${tx.portalId} and call.kind <> 5 and ${condition} group by 1, 2`;
}

/** Call activities without a row of telephony statistics: calls of unknown length. */
function unknownTotals(...[tx, basis, condition]: Parameters<Select>): RawBuilder<unknown> {
  return sql`
    select 'calls-unknown', (activity.started_at at time zone ${basis.timeZone})::date, activity.responsible_id, '', count(*), 0
    from activity where activity.portal_id = ${tx.portalId} and ${isUnknownCall} and ${condition} group by 2, 3`;
}

export const isUnknownCall = sql`activity.kind = 2 and activity.is_completed
  and not exists (select from call where call.portal_id = activity.portal_id and call.activity_id = activity.activity_id)`;
