import type { PortalDeal } from '../portal-data.ts';
import type { ProductRow } from '../records/product-row.ts';
import { deliveryId, listPrices, productNames } from './catalogue.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Rows of goods that add up to the amount of each deal. */
export function soldGoods(random: SeededRandom, deals: readonly PortalDeal[]): ProductRow[] {
  const rows: Omit<ProductRow, 'id'>[] = [];
  for (const deal of deals) {
    const kopecks = Math.round(Number(deal.amount) * 100);
    if (kopecks > 0) rows.push(...rowsOfDeal(random, deal.id, kopecks));
  }
  return rows.map((row, index) => ({ id: index + 1, ...row }));
}

function rowsOfDeal(random: SeededRandom, dealId: number, kopecks: number): Omit<ProductRow, 'id'>[] {
  const [first = 101, second = 102] = random.shuffle([...listPrices.keys()]);
  const share = random.chance(0.6) ? Math.round(kopecks * (0.3 + random.next() * 0.4)) : kopecks;
  const goods = [lineOf(first, share), lineOf(second, kopecks - share)].filter(({ quantity }) => quantity > 0);
  const rest = kopecks - goods.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const delivery = rest > 0 ? [{ productId: deliveryId, price: rest, quantity: 1 }] : [];
  return [...goods, ...delivery].map((line, index) => toRow(dealId, { ...line, price: line.price / 100 }, index));
}

interface Line {
  readonly productId: number;
  /** Kopecks. */
  readonly price: number;
  readonly quantity: number;
}

/** As many pieces at the list price as the money buys; what is left over pays for the delivery. */
function lineOf(productId: number, kopecks: number): Line {
  const price = (listPrices.get(productId) ?? 1) * 100;
  return { productId, price, quantity: Math.floor(kopecks / price) };
}

function toRow(ownerId: number, { productId, price, quantity }: Line, index: number): Omit<ProductRow, 'id'> {
  return {
    ownerType: 'D',
    ownerId,
    productId,
    productName: productNames.get(productId) ?? '',
    price,
    quantity,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: 20,
    isTaxIncluded: true,
    measureCode: 796,
    measureName: 'шт',
    sort: (index + 1) * 10,
    xmlId: '',
    type: productId === deliveryId ? 7 : 1,
    storeId: null,
  };
}
