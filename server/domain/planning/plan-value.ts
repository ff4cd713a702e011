import type { Metric } from './metric.ts';

/** Ten trillion in minor units of two digits: sums over thousands of people still fit a database column. */
const largestSum = 10n ** 15n;
/** Calls for each working day. */
const largestNorm = 10_000n;
/** 1 000 % in basis points. */
const largestShare = 100_000n;

/** The most a target of the metric may be, in the smallest part of its unit; what is more is a slip of the pen. */
export function largestTargetOf({ unit, overTime }: Pick<Metric, 'unit' | 'overTime'>): bigint {
  if (overTime === 'per-workday') return largestNorm;
  return unit === 'percent' ? largestShare : largestSum;
}

export type PlanValueFault = 'not-a-number' | 'negative' | 'too-large' | 'too-many-decimals';

/** A decimal number as a target in smallest parts; nothing is rounded, because what is written is what is meant. */
export function readPlanValue(
  text: string,
  { digits, largest }: { readonly digits: number; readonly largest: bigint },
): bigint | { fault: PlanValueFault; text: string } {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  if (whole === '') return { fault: 'not-a-number', text };
  const meant = fraction.replace(/0+$/, '');
  if (meant.length > digits) return { fault: 'too-many-decimals', text };
  const value = BigInt(whole + meant.padEnd(digits, '0'));
  if (value > largest) return { fault: 'too-large', text };
  return sign === '-' && value !== 0n ? { fault: 'negative', text } : value;
}
