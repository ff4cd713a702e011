import { fromDecimal } from '#domain/money.ts';

const digits = 4;

/** An open deal of the person, as far as an adjustment asks. */
export interface AdjustableDeal {
  readonly dealId: string;
  readonly amount: string;
  readonly day: string | null;
  readonly stageName: string;
}

export interface AdjustableLine {
  readonly dealId: string;
  /** Null of a deal that was named and is not among those of the month any more. */
  readonly open: AdjustableDeal | null;
}

/** Deals that were named first, then the largest ones. */
export function toAdjustable(deals: readonly AdjustableDeal[], named: ReadonlySet<string>): AdjustableLine[] {
  const known = new Map(deals.map((deal) => [deal.dealId, deal]));
  const others = deals.filter(({ dealId }) => !named.has(dealId)).toSorted(byAmount);
  return [
    ...[...named].map((dealId) => ({ dealId, open: known.get(dealId) ?? null })),
    ...others.map((open) => ({ dealId: open.dealId, open })),
  ];
}

function byAmount(a: AdjustableDeal, b: AdjustableDeal): number {
  const difference = fromDecimal(b.amount, digits) - fromDecimal(a.amount, digits);
  return difference === 0n ? a.dealId.localeCompare(b.dealId) : difference > 0n ? 1 : -1;
}
