import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnSeason, type MonthHistory } from '#domain/planning/learn-season.ts';
import { flatWeight } from '#domain/planning/season-curve.ts';

const pattern = [60, 80, 100, 100, 90, 80, 80, 90, 110, 120, 130, 160];
const yearOf = (year: number, values: readonly number[], workdays = 20): MonthHistory[] =>
  values.map((value, at) => ({ month: `${year}-${String(at + 1).padStart(2, '0')}`, value: BigInt(value * workdays), workdays }));
const repeated = (years: number): MonthHistory[] => Array.from({ length: years }, (_, at) => yearOf(2020 + at, pattern)).flat();

describe('a season curve learned from history', () => {
  it('is flat without a whole year', () => {
    expect(learnSeason('кривая', yearOf(2025, pattern).slice(1))).toMatchObject({ years: 0, belief: 0 });
    expect(new Set(learnSeason('кривая', []).distribution.weights)).toEqual(new Set([flatWeight]));
    expect(learnSeason('кривая', yearOf(2025, pattern, 0))).toMatchObject({ years: 0, belief: 0 });
    expect(
      learnSeason(
        'кривая',
        yearOf(
          2025,
          Array.from({ length: 12 }, () => 0),
        ),
      ),
    ).toMatchObject({ years: 0 });
  });

  it('takes a third of one year, two thirds of two that agree, three quarters of three', () => {
    expect([1, 2, 3, 9].map((years) => learnSeason('кривая', repeated(years)).belief)).toEqual([1 / 3, 2 / 3, 3 / 4, 9 / 10]);
    const [january, december] = [0, 11].map((at) => learnSeason('кривая', repeated(3)).distribution.weights[at]);
    expect([january, december]).toEqual([7000, 14_500]);
  });

  it('does not take a longer month for a better one', () => {
    const history = yearOf(2025, pattern).map((month, at) => ({ ...month, workdays: 15 + at, value: BigInt((15 + at) * 100) }));
    expect(new Set(learnSeason('кривая', history).distribution.weights)).toEqual(new Set([flatWeight]));
  });

  it('does not take growth from year to year for a season', () => {
    const grown = [2023, 2024, 2025].flatMap((year, at) =>
      yearOf(
        year,
        pattern.map((value) => value * (at + 1)),
      ),
    );
    expect(learnSeason('кривая', grown).distribution).toEqual(learnSeason('кривая', repeated(3)).distribution);
  });

  it('believes restless years less than calm ones', () => {
    const swapped = [...pattern.slice(6), ...pattern.slice(0, 6)];
    const restless = [...yearOf(2024, pattern), ...yearOf(2025, swapped)];
    expect(learnSeason('кривая', restless).belief).toBeLessThan(learnSeason('кривая', repeated(2)).belief / 2);
  });

  it('lies between flat and what was seen, closer to flat the fewer years there are', () => {
    const values = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (years) => {
        const { belief, distribution } = learnSeason(
          'кривая',
          years.flatMap((year, at) => yearOf(2020 + at, year)),
        );
        expect(belief).toBeGreaterThanOrEqual(0);
        expect(belief).toBeLessThanOrEqual(years.length / (years.length + 1));
        expect(distribution.weights.reduce((all, one) => all + one, 0)).toBe(12 * flatWeight);
      }),
    );
  });
});
