import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionRows, openValues, restOf, shareOut } from '#components/planning/dimensions/dimension-rows.ts';
import type { PlanDimensionLine } from '#contract/plan-dimensions.ts';

const scale = { digits: 2, shift: 3 };
const line = (key: string, title: string, change: Partial<PlanDimensionLine> = {}): PlanDimensionLine => ({
  ...{ scope: 'person:4', key, title, published: null, draft: null, fact: null, before: null },
  ...change,
});
const lines = [
  line('client=company:12', 'Прогресс', { published: '1400000.00', fact: '0.00', before: '250000.50' }),
  line('client=company:13', 'Автодор', { published: '900000.00', draft: { value: '700000.00' } }),
  line('client=company:14', 'Полюс', { published: '100000.00', draft: { value: null } }),
  line('brand=Makita', 'Makita', { draft: { value: '5000.00' } }),
  line('client=company:12', 'Прогресс', { scope: 'person:5', published: '1.00' }),
];
const rowsOf = (typed: Parameters<typeof dimensionRows>[1] = new Map(), dimension: 'client' | 'brand' = 'client') =>
  dimensionRows(lines, typed, { scope: 'person:4', dimension, scale });

describe('targets by one dimension', () => {
  it('are those of the owner as they will be published, the largest first; what is taken out stays to be seen', () => {
    expect(rowsOf().map(({ title, value }) => [title, value])).toEqual([
      ['Прогресс', 140_000_000n],
      ['Автодор', 70_000_000n],
      ['Полюс', null],
    ]);
    expect(rowsOf()[0]).toMatchObject({ fact: 0n, before: 25_000_050n });
    expect(rowsOf(new Map(), 'brand').map(({ title }) => title)).toEqual(['Makita']);
  });

  it('show what is typed before the server has it, and drop a dropped draft', () => {
    const typed = new Map(
      [
        { scope: 'person:4', key: 'client=company:13', title: 'Автодор' },
        { scope: 'person:4', key: 'client=group:Новые', title: 'Новые', value: '600000.00' },
        { scope: 'person:5', key: 'client=company:99', title: 'Чужой', value: '1.00' },
      ].map((one) => [`${one.scope} ${one.key}`, one]),
    );
    expect(rowsOf(typed).map(({ title, value }) => [title, value])).toEqual([
      ['Прогресс', 140_000_000n],
      ['Автодор', 90_000_000n],
      ['Новые', 60_000_000n],
      ['Полюс', null],
    ]);
  });

  it('leave a rest of the whole, below zero when they are more', () => {
    expect(restOf(rowsOf(), 250_000_000n)).toEqual({ sum: 210_000_000n, rest: 40_000_000n });
    expect(restOf(rowsOf(), 200_000_000n).rest).toBe(-10_000_000n);
    expect(restOf(rowsOf(), null).rest).toBeNull();
  });

  it('offer what has no target yet', () => {
    const value = (text: string) => ({ value: text, title: null, depth: 0, sum: '1.00' });
    const open = openValues(['company:12', 'company:14', 'company:77'].map(value), rowsOf(), 'client');
    expect(open.map(({ key }) => key)).toEqual(['client=company:14', 'client=company:77']);
  });

  it('share a rest out by sales without losing a kopeck', () => {
    const sold = fc.array(fc.bigInt({ min: -5n, max: 10n ** 10n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt({ min: -5n, max: 10n ** 14n }), sold, (rest, sums) => {
        const parts = shareOut(
          rest,
          sums.map((sum, at) => ({ key: `brand=${at}`, sum })),
          scale,
        );
        const hasSales = sums.some((sum) => sum > 0n);
        expect(parts.reduce((total, { value }) => total + value, 0n)).toBe(rest > 0n && hasSales ? rest : 0n);
      }),
    );
  });
});
