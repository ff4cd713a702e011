import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { ProductPriceTable, ProductRowTable, ProductSectionTable, ProductTable } from './tables/goods-tables.ts';
import { noteChanges } from './totals-revision.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type ProductRowFact = Omit<ProductRowTable, 'portal_id' | 'seen_day'>;
export type ProductFact = Omit<ProductTable, 'portal_id'>;
export type SectionFact = Omit<ProductSectionTable, 'portal_id'>;
export type PriceFact = Omit<ProductPriceTable, 'portal_id' | 'day'>;

const rowColumns = {
  row_id: 'bigint',
  deal_id: 'bigint',
  product_id: 'bigint',
  quantity: 'numeric',
  gross_minor: 'bigint',
  net_minor: 'bigint',
  discount_minor: 'bigint',
  seen_day: 'date',
} as const;

export interface RowsOfDeals {
  readonly dealIds: readonly bigint[];
  readonly rows: readonly ProductRowFact[];
  /** Rows that are not among those read are gone, unless some could not be read. */
  readonly isWhole: boolean;
  readonly day: string;
}

/** All rows of goods of some deals, in the place of those that are known. Returns how many rows are different now. */
export async function saveProductRows(tx: PortalTransaction, { dealIds, rows, isWhole, day }: RowsOfDeals): Promise<number> {
  if (dealIds.length === 0) return 0;
  const shape = { table: 'product_row', columns: rowColumns, key: ['row_id'], update: 'when-different', atFirst: ['seen_day'] } as const;
  const saved = await upsertRows(
    tx,
    shape,
    rows.map((row) => ({ ...row, seen_day: day })),
  );
  if (!isWhole) return noteChanges(tx, saved);
  const kept = rows.map((row) => row.row_id);
  const gone = await sql`
    delete from product_row
    where portal_id = ${tx.portalId} and deal_id = any(${toArray('bigint', dealIds)}) and row_id <> all(${toArray('bigint', kept)})
    returning row_id`.execute(tx.db);
  return noteChanges(tx, saved + gone.rows.length);
}

const productColumns = { product_id: 'bigint', parent_id: 'bigint', section_id: 'bigint', brand: 'text', name: 'text' } as const;

/** Products that the portal no longer lists stay: rows of goods refer to them. */
export async function saveProducts(tx: PortalTransaction, products: readonly ProductFact[]): Promise<number> {
  const key = ['product_id'] as const;
  const shape = { table: 'product', columns: productColumns, key, update: 'when-different' } as const;
  return noteChanges(tx, await upsertRows(tx, shape, products));
}

/** What some products are called; those that the copy does not know are absent. */
export async function listProductNames(tx: PortalTransaction, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('product')
    .select(['product_id', 'name'])
    .where('portal_id', '=', tx.portalId)
    .where('product_id', 'in', [...ids])
    .where('name', '<>', '')
    .execute();
  return new Map(rows.map(({ product_id, name }) => [product_id, name]));
}

const sectionColumns = { section_id: 'bigint', parent_id: 'bigint', name: 'text' } as const;

/** Groups that the portal no longer lists stay: products and plans refer to them. */
export async function saveSections(tx: PortalTransaction, sections: readonly SectionFact[]): Promise<number> {
  const shape = { table: 'product_section', columns: sectionColumns, key: ['section_id'], update: 'when-different' } as const;
  return noteChanges(tx, await upsertRows(tx, shape, sections));
}

export async function listSections(tx: PortalTransaction): Promise<SectionFact[]> {
  return tx.db
    .selectFrom('product_section')
    .select(['section_id', 'parent_id', 'name'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('section_id')
    .execute();
}

/** Keeps what products cost from this day on; a price that is the same as before makes no row. */
export async function savePrices(tx: PortalTransaction, prices: readonly PriceFact[], day: string): Promise<number> {
  const unique = [...new Map(prices.map((price) => [price.product_id, price])).values()];
  if (unique.length === 0) return 0;
  const column = <Key extends keyof PriceFact>(name: Key, type: Parameters<typeof toArray>[0]) =>
    toArray(
      type,
      unique.map((price) => price[name]),
    );
  const saved = await sql`
    insert into product_price (portal_id, product_id, day, price, currency)
    select ${tx.portalId}::bigint, given.product_id, ${day}::date, given.price, given.currency
    from unnest(${column('product_id', 'bigint')}, ${column('price', 'numeric')}, ${column('currency', 'text')})
      as given (product_id, price, currency)
    left join lateral (
      select p.price, p.currency from product_price p
      where p.portal_id = ${tx.portalId} and p.product_id = given.product_id order by p.day desc limit 1
    ) as last on true
    where (given.price is not null or last.price is not null) and (last.price, last.currency) is distinct from (given.price, given.currency)
    on conflict (portal_id, product_id, day) do update set price = excluded.price, currency = excluded.currency
    returning product_id`.execute(tx.db);
  return noteChanges(tx, saved.rows.length);
}

/** A row of goods with what it says of the product and what a piece of it cost. */
export interface SoldRow {
  readonly rowId: bigint;
  readonly dealId: bigint;
  readonly productId: bigint | null;
  readonly sectionId: bigint | null;
  readonly brand: string | null;
  readonly quantity: string;
  /** Minor units of the deal's currency. */
  readonly gross: bigint;
  readonly net: bigint;
  readonly discount: bigint;
  /** Purchase price of a piece as a decimal string in `costCurrency`; null where nobody has written it down. */
  readonly unitCost: string | null;
  readonly costCurrency: string | null;
  /** The price is from a later day than the one it is needed for. */
  readonly isCostLate: boolean;
}

/** Rows of deals; a won deal takes the purchase price of the day it was won, an open one the newest. */
export async function listSoldRows(tx: PortalTransaction, dealIds: readonly bigint[], timeZone: string): Promise<SoldRow[]> {
  if (dealIds.length === 0) return [];
  const result = await sql<SoldRow>`
    select r.row_id as "rowId", r.deal_id as "dealId", r.product_id as "productId",
      coalesce(parent.section_id, own.section_id) as "sectionId", coalesce(parent.brand, own.brand) as brand,
      r.quantity::text as quantity, r.gross_minor as gross, r.net_minor as net, r.discount_minor as discount,
      cost.price::text as "unitCost", cost.currency as "costCurrency", coalesce(cost.day > needed.day, false) as "isCostLate"
    from product_row r
      join deal on deal.portal_id = r.portal_id and deal.deal_id = r.deal_id
      cross join lateral (
        select case when deal.semantics = 'S' then (coalesce(deal.won_at, deal.moved_at) at time zone ${timeZone})::date else 'infinity'::date end as day
      ) as needed
      left join product own on own.portal_id = r.portal_id and own.product_id = r.product_id
      left join product parent on parent.portal_id = r.portal_id and parent.product_id = own.parent_id
      left join lateral (
        select p.price, p.currency, p.day from product_price p
        where p.portal_id = r.portal_id and p.product_id = r.product_id
        order by p.day > needed.day, case when p.day > needed.day then p.day end, p.day desc limit 1
      ) as cost on true
    where r.portal_id = ${tx.portalId} and r.deal_id = any(${toArray('bigint', dealIds)})
    order by r.deal_id, r.row_id`.execute(tx.db);
  return result.rows;
}

/** Deals whose goods are read: open ones, and those that were won at or after a moment; from the newest down. */
export async function listDealsWithGoods(
  tx: PortalTransaction,
  page: { readonly below: bigint | null; readonly wonSince: Date; readonly limit: number },
): Promise<bigint[]> {
  const found = await sql<{ deal_id: bigint }>`
    select deal_id from deal
    where portal_id = ${tx.portalId} and deleted_at is null and deal_id < coalesce(${page.below}::bigint, ${2n ** 62n})
      and (semantics = 'P' or semantics = 'S' and coalesce(won_at, moved_at) >= ${page.wonSince.toISOString()}::timestamptz)
    order by deal_id desc limit ${page.limit}`.execute(tx.db);
  return found.rows.map((row) => row.deal_id);
}

/** Currencies of deals whose goods count: what is won or open, and not gone. */
export async function listGoodsCurrencies(tx: PortalTransaction, dealIds: readonly bigint[]): Promise<Map<bigint, string>> {
  if (dealIds.length === 0) return new Map();
  const found = await sql<{ deal_id: bigint; currency: string }>`
    select deal_id, currency from deal
    where portal_id = ${tx.portalId} and deal_id = any(${toArray('bigint', dealIds)}) and deleted_at is null and semantics <> 'F'`.execute(
    tx.db,
  );
  return new Map(found.rows.map((row) => [row.deal_id, row.currency]));
}
