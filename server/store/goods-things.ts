import { sql, type RawBuilder } from 'kysely';
import { isWonAndCounts } from './deal-things.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings, ThingsAsked } from './things.ts';
import { wonDay } from './won-day.ts';

const thousandths = sql`r.quantity * 1000`;

/** Pieces in rows of goods of won deals, in thousandths. */
export const soldQuantities: SelectThings = (tx, asked) => sql`
  select 'product-row', r.row_id, array[deal.responsible_id], ${wonDay(asked.source.basis)}, ${halfEven(thousandths)}, deal.deal_id
  from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
  where ${isWonAndCounts(tx, asked)}`;

/**
 * What rows of goods of won deals bring without tax above what they cost to buy, at rates and purchase prices of the day the deal
 * was won; of days before the first one known, that one. Null where a price or a rate is missing.
 */
export const soldMargins: SelectThings = (tx, asked) => {
  const day = wonDay(asked.source.basis);
  const bought = sql`price.price * r.quantity`;
  return sql`
    select * from (
      with price as (${pricesByDay(tx)}), rate as (${ratesByDay(tx)})
      select 'product-row', r.row_id, array[deal.responsible_id], ${day},
        ${toBase({ amount: sql`r.net_minor`, currency: 'deal.currency', rate: 'sold' }, asked)}
          - ${toBase({ amount: bought, currency: 'price.currency', rate: 'bought' }, asked)}, deal.deal_id
      from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
        left join price on price.product_id = r.product_id and ${holdsOn('price', day)}
        left join rate sold on sold.currency = deal.currency and deal.currency <> ${asked.currency} and ${holdsOn('sold', day)}
        left join rate bought on bought.currency = price.currency and price.currency <> ${asked.currency} and ${holdsOn('bought', day)}
      where ${isWonAndCounts(tx, asked)}
    ) as margin`;
};

/** Won deals with more than one product; variations of a product are one. */
export const crossSellDeals: SelectThings = (tx, asked) => sql`
  select 'deal', deal.deal_id, array[deal.responsible_id], ${wonDay(asked.source.basis)}, 1::numeric, deal.deal_id
  from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
    left join product on product.portal_id = r.portal_id and product.product_id = r.product_id
  where ${isWonAndCounts(tx, asked)}
  group by deal.portal_id, deal.deal_id
  having count(distinct coalesce(product.parent_id, r.product_id)) > 1`;

interface Worth {
  /** Minor units of what is sold, whole units of what is bought. */
  readonly amount: RawBuilder<unknown>;
  readonly currency: string;
  readonly rate: 'sold' | 'bought';
}

/** Minor units of the base currency, rounded once. */
function toBase({ amount, currency, rate }: Worth, { currency: base, digits }: ThingsAsked): RawBuilder<unknown> {
  const per = (column: string) => sql.ref(`${rate}.${column}`);
  const shift = sql`power(10::numeric, ${digits}::integer)`;
  const own = rate === 'sold' ? sql`power(10::numeric, ${per('digits')})` : sql`1`;
  const unchanged = rate === 'sold' ? amount : sql`${amount} * ${shift}`;
  const exact = sql`case when ${sql.ref(currency)} = ${base} then ${unchanged}::numeric else ${amount} * ${per('rate')} * ${shift} / nullif(${per('per_units')} * ${own}, 0) end`;
  return halfEven(exact);
}

/** PostgreSQL rounds half away from zero. */
function halfEven(exact: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select case when abs(x - trunc(x)) = 0.5 and mod(trunc(x), 2) = 0 then trunc(x) else round(x) end from (select (${exact}) as x) as e)`;
}

const holdsOn = (table: string, day: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${day} >= ${sql.ref(`${table}.since`)} and ${day} < ${sql.ref(`${table}.before`)}`;

/** Rows that hold from a day on until the next, the first of them also for all days before. */
const spans = sql`
  case when row_number() over of_one = 1 then '-infinity'::date else day end as since,
  lead(day, 1, 'infinity'::date) over of_one as before`;

function pricesByDay(tx: PortalTransaction): RawBuilder<unknown> {
  return sql`
    select product_id, price, currency, ${spans} from product_price
    where portal_id = ${tx.portalId} window of_one as (partition by product_id order by day)`;
}

function ratesByDay(tx: PortalTransaction): RawBuilder<unknown> {
  return sql`
    select currency, rate, per_units, digits, ${spans} from currency_rate
    where portal_id = ${tx.portalId} window of_one as (partition by currency order by day)`;
}
