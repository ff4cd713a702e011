import { percentOf, sum } from './money.ts';
import type { Day } from './period.ts';

export interface OpenDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly closeDay: Day | null;
  /** Win probability by the table of stages, 0–100. */
  readonly winPercent: number;
}

export interface ForecastWindow {
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Calendar days from now to the end of the window, for deals without a close date. */
  readonly daysLeft: number;
  /** Median days from creation to winning, or 45 while there is no history (the model's tau0). */
  readonly wonCycleDays: number;
  /** The company fills in close dates at all; where nobody does, every open deal is in the window. */
  readonly usesCloseDates: boolean;
}

export interface WeightedDeal {
  readonly deal: OpenDeal;
  /** Chance to be won inside the window, 0–100 with at most four places. */
  readonly percent: number;
  readonly weighted: bigint;
  /** Expected in the window by its date; undated deals only weigh, they cover no plan. */
  readonly isExpected: boolean;
}

/**
 * Chance of an open deal to be won inside the window, 0–100: the stage's percent when its close date falls
 * inside or has passed; 0 when it lies later; without a date the percent times 1 − e^(−H/tau0),
 * the cold start of the competing-risks model.
 */
export function chanceInWindow(deal: OpenDeal, window: ForecastWindow): number {
  if (deal.closeDay === null) {
    const share = 1 - Math.exp(-Math.max(0, window.daysLeft) / Math.max(1, window.wonCycleDays));
    return Math.round(deal.winPercent * share * 10_000) / 10_000;
  }
  return deal.closeDay > window.lastDay ? 0 : deal.winPercent;
}

/** Open deals that can count in the window, each weighted and rounded to minor units, so that sums are exact. */
export function weighDeals(deals: readonly OpenDeal[], window: ForecastWindow): WeightedDeal[] {
  return deals
    .filter((deal) => deal.closeDay === null || deal.closeDay <= window.lastDay)
    .map((deal) => {
      const percent = chanceInWindow(deal, window);
      const isExpected = deal.closeDay !== null || !window.usesCloseDates;
      return { deal, percent, weighted: percentOf(deal.amount, percent), isExpected };
    });
}

export interface Forecast {
  /** Fact plus weighted, minor units. */
  readonly expected: bigint;
  readonly low: bigint;
  readonly high: bigint;
  /** Open deals expected in the window by their close date. */
  readonly open: bigint;
  /** All open deals by their chance, undated ones included. */
  readonly weighted: bigint;
  readonly openDeals: number;
}

/** Quantile of the normal distribution that leaves one tenth on each side. */
const eightOfTen = 1.2816;
/** A common shock of the month: deals do not succeed independently (prior of the model's cv). */
const commonShock = 0.15;

/**
 * Fact plus weighted deals with a range that holds eight of ten outcomes:
 * f ± 1,2816·√(Σ p(1−p)a² + cv²·w²), never below the fact nor above fact plus everything open.
 */
export function forecastPeriod(fact: bigint, deals: readonly WeightedDeal[]): Forecast {
  const expectedDeals = deals.filter((item) => item.isExpected);
  const open = sum(expectedDeals.map((item) => item.deal.amount));
  const everything = sum(deals.map((item) => item.deal.amount));
  const weighted = sum(deals.map((item) => item.weighted));
  const independent = deals.reduce((total, item) => {
    const p = item.percent / 100;
    return total + p * (1 - p) * Number(item.deal.amount) ** 2;
  }, 0);
  const spread = BigInt(Math.round(eightOfTen * Math.sqrt(independent + (commonShock * Number(weighted)) ** 2)));
  const expected = fact + weighted;
  const floor = expected - spread;
  const ceiling = expected + spread;
  return {
    expected,
    low: floor < fact ? fact : floor,
    high: ceiling > fact + everything ? fact + everything : ceiling,
    open,
    weighted,
    openDeals: expectedDeals.length,
  };
}

/** Median of whole numbers; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
