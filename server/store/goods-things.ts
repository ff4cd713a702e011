import { sql, type RawBuilder } from 'kysely';
import { isWonAndCounts } from './deal-things.ts';
import { halfEven } from './half-even.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings, ThingsAsked } from './things.ts';
import { wonDay } from './won-day.ts';

/** Pieces in rows of goods of won deals, in thousandths. */
export const soldQuantities: SelectThings = (tx, asked) => sql`
  select 'product-row', r.row_id, array[deal.responsible_id], ${wonDay(asked.source.basis)}, ${halfEven(sql`r.quantity * 1000`)}, deal.deal_id
  from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
  where ${isWonAndCounts(tx, asked)}`;

/**
 * What rows of goods of won deals bring without tax above what they cost to buy, at rates and purchase prices of the day the deal
 * was won; of days before the first one known, that one. Null where a price or a rate is missing.
 */
export const soldMargins: SelectThings = (tx, asked) => sql`
  select * from (
    with price as (${pricesByDay(tx)}), sold as (${pricedRows(tx, asked)}), rate as (${ratesOfDays(tx, asked)})
    select 'product-row', sold.row_id, array[sold.responsible_id], sold.day, ${income(asked)} - ${cost(asked)}, sold.deal_id
    from sold left join rate income_rate on income_rate.currency = sold.currency and income_rate.day = sold.day
      left join rate cost_rate on cost_rate.currency = sold.cost_currency and cost_rate.day = sold.day
  ) as margin`;

/** Won deals with more than one product; variations of a product are one. */
export const crossSellDeals: SelectThings = (tx, asked) => sql`
  select 'deal', deal.deal_id, array[deal.responsible_id], ${wonDay(asked.source.basis)}, 1::numeric, deal.deal_id
  from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
    left join product on product.portal_id = r.portal_id and product.product_id = r.product_id
  where ${isWonAndCounts(tx, asked)}
  group by deal.portal_id, deal.deal_id
  having count(distinct coalesce(product.parent_id, r.product_id)) > 1`;

/** Prices that hold from a day on until the next, the first of them also for all days before. */
function pricesByDay(tx: PortalTransaction): RawBuilder<unknown> {
  return sql`
    select product_id, price, currency, case when row_number() over of_one = 1 then '-infinity'::date else day end as since,
      lead(day, 1, 'infinity'::date) over of_one as before
    from product_price where portal_id = ${tx.portalId} window of_one as (partition by product_id order by day)`;
}

function pricedRows(tx: PortalTransaction, asked: ThingsAsked): RawBuilder<unknown> {
  return sql`
    select r.*, price.price, price.currency as cost_currency
    from (
      select r.row_id, r.product_id, r.quantity, r.net_minor, deal.deal_id, deal.responsible_id, deal.currency, ${wonDay(asked.source.basis)} as day
      from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
      where ${isWonAndCounts(tx, asked)} offset 0
    ) as r
    left join price on price.product_id = r.product_id and r.day >= price.since and r.day < price.before`;
}

/** The rate of each day and currency that is needed, looked up once for all rows. */
function ratesOfDays(tx: PortalTransaction, { currency }: ThingsAsked): RawBuilder<unknown> {
  return sql`
    select needed.currency, needed.day, known.rate, known.per_units, known.digits
    from (select currency, day from sold union select cost_currency, day from sold) as needed
      cross join lateral (
        select r.rate, r.per_units, r.digits from currency_rate r
        where r.portal_id = ${tx.portalId} and r.currency = needed.currency
        order by r.day > needed.day, case when r.day > needed.day then r.day end, r.day desc limit 1
      ) as known
    where needed.currency <> ${currency}`;
}

/** Minor units of the base currency, rounded once; the row is in minor units of the deal's. */
function income({ currency, digits }: ThingsAsked): RawBuilder<unknown> {
  return halfEven(sql`case when sold.currency = ${currency} then sold.net_minor::numeric
    else sold.net_minor * income_rate.rate * power(10::numeric, ${digits}::integer)
      / nullif(income_rate.per_units * power(10::numeric, income_rate.digits), 0) end`);
}

/** The same of the purchase price, which is in whole units of a currency of its own. */
function cost({ currency, digits }: ThingsAsked): RawBuilder<unknown> {
  const bought = sql`sold.price * sold.quantity * power(10::numeric, ${digits}::integer)`;
  return halfEven(
    sql`case when sold.cost_currency = ${currency} then ${bought} else ${bought} * cost_rate.rate / nullif(cost_rate.per_units, 0) end`,
  );
}
