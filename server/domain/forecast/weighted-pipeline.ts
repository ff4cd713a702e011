import { percentOf, percentScale, sum } from '../money.ts';
import type { DealCategory } from './deal-category.ts';
import type { Day } from '../period.ts';

export interface OpenDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly closeDay: Day | null;
  /** Win probability by the table of stages, or set by hand, 0–100. */
  readonly winPercent: number;
  readonly category: DealCategory;
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
 * inside or has passed; 0 when it lies later.
 */
export function chanceInWindow(deal: Pick<OpenDeal, 'closeDay' | 'winPercent'>, window: ForecastWindow): number {
  if (deal.closeDay === null) return chanceWithoutDate(deal.winPercent, window);
  return deal.closeDay > window.lastDay ? 0 : deal.winPercent;
}

/** Without a close date: the percent times 1 − e^(−H/tau0), the cold start of the competing-risks model. */
export function chanceWithoutDate(winPercent: number, window: Pick<ForecastWindow, 'daysLeft' | 'wonCycleDays'>): number {
  const share = 1 - Math.exp(-Math.max(0, window.daysLeft) / Math.max(1, window.wonCycleDays));
  return Math.round(winPercent * share * percentScale) / percentScale;
}

/** Open deals that can count in the window, each weighted and rounded to minor units, so that sums are exact. */
export function weighDeals(deals: readonly OpenDeal[], window: ForecastWindow): WeightedDeal[] {
  return deals
    .filter((deal) => deal.closeDay === null || deal.closeDay <= window.lastDay)
    .map((deal) => {
      const percent = chanceInWindow(deal, window);
      return { deal, percent, weighted: percentOf(deal.amount, percent), isExpected: isExpectedIn(deal, window) };
    });
}

/** By its close date, overdue ones included; without one only where nobody in the company fills it in. */
export function isExpectedIn({ closeDay }: Pick<OpenDeal, 'closeDay'>, window: ForecastWindow): boolean {
  return closeDay === null ? !window.usesCloseDates : closeDay <= window.lastDay;
}

/** Open deals of one person that have one chance, as sums: all that a forecast needs of them. */
export interface OpenGroup {
  readonly responsibleId: bigint;
  /** Chance to be won inside the window, 0–100 with at most four places. */
  readonly percent: number;
  readonly isDated: boolean;
  readonly isExpected: boolean;
  readonly category: DealCategory;
  readonly deals: number;
  readonly amount: bigint;
  /** Sum of the squares of the amounts. */
  readonly squares: bigint;
  /** Each deal rounded by itself, as the list of deals shows it. */
  readonly weighted: bigint;
}

/** One deal as a group of its own. */
export function toGroup({ deal, percent, weighted, isExpected }: WeightedDeal): OpenGroup {
  const { responsibleId, amount, closeDay, category } = deal;
  return { responsibleId, percent, isDated: closeDay !== null, isExpected, category, deals: 1, amount, squares: amount ** 2n, weighted };
}

export interface Forecast {
  /** Fact plus weighted plus what heads have added, minor units. */
  readonly expected: bigint;
  readonly low: bigint;
  readonly high: bigint;
  /** Open deals expected in the window by their close date. */
  readonly open: bigint;
  /** All open deals by their chance, undated ones included. */
  readonly weighted: bigint;
  readonly openDeals: number;
  /** Amounts of `open` by what they count as; the four sum to it. */
  readonly categories: Readonly<Record<DealCategory, bigint>>;
  /** What heads have added; it moves the range as a whole. */
  readonly adjustment: bigint;
}

/** Quantile of the normal distribution that leaves one tenth on each side. */
const eightOfTen = 1.2816;
/** A common shock of the month: deals do not succeed independently (prior of the model's cv). */
const commonShock = 0.15;

/**
 * Fact plus weighted deals with a range that holds eight of ten outcomes:
 * f ± 1,2816·√(Σ p(1−p)a² + cv²·w²), never below the fact nor above fact plus everything open, all of it moved by the adjustment.
 */
export function forecastPeriod(fact: bigint, groups: readonly OpenGroup[], adjustment = 0n): Forecast {
  const dated = groups.filter((group) => group.isExpected);
  const open = sum(dated.map((group) => group.amount));
  const everything = sum(groups.map((group) => group.amount));
  const weighted = sum(groups.map((group) => group.weighted));
  const independent = Number(sum(groups.map(varianceOf))) / percentScale ** 2 / 10_000;
  const spread = BigInt(Math.round(eightOfTen * Math.sqrt(independent + (commonShock * Number(weighted)) ** 2)));
  const expected = fact + weighted;
  const floor = expected - spread;
  const ceiling = expected + spread;
  return {
    expected: expected + adjustment,
    low: (floor < fact ? fact : floor) + adjustment,
    high: (ceiling > fact + everything ? fact + everything : ceiling) + adjustment,
    open,
    weighted,
    openDeals: dated.reduce((total, group) => total + group.deals, 0),
    categories: sumCategories(dated),
    adjustment,
  };
}

function sumCategories(groups: readonly OpenGroup[]): Record<DealCategory, bigint> {
  const own = { commit: 0n, best: 0n, pipeline: 0n, omitted: 0n } satisfies Record<DealCategory, bigint>;
  for (const { category, amount } of groups) own[category] += amount;
  return own;
}

/** Σ p(1−p)a² in whole numbers, so that the order and the grouping of deals change nothing. */
function varianceOf(group: OpenGroup): bigint {
  const certain = 100n * BigInt(percentScale);
  const percent = BigInt(Math.round(group.percent * percentScale));
  return percent * (certain - percent) * group.squares;
}

/** Median of whole numbers, each with how often it occurs; undefined for none. */
export function median(values: readonly { readonly value: number; readonly count: number }[]): number | undefined {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const count = sorted.reduce((total, item) => total + item.count, 0);
  if (count === 0) return undefined;
  return (valueAt(sorted, Math.floor((count - 1) / 2)) + valueAt(sorted, Math.floor(count / 2))) / 2;
}

function valueAt(sorted: readonly { readonly value: number; readonly count: number }[], place: number): number {
  let passed = 0;
  for (const { value, count } of sorted) {
    passed += count;
    if (passed > place) return value;
  }
  return 0;
}
