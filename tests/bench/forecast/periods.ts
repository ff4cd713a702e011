import { BenchFault } from './read-tidy.ts';

export const periodKinds = ['month', 'quarter', '14d', '7d'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Half-open, days since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Periods of one kind, the one with number 0 beginning at a day; earlier ones have negative numbers. */
export interface Periods {
  readonly at: (index: number) => Period;
  /** The moment at a share of a period, a whole day. */
  readonly pointOf: (period: Period, share: number) => number;
}

export function createPeriods(kind: PeriodKind, first: number): Periods {
  const startOf =
    kind === '14d' || kind === '7d' ? everyDays(first, Number.parseInt(kind, 10)) : everyMonths(first, kind === 'month' ? 1 : 3);
  return {
    at: (index) => ({ from: startOf(index), to: startOf(index + 1) }),
    pointOf: ({ from, to }, share) => from + Math.round(share * (to - from)),
  };
}

function everyDays(first: number, length: number): (index: number) => number {
  return (index) => first + index * length;
}

function everyMonths(first: number, months: number): (index: number) => number {
  const day = new Date(first * dayMs);
  if (day.getUTCDate() !== 1) throw new BenchFault(`--from ${toDayText(first)}: a month begins on its first day`);
  return (index) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + index * months, 1) / dayMs;
}

/** The first day at or after a moment on which a period of the kind may begin. */
export function beginAfter(kind: PeriodKind, moment: number): number {
  if (kind === '14d' || kind === '7d') return Math.ceil(moment);
  const day = new Date(Math.ceil(moment) * dayMs);
  const month = day.getUTCMonth() + (day.getUTCDate() > 1 ? 1 : 0);
  return Date.UTC(day.getUTCFullYear(), kind === 'quarter' ? Math.ceil(month / 3) * 3 : month, 1) / dayMs;
}

export function toDayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;
