import { fromDecimal } from '../money.ts';

/** Wire amounts have at most four places. */
const places = 4;
const wholePercent = 10_000n;

/** Negative, zero or positive, as for sorting; exact. */
export function compareDecimals(a: string, b: string): number {
  const difference = fromDecimal(a, places) - fromDecimal(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Within `tolerance` basis points of the right number, the border included. */
export function isNear(given: string, right: string, tolerance: number): boolean {
  const [one, other] = [fromDecimal(given, places), fromDecimal(right, places)];
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  return magnitude(one - other) * wholePercent <= magnitude(other) * BigInt(tolerance);
}
