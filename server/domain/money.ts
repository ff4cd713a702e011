/** Parses a decimal string into minor units of `digits` places; extra places are rounded half to even. */
export function fromDecimal(text: string, digits: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) throw new RangeError(`Not a decimal number: ${text}`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  const exact = BigInt(whole + fraction.padEnd(digits, '0'));
  const surplus = Math.max(0, fraction.length - digits);
  const minor = divideHalfEven(exact, 10n ** BigInt(surplus));
  return sign === '-' ? -minor : minor;
}

/** Writes minor units as a decimal string with exactly `digits` places. */
export function toDecimal(minor: bigint, digits: number): string {
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Quotient rounded half to even (banker's rounding); the divisor is positive. */
export function divideHalfEven(value: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('The divisor must be positive');
  const magnitude = value < 0n ? -value : value;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return value < 0n ? -rounded : rounded;
}

/** Percents have at most four places. */
export const percentScale = 10_000;

/** `percent` (0–100, up to four places) of an amount in minor units, rounded half to even. */
export function percentOf(amount: bigint, percent: number): bigint {
  return divideHalfEven(amount * BigInt(Math.round(percent * percentScale)), 100n * BigInt(percentScale));
}

/** Amounts that leave one remainder when divided by `alikeBy`: how many, and what they sum to. */
export interface AlikeAmounts {
  readonly count: bigint;
  readonly total: bigint;
  readonly remainder: bigint;
}

/** A whole percent of an amount repeats its rounding every 200 minor units, because it then grows by an even number. */
export const alikeBy = 200n;

/** Sum of `percentOf` over all the amounts, each rounded by itself; `percent` is whole. */
export function percentOfAlike({ count, total, remainder }: AlikeAmounts, percent: number): bigint {
  return ((total - count * remainder) * BigInt(percent)) / 100n + count * percentOf(remainder, percent);
}

/**
 * Splits a total by weights so that the parts add up exactly (largest remainder, ties to the earlier part).
 * Weights are not negative; all zero means equal parts.
 */
export function splitByWeights(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('Weights must not be negative');
  if (weights.length === 0) return [];
  const sum = weights.reduce((a, b) => a + b, 0n);
  const used = sum === 0n ? weights.map(() => 1n) : [...weights];
  const whole = sum === 0n ? BigInt(weights.length) : sum;
  const magnitude = total < 0n ? -total : total;
  const parts = used.map((weight) => (magnitude * weight) / whole);
  const order = used
    .map((weight, index) => ({ index, remainder: (magnitude * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const missing = Number(magnitude - parts.reduce((a, b) => a + b, 0n));
  for (const { index } of order.slice(0, missing)) parts[index] = (parts[index] ?? 0n) + 1n;
  return total < 0n ? parts.map((part) => -part) : parts;
}

/** Part ÷ whole as a share (1 = 100 %); null when the whole is not positive. */
export function shareOf(part: bigint, whole: bigint): number | null {
  if (whole <= 0n) return null;
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}

/** Sum of minor units. */
export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
