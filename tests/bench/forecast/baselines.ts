import type { DealHistory } from '#domain/forecast/deal-history.ts';
import { bayesChances, stageRates } from './learned-chances.ts';
import type { Period, Periods } from './periods.ts';
import { openDealsAt, type OpenDealAt, revenueBy, total, wonSoFar } from './portal-sums.ts';

export const baselineNames = ['B1', 'B1s', 'B2', 'B3', 'B4', 'B5s', 'B6s', 'B7'] as const;
export type BaselineName = (typeof baselineNames)[number];

export interface Question {
  readonly history: DealHistory;
  readonly periods: Periods;
  readonly index: number;
  /** Share of the period that has passed. */
  readonly share: number;
}

/** Forecasts of a period by owner; null where a method has nothing to go by. */
export type Baselines = Readonly<Record<BaselineName, Float64Array | null>>;

/** The ways people forecast without a model, each as its published formula has it and none weakened. */
export function askBaselines({ history, periods, index, share }: Question): Baselines {
  const period = periods.at(index);
  const cutoff = periods.pointOf(period, share);
  const length = period.to - period.from;
  const won = wonSoFar(history, period.from, cutoff);
  const open = openDealsAt(history, cutoff);
  const rates = stageRates(history, cutoff);
  const chances = bayesChances(history, cutoff);
  const plus = (weigh: (deal: OpenDealAt) => number): Float64Array => {
    const sums = won.slice();
    for (const deal of open) sums[deal.owner]! += weigh(deal) * deal.amount;
    return sums;
  };
  const isDue = ({ closeDay }: OpenDealAt): boolean => closeDay < period.to;
  const isAhead = (deal: OpenDealAt): boolean => isDue(deal) && deal.closeDay >= cutoff;
  const trailing = revenueBy(history, { from: period.from - 3 * length, to: period.from });
  const left = (period.to - cutoff) / length;
  return {
    B1: plus((deal) => (isDue(deal) ? deal.percent : 0)),
    B1s: plus((deal) => (isAhead(deal) ? deal.percent : 0)),
    B2: pace(history, period, cutoff, won),
    B3: won.map((own, owner) => own + (left * trailing[owner]!) / 3),
    B4: likeLastYear(history, period, cutoff, won),
    B5s: plus((deal) => (isAhead(deal) ? rates[deal.stage]! : 0)),
    B6s: plus((deal) => (isAhead(deal) ? chances(deal) : 0)),
    B7: coverage({ history, periods, index, share }, open, won),
  };
}

/** The rate of the period so far goes on; at its first moment the last days of the same number repeat. */
function pace(history: DealHistory, { from, to }: Period, cutoff: number, won: Float64Array): Float64Array {
  if (cutoff <= from) return revenueBy(history, { from: from - (to - from), to: from });
  return won.map((own) => (own * (to - from)) / (cutoff - from));
}

/** The same days of last year, grown like the last 91 days grew on those of a year ago, 0.4 to 2.5 times. */
function likeLastYear(history: DealHistory, { to }: Period, cutoff: number, won: Float64Array): Float64Array | null {
  if (history.created.every((created) => created > cutoff - year)) return null;
  const lastYear = revenueBy(history, { from: cutoff - year, to: to - year });
  const now = total(revenueBy(history, { from: cutoff - 91, to: cutoff + 1e-9 }));
  const then = total(revenueBy(history, { from: cutoff - 91 - year, to: cutoff - year }));
  const growth = Math.min(2.5, Math.max(0.4, (now + 1) / (then + 1)));
  return won.map((own, owner) => own + lastYear[owner]! * growth);
}

const year = 365;

/** Open amount × (won in the rest of the period ÷ open amount) of the same point of the last six periods. */
function coverage({ history, periods, index, share }: Question, open: readonly OpenDealAt[], won: Float64Array): Float64Array {
  let [brought, stood] = [0, 0];
  for (let back = 1; back <= 6; back += 1) {
    const period = periods.at(index - back);
    const point = periods.pointOf(period, share);
    stood += total(openDealsAt(history, point).map(({ amount }) => amount));
    brought += total(revenueBy(history, { from: point + 1e-9, to: period.to }));
  }
  const sums = won.slice();
  for (const { owner, amount } of open) sums[owner]! += stood === 0 ? 0 : (amount * brought) / stood;
  return sums;
}
