import { chanceBy, expectedAmount } from './deal-chance.ts';
import { type DealHistory, endedAt, outcome, valueAt } from './deal-history.ts';
import { amountsOfNewWins, expectedCreations, expectedNewWins, meanOf } from './expected-inflow.ts';
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
  /** When it was made. */
  readonly at: number;
  /** Closed inside the window by then, returns with their sign. */
  readonly wonSoFar: Float64Array;
  readonly fromOpen: Float64Array;
  readonly fromNew: Float64Array;
  /** Open deals in the order of their rows: who owns each, its chance to be won inside the window and what it would bring. */
  readonly deals: { readonly owner: Int32Array; readonly chance: Float64Array; readonly amount: Float64Array };
  /** Standard deviation of the logarithm of final amount ÷ expected amount. */
  readonly deviation: number;
  readonly newWins: {
    readonly count: number;
    /** Deals that are to be created by the end of the window; some of them are the wins. */
    readonly created: number;
    /** Share of each owner in them. */
    readonly share: Float64Array;
    readonly amounts: Float64Array;
    /** Variance of their rate relative to its square. */
    readonly restlessness: number;
  };
}

/** The moment a forecast is made at: the deals that are open then, and what was won in the window by owner, those unknown last. */
export interface Standing {
  readonly at: number;
  readonly open: LandmarkRows;
  readonly wonSoFar: Float64Array;
  /** Chances inside the window that people have set, 0–1 by row; not a number where the model says it. */
  readonly given?: Float64Array;
}

/** Forecast of a window: won so far + Σ chance · amount of open deals + new deals. The model may be older than the moment. */
export function forecastWindow(model: ForecastModel, { at, open, wonSoFar, given }: Standing, span: ForecastSpan): WindowForecast {
  const owners = wonSoFar.length - 1;
  const chance = new Float64Array(open.count);
  const amount = new Float64Array(open.count);
  const owner = new Int32Array(open.count);
  const fromOpen = new Float64Array(owners + 1);
  const before = Math.max(span.from, at);
  for (let row = 0; row < open.count; row += 1) {
    const place = slotOf(open.owner[row] ?? -1, owners);
    owner[row] = place;
    amount[row] = expectedAmount(model, open, row);
    const set = given?.[row] ?? NaN;
    chance[row] = Number.isNaN(set)
      ? Math.max(0, chanceBy(model, open, row, span.to) - (before > at ? chanceBy(model, open, row, before) : 0))
      : set;
    fromOpen[place] = (fromOpen[place] ?? 0) + (chance[row] ?? 0) * (amount[row] ?? 0);
  }
  const newWins = newWinsIn(model, at, { from: before, to: span.to });
  const each = newWins.count * meanOf(newWins.amounts);
  const fromNew = new Float64Array(owners + 1).map((_, place) => each * (newWins.share[place] ?? 0));
  return { ...span, at, wonSoFar, fromOpen, fromNew, deals: { owner, chance, amount }, deviation: model.amounts.deviation, newWins };
}

/** Place of an owner; what belongs to nobody known stands behind the last one. */
function slotOf(owner: number, owners: number): number {
  return owner >= 0 && owner < owners ? owner : owners;
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

function newWinsIn(model: ForecastModel, at: number, span: ForecastSpan): WindowForecast['newWins'] {
  const weeks = Math.max(1 / 7, (span.to - span.from) / 7);
  const weighted = model.inflow.ownerShare.map((share, owner) => share * (model.factors.owner[owner] ?? 1));
  const total = weighted.reduce((sum, share) => sum + share, 0);
  return {
    count: Math.max(0, expectedNewWins(model, at, span.to) - expectedNewWins(model, at, span.from)),
    created: expectedCreations(model, at, span.to),
    share: total === 0 ? weighted : weighted.map((share) => share / total),
    amounts: amountsOfNewWins(model, span.to - at),
    restlessness: model.inflow.restlessness / weeks + 0.02,
  };
}

/** Revenue of a window that was won by a moment, by owner at the winning. */
export function wonSoFarOf(history: DealHistory, at: number, { from, to }: ForecastSpan): Float64Array {
  const won = new Float64Array(history.owners + 1);
  for (let deal = 0; deal < history.count; deal += 1) {
    const end = endedAt(history, deal, at);
    if (!(end >= from && end < to) || history.outcome[deal] !== outcome.won) continue;
    const amount = history.finalAmount[deal] ?? NaN;
    const place = slotOf(valueAt(history.owner, deal, end), history.owners);
    if (!Number.isNaN(amount)) won[place] = (won[place] ?? 0) + amount;
  }
  return won;
}
