import { chanceBy, expectedAmount } from './deal-chance.ts';
import { type DealHistory, endedAt, outcome, valueAt } from './deal-history.ts';
import { amountsOfNewWins, expectedNewWins, meanOf } from './expected-inflow.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { LandmarkRows } from './landmark-rows.ts';

/** A half-open span of time, days since 1970 in the portal's zone. */
export interface ForecastSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * What a window is expected to bring, base currency. Everything is kept by owner, so that persons, departments and the company
 * add up; the place behind the last owner is for deals whose owner is not known.
 */
export interface WindowForecast extends ForecastSpan {
  readonly cutoff: number;
  /** Closed inside the window by the cutoff, returns with their sign. */
  readonly wonSoFar: Float64Array;
  readonly fromOpen: Float64Array;
  readonly fromNew: Float64Array;
  /** Open deals in the order of their rows: who owns each, its chance to be won inside the window and what it would bring. */
  readonly deals: { readonly owner: Int32Array; readonly chance: Float64Array; readonly amount: Float64Array };
  /** Standard deviation of the logarithm of final amount ÷ expected amount. */
  readonly deviation: number;
  readonly newWins: {
    readonly count: number;
    /** Share of each owner in them. */
    readonly share: Float64Array;
    readonly amounts: Float64Array;
    /** Variance of their rate relative to its square. */
    readonly restlessness: number;
  };
}

/** Forecast of a window from deals as they stand at the model's cutoff: won so far + Σ chance · amount + new deals. */
export function forecastWindow(model: ForecastModel, history: DealHistory, open: LandmarkRows, span: ForecastSpan): WindowForecast {
  const owners = history.owners;
  const slot = (owner: number): number => (owner >= 0 && owner < owners ? owner : owners);
  const chance = new Float64Array(open.count);
  const amount = new Float64Array(open.count);
  const owner = new Int32Array(open.count);
  const fromOpen = new Float64Array(owners + 1);
  const before = Math.max(span.from, model.cutoff);
  for (let row = 0; row < open.count; row += 1) {
    const place = slot(open.owner[row] ?? -1);
    owner[row] = place;
    amount[row] = expectedAmount(model, open, row);
    chance[row] = Math.max(0, chanceBy(model, open, row, span.to) - (before > model.cutoff ? chanceBy(model, open, row, before) : 0));
    fromOpen[place] = (fromOpen[place] ?? 0) + (chance[row] ?? 0) * (amount[row] ?? 0);
  }
  const newWins = newWinsIn(model, { from: before, to: span.to });
  const each = newWins.count * meanOf(newWins.amounts);
  const fromNew = new Float64Array(owners + 1).map((_, place) => each * (newWins.share[place] ?? 0));
  return {
    ...span,
    cutoff: model.cutoff,
    wonSoFar: wonBy(history, model.cutoff, span, slot),
    fromOpen,
    fromNew,
    deals: { owner, chance, amount },
    deviation: model.amounts.deviation,
    newWins,
  };
}

/** Expected revenue of the window, of one owner or of everybody. */
export function expectedOf({ wonSoFar, fromOpen, fromNew }: WindowForecast, owner?: number): number {
  if (owner !== undefined) return (wonSoFar[owner] ?? 0) + (fromOpen[owner] ?? 0) + (fromNew[owner] ?? 0);
  let total = 0;
  for (let place = 0; place < wonSoFar.length; place += 1) total += (wonSoFar[place] ?? 0) + (fromOpen[place] ?? 0) + (fromNew[place] ?? 0);
  return total;
}

/** Σ p(1 − p)·A²(1 + σ²) + Σ p²A²σ² + μ·E[A²]: what chance alone does when deals are independent. */
export function independentVariance({ deals, deviation, newWins }: WindowForecast): number {
  const noise = deviation ** 2;
  let total = 0;
  for (let row = 0; row < deals.chance.length; row += 1) {
    const [p, a] = [deals.chance[row] ?? 0, deals.amount[row] ?? 0];
    total += a * a * (p * (1 - p) * (1 + noise) + p * p * noise);
  }
  return total + newWins.count * meanOf(newWins.amounts.map((amount) => amount * amount));
}

function newWinsIn(model: ForecastModel, span: ForecastSpan): WindowForecast['newWins'] {
  const weeks = Math.max(1 / 7, (span.to - span.from) / 7);
  const weighted = model.inflow.ownerShare.map((share, owner) => share * (model.factors.owner[owner] ?? 1));
  const total = weighted.reduce((sum, share) => sum + share, 0);
  return {
    count: Math.max(0, expectedNewWins(model, span.to) - expectedNewWins(model, span.from)),
    share: total === 0 ? weighted : weighted.map((share) => share / total),
    amounts: amountsOfNewWins(model, span.to - model.cutoff),
    restlessness: model.inflow.restlessness / weeks + 0.02,
  };
}

function wonBy(history: DealHistory, cutoff: number, { from, to }: ForecastSpan, slot: (owner: number) => number): Float64Array {
  const won = new Float64Array(history.owners + 1);
  for (let deal = 0; deal < history.count; deal += 1) {
    const end = endedAt(history, deal, cutoff);
    if (!(end >= from && end < to) || history.outcome[deal] !== outcome.won) continue;
    const amount = history.finalAmount[deal] ?? NaN;
    const place = slot(valueAt(history.owner, deal, end));
    if (!Number.isNaN(amount)) won[place] = (won[place] ?? 0) + amount;
  }
  return won;
}
