import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableChance, timePoints } from '#domain/forecast/base-chance.ts';
import { chanceBy } from '#domain/forecast/deal-chance.ts';
import { type DealHistory, outcome } from '#domain/forecast/deal-history.ts';
import { explainChance } from '#domain/forecast/explain-chance.ts';
import { fitModel } from '#domain/forecast/forecast-model.ts';
import { landmarkRows, openRows } from '#domain/forecast/landmark-rows.ts';
import { runForecast, runPast } from '#domain/forecast/past-runs.ts';
import { rangeOf, simulateWindow } from '#domain/forecast/simulate-window.ts';
import { expectedOf, forecastWindow, wonSoFarOf } from '#domain/forecast/window-forecast.ts';
import { corruptAfter, firstDay, smallPortal, withoutLosses } from './portals.ts';

const history = smallPortal();
const cutoff = firstDay + 400;
const span = { from: cutoff - 10, to: cutoff + 20 };
const order = { ...span, cutoff, seed: 11 };
const model = fitModel(history, cutoff);
const open = openRows(history, cutoff);

function bytes(portal: DealHistory): string {
  const windows = [1, 2, 3].map((back) => ({ from: span.from - 30 * back, to: span.to - 30 * back, cutoff: cutoff - 30 * back, seed: 11 }));
  const { window, draws, shock, guard } = runForecast(portal, order, runPast(portal, windows, cutoff).runs);
  return JSON.stringify({ window, range: rangeOf(draws), shock, guard }, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
  );
}

/** Σ chances ÷ wins of windows of 30 days in a row. */
function expectedOverWins(portal: DealHistory, truth: DealHistory): number {
  let [expected, wins] = [0, 0];
  for (let at = firstDay + 300; at <= firstDay + 450; at += 30) {
    const fitted = fitModel(portal, at);
    const rows = openRows(portal, at);
    for (let row = 0; row < rows.count; row += 1) {
      expected += chanceBy(fitted, rows, row, at + 30);
      const deal = rows.deal[row]!;
      if (truth.outcome[deal] === outcome.won && truth.closed[deal]! < at + 30) wins += 1;
    }
  }
  return expected / wins;
}

describe('the forecast model', () => {
  it('does not look behind the cutoff: other rows later on leave every byte as it was, one row before it does not', () => {
    const before = bytes(history);
    expect(bytes(corruptAfter(history, cutoff))).toBe(before);
    expect(bytes(corruptAfter(history, cutoff - 1))).not.toBe(before);
  });

  it('gives the same numbers for the same seed, and the same expectation for any', () => {
    const [one, same, other] = [11, 11, 12].map((seed) => runForecast(history, { ...order, seed }, [])) as [
      ReturnType<typeof runForecast>,
      ReturnType<typeof runForecast>,
      ReturnType<typeof runForecast>,
    ];
    expect(rangeOf(same.draws)).toEqual(rangeOf(one.draws));
    expect(rangeOf(other.draws)).not.toEqual(rangeOf(one.draws));
    expect(expectedOf(other.window)).toBe(expectedOf(one.window));
  });

  it('adds up: what people are expected to bring is what the company is', () => {
    const window = forecastWindow(model, { at: cutoff, open, wonSoFar: wonSoFarOf(history, cutoff, span) }, span);
    const people = window.wonSoFar.reduce((total, _, owner) => total + expectedOf(window, owner), 0);
    expect(Math.abs(people - expectedOf(window))).toBeLessThan(0.01);
    expect(window.wonSoFar.length).toBe(history.owners + 1);
    const draws = simulateWindow(window, { seed: 1, shock: 0.15 });
    const mean = draws.byOwner.reduce((total, value) => total + value, 0) / draws.count;
    const remaining = expectedOf(window) - window.wonSoFar.reduce((total, own) => total + own, 0);
    expect(Math.abs(mean / remaining - 1)).toBeLessThan(0.05);
  });

  it('never lowers a chance in a longer window', () => {
    fc.assert(
      fc.property(
        fc.nat(open.count - 1),
        fc.double({ min: 0, max: 380, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (row, days, more) => {
          const short = chanceBy(model, open, row, cutoff + days);
          const long = chanceBy(model, open, row, cutoff + days + more);
          expect(long).toBeGreaterThanOrEqual(short - 1e-12);
          expect(long).toBeLessThanOrEqual(0.985);
        },
      ),
    );
  });

  it('orders its range, and expects close to what happens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 470 }), fc.integer({ min: 1, max: 60 }), (day, days) => {
        const { draws } = runForecast(
          history,
          { from: firstDay + day, to: firstDay + day + days, cutoff: firstDay + day, seed: day, draws: 200 },
          [],
        );
        const { p10, p50, p90 } = rangeOf(draws);
        expect(p10).toBeGreaterThanOrEqual(0);
        expect(p50).toBeGreaterThanOrEqual(p10);
        expect(p90).toBeGreaterThanOrEqual(p50);
      }),
      { numRuns: 15 },
    );
    const many = smallPortal(4000, 5);
    expect(Math.abs(expectedOverWins(many, many) - 1)).toBeLessThan(0.1);
  });

  it('is the table of percents with timing while there is no history', () => {
    const portal = smallPortal(2000, 3);
    const cold = { ...portal, closed: portal.closed.map(() => NaN), outcome: portal.outcome.map(() => outcome.open) };
    const start = firstDay + 5;
    const first = fitModel(cold, start);
    const rows = openRows(cold, start);
    expect(rows.count).toBeGreaterThan(10);
    expect(first.closedDeals).toBe(0);
    for (let row = 0; row < rows.count; row += 1) {
      const percent = cold.stages[rows.stage[row]!]!.percent;
      for (const days of [5, 20, 60])
        expect(chanceBy(first, rows, row, start + days)).toBeCloseTo(percent * (1 - Math.exp(-days / 45)), 10);
      expect(chanceBy(first, rows, row, start + 17.3)).toBeCloseTo(percent * (1 - Math.exp(-17.3 / 45)), 3);
    }
    expect(tableChance(0.4, 45)[timePoints.indexOf(20)]).toBeCloseTo(0.4 * (1 - Math.exp(-20 / 45)), 12);
    expect(
      forecastWindow(first, { at: start, open: rows, wonSoFar: new Float64Array(6) }, { from: start, to: start + 30 }).newWins.count,
    ).toBe(0);
  });

  it('holds in a portal where losses are never recorded: deals that lie about come to nothing', () => {
    const truth = smallPortal(2500, 5);
    const endless = withoutLosses(truth);
    expect(Math.abs(expectedOverWins(endless, truth) - 1)).toBeLessThan(0.15);
    const fitted = fitModel(endless, cutoff);
    const rows = openRows(endless, cutoff);
    const old = Array.from({ length: rows.count }, (_, row) => row).filter((row) => rows.stageDays[row]! > 121);
    expect(old.length).toBeGreaterThan(100);
    const mean = old.reduce((total, row) => total + chanceBy(fitted, rows, row, cutoff + 30), 0) / old.length;
    expect(mean).toBeLessThan(0.005);
  });

  it('explains a chance by at most five reasons that add up to it', () => {
    let seen = 0;
    for (let row = 0; row < open.count; row += 1) {
      const { chance, base, reasons, deals } = explainChance(model, open, row, span);
      expect(base + reasons.reduce((total, { points }) => total + points, 0)).toBe(chance);
      expect(chance).toBe(Math.round(chanceBy(model, open, row, span.to) * 1000));
      expect(reasons.length).toBeLessThanOrEqual(5);
      expect(deals).toBeGreaterThanOrEqual(0);
      seen += reasons.length;
    }
    expect(seen).toBeGreaterThan(open.count);
  });

  it('leaves out whole deals and never single rows when there are too many', () => {
    const all = landmarkRows(history, cutoff);
    const wide = landmarkRows(history, cutoff, all.count - 1);
    expect(wide.count).toBeLessThan(all.count * 0.6);
    const some = landmarkRows(history, cutoff, 400);
    expect(some.count).toBeGreaterThan(250);
    expect(some.count).toBeLessThan(550);
    const rowsOf = (rows: typeof all): Map<number, number> =>
      new Map([...Map.groupBy(rows.deal, (deal) => deal)].map(([deal, own]) => [deal, own.length]));
    const complete = rowsOf(wide);
    for (const [deal, count] of rowsOf(some)) expect(count).toBe(complete.get(deal));
  });
});
