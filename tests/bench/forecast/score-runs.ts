import { createRandom } from '#domain/forecast/random.ts';
import { quantile } from '#domain/forecast/simulate-window.ts';
import { baselineNames } from './baselines.ts';
import { total } from './portal-sums.ts';
import type { MethodName, Run } from './run-cutoffs.ts';

export const methodNames: readonly MethodName[] = ['model', ...baselineNames];

export type ByMethod = Readonly<Record<MethodName, number | null>>;

/** Σ|forecast − actual| ÷ Σ actual of the company; null for a method that had nothing to go by somewhere. */
export function wapeOf(runs: readonly Run[], method: MethodName): number | null {
  return ratioOf(runs, method, (run, forecast) => Math.abs(total(forecast) - total(run.actual)));
}

export function biasOf(runs: readonly Run[], method: MethodName): number | null {
  return ratioOf(runs, method, (run, forecast) => total(forecast) - total(run.actual));
}

/** The same error summed over persons. */
export function managerWapeOf(runs: readonly Run[], method: MethodName): number | null {
  return ratioOf(runs, method, ({ actual }, forecast) => total(forecast.map((own, owner) => Math.abs(own - (actual[owner] ?? 0)))));
}

function ratioOf(runs: readonly Run[], method: MethodName, error: (run: Run, forecast: Float64Array) => number): number | null {
  let sum = 0;
  for (const run of runs) {
    const forecast = run.forecasts[method];
    if (forecast === null) return null;
    sum += error(run, forecast);
  }
  return divide(sum, total(runs.map(({ actual }) => total(actual))));
}

/** Of the model's range: share of periods inside it, its width and losses, all ÷ revenue still to come. */
export function rangeScores(
  runs: readonly Run[],
): Readonly<Record<'coverage80' | 'width' | 'pinball10' | 'pinball50' | 'pinball90' | 'crps', number | null>> {
  const remaining = total(runs.map((run) => run.remaining));
  const sumOf = (measure: (run: Run, actual: number) => number): number => total(runs.map((run) => measure(run, total(run.actual))));
  const pinball = (share: number, of: (run: Run) => number): number | null =>
    divide(
      sumOf((run, actual) => Math.max(share * (actual - of(run)), (share - 1) * (actual - of(run)))),
      remaining,
    );
  const rounding = 0.005;
  return {
    coverage80: divide(
      sumOf(({ range }, actual) => (actual >= range.p10 - rounding && actual <= range.p90 + rounding ? 1 : 0)),
      runs.length,
    ),
    width: divide(
      sumOf(({ range }) => range.p90 - range.p10),
      remaining,
    ),
    pinball10: pinball(0.1, ({ range }) => range.p10),
    pinball50: pinball(0.5, ({ range }) => range.p50),
    pinball90: pinball(0.9, ({ range }) => range.p90),
    crps: divide(
      sumOf(({ draws }, actual) => crpsOf(draws, actual)),
      remaining,
    ),
  };
}

/** E|X − y| − E|X − X′| ÷ 2 of sorted draws. */
function crpsOf(draws: Float64Array, actual: number): number {
  const n = draws.length;
  const off = draws.reduce((sum, draw) => sum + Math.abs(draw - actual), 0) / n;
  const spread = draws.reduce((sum, draw, at) => sum + draw * (2 * at - n + 1), 0) / (n * n);
  return off - spread;
}

/** Of the chances of open deals: squared error, surprise, order, and their sum beside the wins. */
export function chanceScores(runs: readonly Run[]): Readonly<Record<'brier' | 'log_loss' | 'auc' | 'expected_over_wins', number | null>> {
  const deals = runs.flatMap((run) => run.deals);
  const bounded = (chance: number): number => Math.min(1 - smallest, Math.max(smallest, chance));
  return {
    brier: divide(total(deals.map(({ chance, isWon }) => (chance - Number(isWon)) ** 2)), deals.length),
    log_loss: divide(total(deals.map(({ chance, isWon }) => -Math.log(isWon ? bounded(chance) : 1 - bounded(chance)))), deals.length),
    auc: aucOf(deals),
    expected_over_wins: divide(total(deals.map(({ chance }) => chance)), deals.filter(({ isWon }) => isWon).length),
  };
}

const smallest = 1e-4;

/** Share of pairs of a won and another deal in which the won one has the greater chance; equal ones count half. */
function aucOf(deals: readonly { readonly chance: number; readonly isWon: boolean }[]): number | null {
  const sorted = deals.toSorted((a, b) => a.chance - b.chance);
  const wins = sorted.filter(({ isWon }) => isWon).length;
  let ranks = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]!.chance === sorted[from]!.chance) to += 1;
    ranks += sorted.slice(from, to).filter(({ isWon }) => isWon).length * ((from + to + 1) / 2);
    from = to;
  }
  return divide(ranks - (wins * (wins + 1)) / 2, wins * (sorted.length - wins));
}

export interface RatioRange {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** WAPE of the model ÷ that of a method with its 90 % range: whole periods of portals are drawn again, both methods together. */
export function bootstrapRatio(runs: readonly Run[], method: MethodName, draws: number = 2000): RatioRange | null {
  const errors = blocksOf(runs).map((block) => [errorOf(block, 'model'), errorOf(block, method)] as const);
  if (errors.some(([, other]) => other === null)) return null;
  const random = createRandom(errors.length);
  const ratios = Float64Array.from({ length: draws }, () => {
    let [own, other] = [0, 0];
    for (let block = 0; block < errors.length; block += 1) {
      const drawn = errors[Math.floor(random.uniform() * errors.length)]!;
      own += drawn[0]!;
      other += drawn[1]!;
    }
    return own / other;
  }).sort();
  const [own, other] = [wapeOf(runs, 'model'), wapeOf(runs, method)];
  return own === null || other === null ? null : { ratio: own / other, low: quantile(ratios, 0.05), high: quantile(ratios, 0.95) };
}

function blocksOf(runs: readonly Run[]): Run[][] {
  return [...Map.groupBy(runs, ({ portal, index }) => `${portal} ${index}`).values()];
}

function errorOf(block: readonly Run[], method: MethodName): number | null {
  const errors = block.map(({ forecasts, actual }) =>
    forecasts[method] === null ? null : Math.abs(total(forecasts[method]) - total(actual)),
  );
  return errors.includes(null) ? null : total(errors as number[]);
}

function divide(value: number, by: number): number | null {
  return by === 0 ? null : value / by;
}

export function everyMethod(of: (method: MethodName) => number | null): ByMethod {
  return Object.fromEntries(methodNames.map((method) => [method, of(method)])) as Record<MethodName, number | null>;
}
