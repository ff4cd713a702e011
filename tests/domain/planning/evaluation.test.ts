import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBands, evaluate, findBand, listEvaluationFaults, wholeWeight, type ScoredMetric } from '#domain/planning/evaluation.ts';

const share = (metric: string, weight: number, value: number, cap: number | null = null): ScoredMetric => ({
  metric,
  weight,
  cap,
  attainment: { kind: 'share', share: value },
});

describe('evaluation over several metrics', () => {
  it('weighs each and does not stop at 100 %: 2 of 4 deals at 20 % and 40 of 20 thousand at 80 % make 170', () => {
    expect(evaluate([share('deals-won', 2000, 0.5), share('revenue', 8000, 2)])).toEqual({
      share: 1.7,
      band: 'exceeded',
      parts: [
        { metric: 'deals-won', share: 0.1 },
        { metric: 'revenue', share: 1.6 },
      ],
      left: [],
    });
  });

  it('keeps a metric with a limit from hiding the others', () => {
    expect(evaluate([share('deals-won', 5000, 0.2), share('calls', 5000, 5, 1.2)])).toMatchObject({ share: 0.7, band: 'not-met' });
  });

  it('leaves out what has no plan and says so', () => {
    const left: ScoredMetric = { metric: 'margin', weight: 5000, cap: null, attainment: { kind: 'no-plan' } };
    expect(evaluate([share('revenue', 5000, 0.95), left])).toMatchObject({ share: 0.95, band: 'almost', left: ['margin'] });
    expect(evaluate([left])).toEqual({ share: null, band: null, parts: [], left: ['margin'] });
    expect(evaluate([share('calls', 0, 3)])).toMatchObject({ share: null, left: [] });
  });

  it('takes a plan of nothing as met or not', () => {
    const nothing = (surplus: bigint, isMet: boolean): ScoredMetric => ({
      metric: 'receivables',
      weight: 5000,
      cap: null,
      attainment: { kind: 'plan-of-nothing', surplus, isMet },
    });
    expect(evaluate([share('revenue', 5000, 1), nothing(0n, true)]).share).toBe(1);
    expect(evaluate([share('revenue', 5000, 1), nothing(-9n, false)]).share).toBe(0.5);
  });

  it('lies between the worst and the best of its metrics, and its parts add up to it', () => {
    const metrics = fc.array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: -2_000_000, max: 9_000_000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(metrics, (given) => {
        const result = evaluate(given.map(([weight, millionths], at) => share(`manual:${at}`, weight, millionths / 1e6)));
        const values = given.map(([, millionths]) => millionths / 1e6);
        expect(result.share).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(result.share).toBeLessThanOrEqual(Math.max(...values));
        expect(result.parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(result.share!, 5);
      }),
    );
  });
});

describe('bands', () => {
  it('are half-open: a limit belongs to the band above it', () => {
    expect([0.899999, 0.9, 0.999999, 1, 1.099999, 1.1, -3, 40].map((value) => findBand(defaultBands, value))).toEqual([
      'not-met',
      'almost',
      'almost',
      'met',
      'met',
      'exceeded',
      'not-met',
      'exceeded',
    ]);
    expect(findBand([], 1)).toBeNull();
  });

  it('and weights are checked before they are taken', () => {
    const weight = (metric: string, value: number) => ({ metric, weight: value });
    expect(listEvaluationFaults([weight('revenue', 6000), weight('calls', 4000)], defaultBands)).toEqual([]);
    expect(listEvaluationFaults([weight('revenue', 4000), weight('calls', 6000)], defaultBands)).toEqual(['activity-outweighs-result']);
    expect(listEvaluationFaults([weight('revenue', wholeWeight - 1)], [])).toEqual(['no-bands', 'weights-not-whole']);
    expect(listEvaluationFaults([], [defaultBands[1]!, defaultBands[1]!])).toEqual(['bands-out-of-order']);
  });
});
