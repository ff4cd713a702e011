import type { ProductRow } from './records/product-row.ts';

type Priced = Pick<ProductRow, 'price' | 'taxRate' | 'discountTypeId' | 'discountRate' | 'discountSum'>;

export interface RowPrices {
  /** With discount, without tax. */
  readonly exclusive: number;
  /** Without discount, without tax. */
  readonly netto: number;
  /** Without discount, with tax. */
  readonly brutto: number;
  readonly discountRate: number;
  readonly discountSum: number;
}

/** Everything follows from the final price of one piece; discounts come off the price without tax. */
export function priceRow(row: Priced): RowPrices {
  const tax = 1 + (row.taxRate ?? 0) / 100;
  const exclusive = round(row.price / tax);
  const netto = round(priceBeforeDiscount(row, exclusive));
  const isPercentage = row.discountTypeId === 2;
  return {
    exclusive,
    netto,
    brutto: round(netto * tax),
    discountRate: isPercentage || netto === 0 ? row.discountRate : round(((netto - exclusive) / netto) * 100),
    discountSum: isPercentage ? round(netto - exclusive) : row.discountSum,
  };
}

/** What was free of charge says by its discount what it would have cost. */
function priceBeforeDiscount(row: Priced, exclusive: number): number {
  if (row.discountTypeId === 1 || row.discountRate >= 100) return exclusive + row.discountSum;
  return exclusive / (1 - row.discountRate / 100);
}

export function sumOfRows(rows: readonly Pick<ProductRow, 'price' | 'quantity'>[]): number {
  return round(rows.reduce((total, row) => total + row.price * row.quantity, 0));
}

/** Two places, half away from zero, undisturbed by what binary fractions cannot hold. */
export function round(value: number): number {
  const scaled = Math.round(Math.abs(value) * 100 + 1e-6);
  return (Math.sign(value) * scaled) / 100 || 0;
}
