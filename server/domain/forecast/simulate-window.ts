import { meanOf } from './expected-inflow.ts';
import { createRandom, type Random } from './random.ts';
import { createRest, type Rest } from './rest-of-deals.ts';
import type { WindowForecast } from './window-forecast.ts';

/** Revenue still to come in each of many possible ways a window may go; draws of one index are one way for everybody. */
export interface Draws {
  readonly count: number;
  /** `byOwner[owner * count + draw]`, base currency. */
  readonly byOwner: Float64Array;
}

export interface Range {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface DrawOrder {
  readonly seed: number;
  /** Coefficient of variation of the common shock. */
  readonly shock: number;
  readonly draws?: number;
}

const drawCount = 2000;
/** Deals drawn one by one, those that move the sum most; of the others only mean and variance count. */
const singleDeals = 3000;
/** New wins above which their sum is drawn and not each of them. */
const singleWins = 200;

/**
 * Monte Carlo with a common shock Z ~ Gamma(mean 1, cv) of the whole window: a deal is won with 1 − (1 − p)^Z and brings its
 * amount · lognormal(−σ²/2, σ); new wins are Poisson(μ · Z · Gamma(1, v)) and bring amounts of the past.
 */
export function simulateWindow(forecast: WindowForecast, { seed, shock, draws = drawCount }: DrawOrder): Draws {
  const random = createRandom(seed);
  const owners = forecast.wonSoFar.length;
  const byOwner = new Float64Array(owners * draws);
  const { single, rest } = splitDeals(forecast);
  const hazards = Float64Array.from(single, (row) => -Math.log(1 - Math.min(0.999_999, forecast.deals.chance[row] ?? 0)));
  const addNewWins = createNewWins(forecast, { byOwner, draws, random });
  for (let draw = 0; draw < draws; draw += 1) {
    const common = random.gamma(shock);
    for (let index = 0; index < single.length; index += 1) {
      const hazard = (hazards[index] ?? 0) * common;
      const drawn = random.uniform();
      // 1 − e^(−x) is at most x, which is cheaper to know.
      if (drawn >= hazard || drawn >= 1 - Math.exp(-hazard)) continue;
      const row = single[index] ?? 0;
      const at = (forecast.deals.owner[row] ?? 0) * draws + draw;
      const noise = Math.exp(forecast.deviation * random.normal() - forecast.deviation ** 2 / 2);
      byOwner[at] = (byOwner[at] ?? 0) + (forecast.deals.amount[row] ?? 0) * noise;
    }
    rest?.addTo(byOwner, { draw, draws, common, random });
    addNewWins({ draw, common });
  }
  return { count: draws, byOwner };
}

/** Range of the revenue still to come, of some owners together or of everybody. */
export function rangeOf({ count, byOwner }: Draws, owners?: readonly number[]): Range {
  const sums = new Float64Array(count);
  const places = owners ?? Array.from({ length: byOwner.length / count }, (_, owner) => owner);
  for (const owner of places) {
    for (let draw = 0; draw < count; draw += 1) sums[draw] = (sums[draw] ?? 0) + (byOwner[owner * count + draw] ?? 0);
  }
  sums.sort();
  return { p10: quantile(sums, 0.1), p50: quantile(sums, 0.5), p90: quantile(sums, 0.9) };
}

/** Quantile of sorted numbers, straight between two of them. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

function splitDeals(forecast: WindowForecast): { readonly single: Int32Array; readonly rest: Rest | null } {
  const { chance, amount } = forecast.deals;
  const live = Int32Array.from(chance.keys()).filter((row) => (chance[row] ?? 0) > 0 && (amount[row] ?? 0) !== 0);
  if (live.length <= singleDeals) return { single: live, rest: null };
  const weight = (row: number): number => (chance[row] ?? 0) * (amount[row] ?? 0) ** 2;
  live.sort((a, b) => weight(b) - weight(a) || a - b);
  return { single: live.subarray(0, singleDeals), rest: createRest(forecast, live.subarray(singleDeals)) };
}

interface NewWinsDraw {
  readonly draw: number;
  readonly common: number;
}

/** Draws wins of deals that do not exist yet. */
function createNewWins(
  { newWins }: WindowForecast,
  { byOwner, draws, random }: { readonly byOwner: Float64Array; readonly draws: number; readonly random: Random },
): (at: NewWinsDraw) => void {
  const { count, share, amounts, restlessness } = newWins;
  const cumulative = toCumulative(share);
  const first = meanOf(amounts);
  const deviation = Math.sqrt(Math.max(0, meanOf(amounts.map((amount) => amount * amount)) - first ** 2));
  const add = (owner: number, draw: number, amount: number): void => {
    const at = owner * draws + draw;
    byOwner[at] = (byOwner[at] ?? 0) + amount;
  };
  // Many wins: the sum of an owner's n is normal with mean n·E[A] and variance n·Var[A]; cut at zero it would be biased.
  const addSums = (mean: number, draw: number): void => {
    for (let owner = 0; owner < share.length; owner += 1) {
      const wins = random.poisson(mean * (share[owner] ?? 0));
      if (wins > 0) add(owner, draw, wins * first + Math.sqrt(wins) * deviation * random.normal());
    }
  };
  return ({ draw, common }) => {
    if (count <= 0 || amounts.length === 0) return;
    const mean = count * common * random.gamma(Math.sqrt(restlessness));
    if (mean > singleWins) return addSums(mean, draw);
    for (let wins = random.poisson(mean); wins > 0; wins -= 1) {
      add(ownerAt(cumulative, random.uniform()), draw, amounts[Math.floor(random.uniform() * amounts.length)] ?? 0);
    }
  };
}

function toCumulative(share: Float64Array): Float64Array {
  let total = 0;
  return share.map((own) => (total += own));
}

function ownerAt(cumulative: Float64Array, value: number): number {
  let [low, high] = [0, cumulative.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 1) > value) high = middle;
    else low = middle + 1;
  }
  // Shares may add up to a little less than one; without any the win belongs to nobody.
  return low;
}
