import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { createDistribution, editWeight, flatWeight, seasonFactor, weighDays } from '#domain/planning/season-curve.ts';
import { listDays } from '#domain/period.ts';

const period = (key: string) => parsePlanPeriod(key)!;
const weights = (length: number) => fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: length, maxLength: length });
const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const december = listDays('2026-12').slice(0, 20);

describe('a distribution', () => {
  it('averages to 1 exactly, whatever was given', () => {
    fc.assert(
      fc.property(weights(12), (given) => {
        const { weights: made } = createDistribution('кривая', 'months', given);
        expect(total(made)).toBe(12 * flatWeight);
        expect(made.every((weight) => weight >= 0 && Number.isInteger(weight))).toBe(true);
      }),
    );
    expect(createDistribution('пусто', 'months', [0, 0, 0]).weights).toEqual([flatWeight, flatWeight, flatWeight]);
    expect(createDistribution('с минусом', 'parts', [-5, 1]).weights).toEqual([0, 20_000]);
  });

  it('still averages to 1 when one weight is set by hand', () => {
    expect(editWeight(createDistribution('пара', 'parts', [1, 1]), 0, 15_000).weights).toEqual([15_000, 5000]);
    fc.assert(
      fc.property(weights(12), fc.integer({ min: 0, max: 11 }), fc.integer({ min: -1000, max: 200_000 }), (given, at, weight) => {
        const edited = editWeight(createDistribution('кривая', 'months', given), at, weight);
        expect(total(edited.weights)).toBe(12 * flatWeight);
        expect(edited.weights[at]).toBe(Math.min(Math.max(weight, 0), 12 * flatWeight));
        expect(edited.weights.every((one) => one >= 0)).toBe(true);
      }),
    );
  });

  it('stays as it is where there is no such weight', () => {
    const pair = createDistribution('пара', 'parts', [1, 1]);
    expect(editWeight(pair, 2, 5)).toEqual(pair);
  });
});

describe('weights of days', () => {
  it('are alike without curves', () => {
    expect(new Set(weighDays(december, {})).size).toBe(1);
  });

  it('multiply month and weekday', () => {
    const months = createDistribution('декабрь вдвое', 'months', [...Array.from({ length: 11 }, () => 10), 20]);
    const weekdays = createDistribution('понедельник вдвое', 'weekdays', [2, 1, 1, 1, 1, 1, 1]);
    const [november, tuesday, monday] = weighDays(['2026-11-24', '2026-12-01', '2026-12-07'], { months, weekdays });
    expect(Number(tuesday! * 1000n) / Number(november! * 1000n)).toBeCloseTo(2, 3);
    expect(Number(monday! * 1000n) / Number(tuesday! * 1000n)).toBeCloseTo(2, 3);
  });

  it('stretch the parts of a period over as many days as it has, losing nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (given, count) => {
          const parts = createDistribution('части', 'parts', given);
          const days = listDays('2026-12').slice(0, count);
          const made = weighDays(days, { parts });
          expect(sum(made)).toBe(BigInt(total(parts.weights)) * BigInt(count) * BigInt(flatWeight) ** 2n);
          expect(made.every((weight) => weight >= 0n)).toBe(true);
        },
      ),
    );
  });

  it('give a half to each half of the month', () => {
    const parts = createDistribution('конец месяца', 'parts', [1, 3]);
    const made = weighDays(december, { parts });
    expect(sum(made.slice(0, 10)) * 4n).toBe(sum(made));
  });
});

describe('the season factor', () => {
  it('is the target over the base: ×1,10 for December after August to October', () => {
    const curve = createDistribution('Снабсервис', 'months', [...Array.from({ length: 7 }, () => 9.875), 10, 10, 10, 9.875, 11]);
    expect(seasonFactor(curve, period('2026-12'), [period('2026-08'), period('2026-09'), period('2026-10')])).toBe(11_000);
    expect(seasonFactor(curve, period('2026-12'), [period('2025-12')])).toBe(flatWeight);
    expect(seasonFactor(curve, period('2026-12'), [])).toBeNull();
  });
});
