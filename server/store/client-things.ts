import { sql } from 'kysely';
import { isWonAndCounts } from './deal-things.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { SelectThings } from './things.ts';
import { wonDay } from './won-day.ts';

/** Companies whose first won deal is of the span, each of whoever won it. Of private persons the copy keeps nothing. */
export const newClients: SelectThings = (tx, asked) => {
  const { source, span } = asked;
  return sql`
    select 'client', first.company_id, array[first.responsible_id], first.day, 1::numeric, first.deal_id
    from (
      select distinct on (deal.company_id) deal.company_id, deal.responsible_id, deal.deal_id, ${wonDay(source.basis)} as day
      from deal
      where deal.portal_id = ${tx.portalId} and deal.semantics = 'S' and deal.deleted_at is null and deal.company_id is not null
        and ${isCountedPipeline('deal.pipeline_id', source)}
        and deal.company_id in (select deal.company_id from deal where ${isWonAndCounts(tx, asked)} and deal.company_id is not null)
      order by deal.company_id, ${wonDay(source.basis)}, deal.deal_id
    ) as first
    where first.day >= ${span.from}::date and first.day < ${span.before}::date`;
};

/** Companies with a won deal in the days up to the span's last, each of everybody who won one; by the day of the last of them. */
export const activeClients: SelectThings = (tx, { source, span, activeSince }) => sql`
  select 'client', deal.company_id, array_agg(distinct deal.responsible_id), max(${wonDay(source.basis)}), 1::numeric, null::bigint
  from deal
  where ${isWonAndCounts(tx, { source, span: { from: activeSince, before: span.before } })} and deal.company_id is not null
  group by deal.company_id`;
