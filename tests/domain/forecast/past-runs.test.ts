import { describe, expect, it } from 'vitest';
import { accuracyOf, guardedRange, guardOf, type PastRun, runForecast, shockOf, toPastRun } from '#domain/forecast/past-runs.ts';
import { createRandom } from '#domain/forecast/random.ts';
import { clockAt, fitClock, paceOf } from '#domain/forecast/working-clock.ts';
import { firstDay, smallPortal } from './portals.ts';

const run = (actual: number): PastRun => ({
  cutoff: 0,
  to: 1,
  expected: 100,
  actual,
  variance: 100,
  range: { p10: 90, p50: 100, p90: 110 },
});
const runs = (...actuals: number[]): PastRun[] => actuals.map(run);

describe('a range checked on its own past', () => {
  it('stays as it is without a past, widens after misses, and no more than two and a half times', () => {
    expect(guardOf([])).toBe(1);
    expect(guardOf(runs(...Array.from({ length: 20 }, (_, index) => 95 + (index % 10))))).toBe(1);
    const missed = guardOf(runs(...Array.from({ length: 20 }, (_, index) => 100 + (index % 2 === 0 ? 20 : -20))));
    expect(missed).toBeGreaterThan(1.5);
    expect(guardOf(runs(...Array.from({ length: 60 }, () => 1000)))).toBe(2.5);
  });

  it('takes the shock that explains past errors beyond chance, between 0.05 and 0.5 and near 0.15 at first', () => {
    expect(shockOf([])).toBe(0.15);
    expect(shockOf(runs(100, 101, 99))).toBeCloseTo((3 * 0.05 + 4 * 0.15) / 7, 10);
    expect(shockOf(runs(...Array.from({ length: 96 }, () => 400)))).toBeCloseTo((96 * 0.5 + 4 * 0.15) / 100, 10);
  });

  it('never reaches below what is already won', () => {
    expect(guardedRange({ p10: 10, p50: 100, p90: 130 }, { wonSoFar: 40, guard: 2 })).toEqual({ p10: 40, p50: 140, p90: 200 });
  });

  it('learns nothing from a window that is not over', () => {
    const history = smallPortal(200);
    const cutoff = firstDay + 200;
    const full = runForecast(history, { from: cutoff, to: cutoff + 30, cutoff, seed: 1 }, [run(400)]);
    expect(() => toPastRun(history, full, cutoff + 29)).toThrow('not over');
    expect(toPastRun(history, full, cutoff + 30)).toMatchObject({ cutoff, to: cutoff + 30 });
    const late = { ...run(400), to: cutoff + 1 };
    expect(runForecast(history, { from: cutoff, to: cutoff + 30, cutoff, seed: 1 }, [late]).shock).toBe(0.15);
  });
});

describe('drawing', () => {
  it('has the moments it names', () => {
    const random = createRandom(5);
    const sample = (draw: () => number): { mean: number; variance: number } => {
      const values = Array.from({ length: 20_000 }, draw);
      const mean = values.reduce((total, value) => total + value, 0) / values.length;
      return { mean, variance: values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length };
    };
    const gamma = sample(() => random.gamma(0.3));
    expect(gamma.mean).toBeCloseTo(1, 1);
    expect(gamma.variance).toBeCloseTo(0.09, 2);
    const few = sample(() => random.poisson(3));
    expect(few.mean).toBeCloseTo(3, 1);
    expect(Math.abs(few.variance - 3)).toBeLessThan(0.15);
    expect(Math.abs(sample(() => random.poisson(80)).variance / 80 - 1)).toBeLessThan(0.05);
    expect(random.gamma(0)).toBe(1);
  });
});

describe('the working clock', () => {
  const days = 364;
  const wins = Float64Array.from({ length: days }, (_, day) => ((firstDay + day + 3) % 7 >= 5 ? 0 : 3));
  const counts = { first: firstDay, events: wins, exposed: new Float64Array(days).fill(50) };

  it('stands nearly still on days on which nothing is won, and passes a unit on the average day', () => {
    const clock = fitClock(counts, firstDay + 400);
    const pace = (from: number): number[] =>
      Array.from({ length: 7 }, (_, day) => paceOf(clock, firstDay + from + day)).sort((a, b) => a - b);
    expect(pace(70)[1]).toBeLessThan(0.1);
    expect(pace(380)[2]).toBeGreaterThan(1);
    expect(clockAt(clock, firstDay + days) - clockAt(clock, firstDay)).toBeCloseTo(days, 6);
  });

  it('does not take many open deals for a good day', () => {
    const busy = Float64Array.from({ length: days }, (_, day) => (day % 7 === 0 ? 100 : 50));
    const even = fitClock({ ...counts, events: busy.map((open) => open / 20), exposed: busy }, firstDay + days);
    for (let day = 100; day < 107; day += 1) expect(paceOf(even, firstDay + day)).toBeCloseTo(1, 1);
  });
});

describe('how far off past forecasts were', () => {
  const made = (expected: number, actual: number): PastRun => ({ ...run(actual), expected });

  it('is told by what came: the error without its sign, and the bias with it', () => {
    expect(accuracyOf([made(110, 100), made(80, 100), made(130, 100)])).toEqual({
      runs: 3,
      wape: 0.2,
      bias: expect.closeTo(0.0667, 4) as number,
    });
  });

  it('is not told from two months, nor from months in which nothing came', () => {
    expect(accuracyOf([made(110, 100), made(80, 100)])).toBeNull();
    expect(accuracyOf([made(1, 0), made(2, 0), made(3, 0)])).toBeNull();
  });
});
