import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '#domain/money.ts';
import { growthFactors, listFactors, listNotConsidered, type FactorCode, type GrowthFactor } from '#domain/planning/growth-factor.ts';
import { computePartModels, computePlanModel, type ModelInput } from '#domain/planning/plan-model.ts';

const considered = (code: FactorCode, basisPoints: number): GrowthFactor => ({ code, answer: { kind: 'considered', basisPoints } });
const million = 1_000_000_00n;

/** The wizard on the planning page: «Снабсервис», December. */
const december: ModelInput = {
  base: 40n * million,
  season: 11_000,
  factors: [
    { code: 'market', answer: { kind: 'not-relevant' } },
    considered('prices', 500),
    considered('own:assortment', 1000),
    { code: 'competitors', answer: { kind: 'not-relevant' } },
    { code: 'own:lost-clients', answer: { kind: 'not-considered' } },
  ],
  limit: 50n * million,
};

const amount = fc.bigInt({ min: 0n, max: 10n ** 14n });
const factor = fc
  .tuple(fc.constantFrom(...growthFactors), fc.integer({ min: -10_000, max: 30_000 }))
  .map(([code, points]) => considered(code, points));
const input: fc.Arbitrary<ModelInput> = fc.record({
  base: amount,
  season: fc.option(fc.integer({ min: 0, max: 30_000 })),
  factors: fc.uniqueArray(factor, { selector: ({ code }) => code }),
  growth: fc.constantFrom('multiplied' as const, 'added' as const),
  step: fc.constantFrom(1n, 100n, 1_000_00n),
  limit: fc.option(amount),
});

describe('the factor model', () => {
  it('climbs 40,00 → 44,00 → 46,20 → 50,82 and is limited to 50,00', () => {
    const model = computePlanModel(december);
    expect(model.steps).toEqual([
      { code: 'season', multiplier: 11_000, change: 4_00n * (million / 100n) },
      { code: 'prices', multiplier: 10_500, change: 2_20n * (million / 100n) },
      { code: 'own:assortment', multiplier: 11_000, change: 4_62n * (million / 100n) },
      { code: 'limit', multiplier: null, change: -82n * (million / 100n) },
    ]);
    expect([model.calculated, model.result]).toEqual([50_82n * (million / 100n), 50n * million]);
  });

  it('limits and never multiplies by supply: a limit above the result changes nothing', () => {
    expect(computePlanModel({ ...december, limit: 60n * million }).result).toBe(50_82n * (million / 100n));
    expect(computePlanModel({ ...december, limit: null }).steps.map(({ code }) => code)).not.toContain('limit');
  });

  it('can add the percents up instead', () => {
    expect(computePlanModel({ ...december, season: null, growth: 'added', limit: null })).toMatchObject({
      steps: [{ change: 2n * million }, { change: 4n * million }],
      result: 46n * million,
    });
  });

  it('shows the rounding to a step as a step', () => {
    expect(computePlanModel({ base: 1234n, season: null, factors: [], step: 100n, limit: null })).toEqual({
      base: 1234n,
      steps: [{ code: 'rounding', multiplier: null, change: -34n }],
      calculated: 1200n,
      result: 1200n,
    });
  });

  it('refuses a factor that takes away more than everything', () => {
    expect(() => computePlanModel({ ...december, factors: [considered('market', -10_001)] })).toThrow(RangeError);
  });

  it('adds up to its end exactly and never exceeds the limit', () => {
    fc.assert(
      fc.property(input, (given) => {
        // Percents that are added may together take away more than everything.
        const model = computePlanModel(given);
        expect(model.base + sum(model.steps.map(({ change }) => change))).toBe(model.result);
        if (given.limit !== null) expect(model.result <= given.limit).toBe(true);
        if (given.limit === null) expect(model.result % given.step!).toBe(0n);
      }),
    );
  });

  it('comes to the same result in whatever order the factors are taken', () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(computePlanModel({ ...given, factors: given.factors.toReversed() }).result).toBe(computePlanModel(given).result);
      }),
    );
  });
});

describe('models of clients and products', () => {
  it('grow each by its own factors and carry one limit by their size', () => {
    const { whole, parts } = computePartModels(
      [
        { key: 'client=company:1', base: 600n, season: null, factors: [considered('client-potential', 5000)], limit: null },
        { key: 'client=company:2', base: 300n, season: null, factors: [considered('client-potential', -10_000)], limit: null },
        { key: '', base: 100n, season: null, factors: [], limit: null },
      ],
      800n,
    );
    expect(parts.map(({ key, result, allowed }) => [key, result, allowed])).toEqual([
      ['client=company:1', 900n, 720n],
      ['client=company:2', 0n, 0n],
      ['', 100n, 80n],
    ]);
    expect(whole).toEqual({
      base: 1000n,
      steps: [
        { code: 'client-potential', multiplier: null, change: 0n },
        { code: 'limit', multiplier: null, change: -200n },
      ],
      calculated: 1000n,
      result: 800n,
    });
  });

  it('add up in every direction', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 6 }), fc.option(amount), (inputs, limit) => {
        const grown = inputs.map((given, at) => ({ ...given, growth: 'multiplied' as const, key: `product=${at}` }));
        const { whole, parts } = computePartModels(grown, limit);
        expect(sum(parts.map(({ allowed }) => allowed))).toBe(whole.result);
        expect(whole.base + sum(whole.steps.map(({ change }) => change))).toBe(whole.result);
        expect(new Set(whole.steps.map(({ code }) => code)).size).toBe(whole.steps.length);
        if (limit !== null) expect(whole.result <= limit).toBe(true);
        for (const part of parts) expect(part.allowed >= 0n && part.allowed <= part.result).toBe(true);
      }),
    );
  });
});

describe('the registry of factors', () => {
  it('shows what nobody has looked at yet', () => {
    const factors = listFactors(december.factors);
    expect(factors).toHaveLength(growthFactors.length + 2);
    expect(factors.at(-1)?.code).toBe('own:lost-clients');
    expect(listNotConsidered(factors)).toEqual([
      'market-share',
      'marketing',
      'client-potential',
      'currency',
      'economy',
      'own:lost-clients',
    ]);
    expect(listNotConsidered(listFactors([]))).toEqual([...growthFactors]);
  });
});
