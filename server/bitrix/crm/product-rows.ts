import { z } from 'zod';
import { list, toPages, type KeysetList, type Pages } from '../pages.ts';
import type { PortalClient } from '../portal-client.ts';
import type { PortalError } from '../portal-error.ts';
import type { ReadRows } from '../read-rows.ts';
import { Decimal, Id, Link } from '../wire-values.ts';

/** The names of goods come along, because the method knows no `select`; they are not kept. */
export const ProductRowRow = z.object({
  id: Id,
  ownerId: Id,
  /** Empty for a row that is not from the catalogue. */
  productId: Link,
  /** Of one piece, with discount: `price` with tax, `priceExclusive` without. */
  price: Decimal,
  priceExclusive: Decimal,
  /** Taken off one piece. */
  discountSum: Decimal,
  quantity: Decimal,
});
export type ProductRowRow = z.infer<typeof ProductRowRow>;

const rowsOfDeal = (dealId: bigint): KeysetList<ProductRowRow> => ({
  method: 'crm.item.productrow.list',
  row: ProductRowRow,
  rowsIn: 'productRows',
  idField: 'id',
  direction: 'ascending',
  params: (after) => ({ filter: { '=ownerType': 'D', '=ownerId': dealId, '>id': after ?? 0 }, order: { id: 'ASC' }, start: -1 }),
});

export const productRowList = rowsOfDeal(0n);

export interface RowsOfDeals extends ReadRows<ProductRowRow> {
  /** Deals whose rows were given to us; a deal that is gone meanwhile is not among them. */
  readonly dealIds: readonly bigint[];
}

/** Rows of at most 50 deals in one request, one command for each: an array of owners is ignored without a word. */
export async function readProductRows(client: PortalClient, dealIds: readonly bigint[]): Promise<RowsOfDeals> {
  const lists = dealIds.map(rowsOfDeal);
  const outcomes = await client.batch(lists.map(({ method, params }) => ({ method, params: params(null) })));
  const read: { dealIds: bigint[]; rows: ProductRowRow[]; rejected: Pages<ProductRowRow>['rejected'] } = {
    dealIds: [],
    rows: [],
    rejected: [],
  };
  for (const [index, keyset] of lists.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'failed' && isGone(outcome.error)) continue;
    const page = toPages(keyset, outcome === undefined ? [] : [outcome]);
    read.dealIds.push(dealIds[index] ?? 0n);
    for await (const { rows, rejected } of withRest(client, keyset, page)) {
      read.rows.push(...rows);
      read.rejected.push(...rejected);
    }
  }
  return read;
}

/** Few deals have more than a page of goods. */
async function* withRest(client: PortalClient, keyset: KeysetList<ProductRowRow>, page: Pages<ProductRowRow>) {
  yield page;
  if (page.isLast || page.lastId === null) return;
  yield* list(client, keyset, { after: page.lastId, firstPages: 4, mostRequests: 100 });
}

const isGone = (error: PortalError): boolean => error.kind === 'refused' && error.code !== 'method-not-allowed';
