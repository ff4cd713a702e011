import { splitByWeights, sum } from '../money.ts';

/** What a total is split by; amounts are those of the past period in the metric's unit. */
export type SplitMethod =
  | { readonly kind: 'equal' }
  /** A part whose past is nothing or less gets nothing, unless nobody has a past: then all get the same. */
  | { readonly kind: 'past-share'; readonly amounts: readonly bigint[] }
  | { readonly kind: 'weights'; readonly weights: readonly bigint[] }
  | { readonly kind: 'workdays'; readonly workdays: readonly number[] };

export interface SplitOptions {
  /** Each part is a multiple of it, but for the carrier's; 1 keeps the smallest part of the unit. */
  readonly step?: bigint;
  /** Which part takes the remainder; the largest one when none is named. */
  readonly carrier?: number;
  /** Parts that are already settled and stay as they are; null for those to be computed. */
  readonly settled?: readonly (bigint | null)[];
}

export interface Split {
  /** Add up to the total exactly. */
  readonly parts: readonly bigint[];
  /** What the step does not divide; it is inside the carrier's part. */
  readonly remainder: bigint;
  readonly carrier: number | null;
}

/**
 * Splits a total over `count` parts so that they add up exactly, by largest remainder in steps (peers.md 5.11).
 * A negative total is split like a positive one. Negative weights are refused with a RangeError; when all are zero the
 * parts are equal. What the settled parts leave is split over the others; nothing is split where all are settled.
 */
export function splitTotal(total: bigint, count: number, method: SplitMethod, options: SplitOptions = {}): Split {
  const { step = 1n, settled = [] } = options;
  if (step <= 0n) throw new RangeError('The step must be positive');
  const free = Array.from({ length: count }, (_, at) => at).filter((at) => (settled[at] ?? null) === null);
  if (free.length === 0) return { parts: Array.from({ length: count }, (_, at) => settled[at] ?? 0n), remainder: 0n, carrier: null };
  const open = total - sum(settled.slice(0, count).map((part) => part ?? 0n));
  const remainder = open % step;
  const weights = splitWeights(method, count);
  const shares = splitByWeights(
    (open - remainder) / step,
    free.map((at) => weights[at] ?? 0n),
  );
  const parts = Array.from({ length: count }, (_, at) => settled[at] ?? 0n);
  for (const [index, at] of free.entries()) parts[at] = (shares[index] ?? 0n) * step;
  if (remainder === 0n) return { parts, remainder, carrier: null };
  const carrier = options.carrier !== undefined && free.includes(options.carrier) ? options.carrier : largest(parts, free);
  parts[carrier] = (parts[carrier] ?? 0n) + remainder;
  return { parts, remainder, carrier };
}

/** Weights a method gives to `count` parts. */
export function splitWeights(method: SplitMethod, count: number): bigint[] {
  const at = <T>(values: readonly T[], toWeight: (value: T) => bigint): bigint[] =>
    Array.from({ length: count }, (_, index) => {
      const value = values[index];
      return value === undefined ? 0n : toWeight(value);
    });
  switch (method.kind) {
    case 'equal':
      return Array.from({ length: count }, () => 1n);
    case 'past-share':
      return at(method.amounts, (amount) => (amount > 0n ? amount : 0n));
    case 'weights':
      return at(method.weights, (weight) => weight);
    case 'workdays':
      return at(method.workdays, BigInt);
  }
}

/** Of equal ones the first. */
function largest(parts: readonly bigint[], among: readonly number[]): number {
  const size = (at: number): bigint => {
    const part = parts[at] ?? 0n;
    return part < 0n ? -part : part;
  };
  return among.reduce((best, at) => (size(at) > size(best) ? at : best));
}
