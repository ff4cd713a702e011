import { sql, type RawBuilder } from 'kysely';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings, ThingsAsked } from './things.ts';
import { isWonWithin, startOf, wonDay } from './won-day.ts';

/** Null where the amount is in a currency that the portal has no rate of: the copy holds zero for it. */
export const baseValue = (table: string): RawBuilder<unknown> => {
  const of = (column: string) => sql.ref(`${table}.${column}`);
  return sql`(case when ${of('base_minor')} = 0 and ${of('amount_minor')} <> 0 then null else ${of('base_minor')} end)::numeric`;
};

const one = sql`1::numeric`;

/** Deals won in the span that count, by the day they count on. */
const wonDeals =
  (value: RawBuilder<unknown>, condition: RawBuilder<unknown> = sql`true`): SelectThings =>
  (tx, asked) =>
    sql`
    select 'deal', deal.deal_id, array[deal.responsible_id], ${wonDay(asked.source.basis)}, ${value}, deal.deal_id
    from deal where ${isWonAndCounts(tx, asked)} and ${condition}`;

export const wonAmounts = wonDeals(baseValue('deal'));
export const wonCounts = wonDeals(one);
export const repeatDeals = wonDeals(one, sql`deal.is_repeat`);

export const newDeals: SelectThings = (tx, { source, span }) => {
  const { timeZone } = source.basis;
  return sql`
    select 'deal', deal.deal_id, array[deal.responsible_id], (deal.created_at at time zone ${timeZone})::date, ${one}, deal.deal_id
    from deal where deal.portal_id = ${tx.portalId} and deal.deleted_at is null and ${isCountedPipeline('deal.pipeline_id', source)}
      and deal.created_at >= ${startOf(span.from, timeZone)} and deal.created_at < ${startOf(span.before, timeZone)}`;
};

export function isWonAndCounts(tx: PortalTransaction, { source, span }: Pick<ThingsAsked, 'source' | 'span'>): RawBuilder<unknown> {
  return sql`deal.portal_id = ${tx.portalId} and ${isWonWithin(source.basis, span)} and ${isCountedPipeline('deal.pipeline_id', source)}`;
}
