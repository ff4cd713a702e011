import { describe, expect, it } from 'vitest';
import { Metric } from '#contract/wire.ts';
import { countableCodes, hasFacts, isRatio, partsOf, whyWithoutFacts } from '#domain/planning/countable-metrics.ts';
import { catalogueCodes, metricCatalogue } from '#domain/planning/metric-catalogue.ts';

describe('countable metrics', () => {
  it('are those of the catalogue without a reason against them', () => {
    expect(countableCodes).toEqual(catalogueCodes.filter((code) => whyWithoutFacts(code) === null));
    expect(catalogueCodes.filter((code) => !hasFacts(code))).toEqual(['first-sales']);
  });

  it('are divided as the catalogue says, by metrics that are counted and no ratios themselves', () => {
    for (const code of countableCodes) {
      const { ratio } = metricCatalogue[code];
      expect(partsOf(code)).toEqual(ratio === null ? [code] : [ratio.of, ratio.to]);
      expect(isRatio(code)).toBe(ratio !== null);
      for (const part of partsOf(code)) expect(isRatio(part)).toBe(false);
    }
  });

  it('are asked for by the names of the catalogue, all of them', () => {
    expect(Metric.options).toEqual(catalogueCodes);
  });
});
