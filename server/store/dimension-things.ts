import { sql, type RawBuilder } from 'kysely';
import { isWonAndCounts } from './deal-things.ts';
import { halfEven } from './half-even.ts';
import type { PortalTransaction } from './portal-store.ts';
import {
  thingColumns,
  type DealFieldDimension,
  type SelectThings,
  type ThingDimension,
  type ThingsAsked,
  type ThingsFilter,
} from './things.ts';
import { toArray } from './upsert-rows.ts';
import { wonDay } from './won-day.ts';

const ofGoods: ReadonlySet<ThingDimension> = new Set<ThingDimension>(['product-section', 'product', 'brand']);

/** Goods are told apart in rows of goods: a deal is of many brands. */
export function isAboutGoods(dimensions: readonly ThingDimension[]): boolean {
  return dimensions.some((dimension) => ofGoods.has(dimension));
}

/** Money that rows of goods of won deals bring with tax, at the rate of their deal. Null where the portal has no rate. */
export const soldAmounts: SelectThings = (tx, asked) => sql`
  select 'product-row', r.row_id, array[deal.responsible_id], ${wonDay(asked.source.basis)},
    case when deal.amount_minor = 0 then 0::numeric when deal.base_minor = 0 then null
      else ${halfEven(sql`r.gross_minor::numeric * deal.base_minor / deal.amount_minor`)} end, deal.deal_id
  from deal join product_row r on r.portal_id = deal.portal_id and r.deal_id = deal.deal_id
  where ${isWonAndCounts(tx, asked)}`;

/** Id of the company that a thing is about; null where there is none. */
const clientId = sql`case when thing.kind = 'client' then thing.id else coalesce(of_deal.company_id, of_quote.company_id, of_invoice.company_id) end`;

/** What `clientId` is read from. */
const joinClients = ({ portalId }: PortalTransaction): RawBuilder<unknown> => sql`
  left join deal as of_deal on of_deal.portal_id = ${portalId} and of_deal.deal_id = thing.deal_id
  left join quote as of_quote on of_quote.portal_id = ${portalId} and thing.kind = 'quote' and of_quote.quote_id = thing.id
  left join invoice as of_invoice on of_invoice.portal_id = ${portalId} and thing.kind = 'invoice' and of_invoice.invoice_id = thing.id`;

const thingRow = sql.join(thingColumns.map((column) => sql.ref(column)));

/** The values of a thing as text; null where it has none. */
const valueOf: Readonly<Record<Exclude<ThingDimension, DealFieldDimension>, RawBuilder<unknown>>> = {
  client: sql`'company:' || ${clientId}`,
  pipeline: sql`of_deal.pipeline_id::text`,
  'product-section': sql`coalesce(parent.section_id, own.section_id)::text`,
  product: sql`coalesce(parent.product_id, own.product_id, of_row.product_id)::text`,
  brand: sql`coalesce(parent.brand, own.brand)`,
};

const fieldMark = 'field:';
const isDealField = (dimension: ThingDimension): dimension is DealFieldDimension => dimension.startsWith(fieldMark);

/** Things with the values of some dimensions beside them, as columns `value_1`, `value_2`, … */
export function withDimensions(
  tx: PortalTransaction,
  things: RawBuilder<unknown>,
  dimensions: readonly ThingDimension[],
): RawBuilder<unknown> {
  const goods = isAboutGoods(dimensions)
    ? sql`
      left join product_row as of_row on of_row.portal_id = ${tx.portalId} and thing.kind = 'product-row' and of_row.row_id = thing.id
      left join product as own on own.portal_id = ${tx.portalId} and own.product_id = of_row.product_id
      left join product as parent on parent.portal_id = ${tx.portalId} and parent.product_id = own.parent_id`
    : sql``;
  const own = dimensions.filter(isDealField);
  const fields = own.map((dimension, at) => {
    const said = sql.ref(`own_${at + 1}`);
    return sql`
      left join deal_value as ${said} on ${said}.portal_id = ${tx.portalId} and ${said}.field = ${dimension.slice(fieldMark.length)} and ${said}.deal_id = thing.deal_id`;
  });
  const columns = dimensions.map((dimension, at) => {
    const value = isDealField(dimension) ? sql`${sql.ref(`own_${own.indexOf(dimension) + 1}.value`)}` : valueOf[dimension];
    return sql`${value} as ${sql.ref(`value_${at + 1}`)}`;
  });
  return sql`
    (select thing.*, ${sql.join(columns)}
    from (${things}) as thing (${thingRow})
      ${joinClients(tx)}
      ${goods} ${sql.join(fields, sql` `)})`;
}

/** Keeps things that have one of the values in each of the filters. */
export function withinFilters(select: SelectThings, filters: readonly ThingsFilter[]): SelectThings {
  if (filters.length === 0) return select;
  return (tx: PortalTransaction, asked: ThingsAsked) => {
    const dimensions = filters.map(({ dimension }) => dimension);
    const conditions = filters.map(({ values }, at) => sql`part.${sql.ref(`value_${at + 1}`)} = any(${toArray('text', values)})`);
    return sql`
      select ${sql.join(thingColumns.map((column) => sql`part.${sql.ref(column)}`))}
      from ${withDimensions(tx, select(tx, asked), dimensions)} as part where ${sql.join(conditions, sql` and `)}`;
  };
}

/** The same things, each of whoever is in charge of its client; of its own people where it has no client, or nobody is in charge of it. */
export function byClientOwner(select: SelectThings): SelectThings {
  return (tx: PortalTransaction, asked: ThingsAsked) => sql`
    select thing.kind, thing.id, case when owner.responsible_id is null then thing.people else array[owner.responsible_id] end,
      thing.day, thing.value, thing.deal_id
    from (${select(tx, asked)}) as thing (${thingRow})
      ${joinClients(tx)}
      left join client_owner as owner on owner.portal_id = ${tx.portalId} and owner.company_id = ${clientId}`;
}
