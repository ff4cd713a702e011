import { describe, expect, it } from 'vitest';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { largestTargetOf, readPlanValue } from '#domain/planning/plan-value.ts';

describe('the largest target', () => {
  it('is one for each kind of number, so that a page and a workbook refuse the same', () => {
    expect(largestTargetOf(metricCatalogue.calls)).toBe(10_000n);
    expect(largestTargetOf(metricCatalogue['on-time-tasks'])).toBe(100_000n);
    expect(largestTargetOf(metricCatalogue.revenue)).toBe(10n ** 15n);
  });

  it('is allowed itself, and nothing above it', () => {
    const share = { digits: 2, largest: largestTargetOf(metricCatalogue.profitability) };
    expect(readPlanValue('1000.00', share)).toBe(100_000n);
    expect(readPlanValue('1000.01', share)).toEqual({ fault: 'too-large', text: '1000.01' });
  });
});
