import { describe, expect, it } from 'vitest';
import { bridgeMetrics, bridgeOf, bridgeScopes } from '#components/planning/money-bridge.ts';
import type { MetricFacts } from '#contract/metric-facts.ts';
import type { Metric } from '#contract/wire.ts';

const answer = (metric: Metric, company: string | null, state: MetricFacts['state'] = 'counted'): [Metric, MetricFacts] => [
  metric,
  {
    ...{ metric, unit: 'money', currency: 'RUB', state, missing: null, factsAt: null, attribution: 'responsible', months: ['2026-11'] },
    facts: [
      { scope: 'company', values: [company], total: company },
      { scope: 'person:6', values: ['1.00'], total: '1.00' },
    ],
  },
];
const facts = new Map([
  answer('revenue', '1000.00'),
  answer('invoices-sum', '800.50'),
  answer('payments-sum', '-20.00'),
  answer('receivables', '400.00'),
  answer('overdue-receivables', '400.00', 'refused'),
]);

describe('from the deal to the money', () => {
  it('has each sum as it is, drawn beside the longest, and none below zero', () => {
    expect(bridgeOf(facts, 'company')?.map(({ value, length }) => [value, length])).toEqual([
      ['1000.00', 1],
      ['800.50', 0.8005],
      ['-20.00', 0],
      ['400.00', 0.4],
      [null, 0],
    ]);
    expect(bridgeScopes(facts)).toEqual(['company', 'person:6']);
  });

  it('waits until all of it is known', () => {
    expect(bridgeOf(new Map([...facts].slice(1)), 'company')).toBeUndefined();
    expect(bridgeOf(facts, 'person:6')?.map(({ metric }) => metric)).toEqual([...bridgeMetrics]);
  });
});
