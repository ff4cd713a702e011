import { describe, expect, it } from 'vitest';
import { allowsDimension, catalogueCodes, findMetric, isCatalogueCode, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { isValueOld, manualCode, unitDigits, type ManualMetric, type Metric } from '#domain/planning/metric.ts';

const posMaterials: ManualMetric = {
  id: 'pos',
  name: 'POS-материалы',
  unit: 'count',
  direction: 'more',
  overTime: 'latest',
  source: 'typed',
  enteredBy: 7n,
  oldAfterDays: 14,
};

const entries = Object.entries<Metric>(metricCatalogue);

describe('the metric catalogue', () => {
  it('holds what the sources ask for', () => {
    expect(catalogueCodes).toEqual(
      expect.arrayContaining([
        ...['revenue', 'margin', 'quantity', 'deals-won', 'average-check', 'new-deals', 'new-clients', 'active-clients', 'repeat-share'],
        ...['first-sales', 'calls', 'meetings', 'presentations', 'quotes-prepared', 'quotes-sent', 'leads-processed', 'contacts-entered'],
        ...['open-line-sessions', 'emails', 'payments-count', 'payments-sum', 'invoices-issued', 'contracts', 'relationship-moves'],
        ...['receivables', 'on-time-tasks', 'profitability', 'cross-sell'],
      ]),
    );
  });

  it('divides only metrics it holds, and a ratio never adds up', () => {
    for (const [code, metric] of entries) {
      const isRatio = metric.ratio !== null;
      expect([code, metric.overPeople === 'ratio', metric.overTime === 'ratio']).toEqual([code, isRatio, isRatio]);
      if (metric.ratio === null) continue;
      for (const part of [metric.ratio.of, metric.ratio.to]) expect(findMetric(part)).toMatchObject({ ratio: null });
      expect(findMetric(metric.ratio.of)?.bases).toEqual(metric.bases);
    }
  });

  it('counts a percent only from two metrics of one unit, and money by the piece', () => {
    for (const [code, metric] of entries) {
      if (metric.ratio === null) continue;
      const [of, to] = [findMetric(metric.ratio.of)!, findMetric(metric.ratio.to)!];
      expect([code, metric.unit === 'percent' ? of.unit : 'count']).toEqual([code, to.unit]);
    }
  });

  it('takes how things stand from the last day', () => {
    for (const [code, metric] of entries) expect([code, metric.overTime === 'latest']).toEqual([code, metric.nature === 'state']);
    expect(metricCatalogue.receivables.direction).toBe('less');
  });

  it('knows what is no code', () => {
    expect(isCatalogueCode('toString')).toBe(false);
    expect(findMetric('__proto__')).toBeUndefined();
    expect(findMetric('manual:pos')).toBeUndefined();
  });

  it('allows dimensions where a fact has them, custom ones where something is sold', () => {
    expect(allowsDimension(metricCatalogue.revenue, 'brand')).toBe(true);
    expect(allowsDimension(metricCatalogue.revenue, 'custom.route')).toBe(true);
    expect(allowsDimension(metricCatalogue.calls, 'brand')).toBe(false);
    expect(allowsDimension(metricCatalogue.calls, 'custom.route')).toBe(false);
  });
});

describe('metrics of the portal', () => {
  it('stand beside those of the catalogue', () => {
    expect(manualCode(posMaterials)).toBe('manual:pos');
    expect(findMetric('manual:pos', [posMaterials])).toMatchObject({ unit: 'count', overTime: 'latest', nature: 'state', ratio: null });
  });

  it('grow old when nobody enters them', () => {
    expect(isValueOld(posMaterials, '2026-11-02', '2026-11-16')).toBe(false);
    expect(isValueOld(posMaterials, '2026-11-01', '2026-11-16')).toBe(true);
    expect(isValueOld(posMaterials, null, '2026-11-16')).toBe(true);
    expect(isValueOld({ ...posMaterials, source: 'smart-process' }, null, '2026-11-16')).toBe(false);
  });
});

describe('units', () => {
  it('have one scale each', () => {
    expect((['money', 'count', 'quantity', 'percent'] as const).map((unit) => unitDigits(unit, 2))).toEqual([2, 0, 3, 2]);
    expect(unitDigits('money', 0)).toBe(0);
  });
});
