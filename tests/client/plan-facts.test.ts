import { describe, expect, it } from 'vitest';
import { planFactRows } from '#components/planning/plan-facts.ts';
import type { MetricFacts } from '#contract/metric-facts.ts';
import type { PlanGrid } from '#contract/plan.ts';
import type { Metric, Scope } from '#contract/wire.ts';
import { buildGrid } from './sample-overview.ts';

const about = { currency: 'RUB', state: 'counted', missing: null, factsAt: null, attribution: 'responsible' } as const;

function factsOf(metric: Metric, unit: MetricFacts['unit'], values: Record<Scope, string | null>): [Metric, MetricFacts] {
  const facts = Object.entries(values).map(([scope, value]) => ({ scope, values: [value], total: value }));
  return [metric, { ...about, metric, unit, months: ['2026-12'], facts }];
}

const factAt = (grid: PlanGrid, facts: [Metric, MetricFacts], scope: Scope) =>
  planFactRows(grid, [facts[0]], new Map([facts]), 'Снабсервис').find(({ row }) => row.scope === scope)?.facts[0];
const ended: Partial<PlanGrid> = { workdays: 20, workdaysPassed: 20 };

describe('plan and fact side by side', () => {
  it('have a deviation below zero when there is less than planned', () => {
    const facts = factsOf('revenue', 'money', { 'person:31': '2500000.00' });
    expect(factAt(buildGrid(ended), facts, 'person:31')).toMatchObject({
      plan: 290_000_000n,
      fact: 250_000_000n,
      deviation: -40_000_000n,
      verdict: 'worse',
    });
  });

  it('are compared as of the last working day that has ended while the month runs', () => {
    const facts = factsOf('revenue', 'money', { 'person:31': '1500000.00' });
    const half = buildGrid({ workdays: 20, workdaysPassed: 10 });
    expect(factAt(half, facts, 'person:31')).toMatchObject({ deviation: 5_000_000n, verdict: 'better' });
  });

  it('leave a line without a plan without a deviation, and one without facts without zero', () => {
    const facts = factsOf('revenue', 'money', { 'person:16': '100.00', 'person:31': null });
    expect(factAt(buildGrid(ended), facts, 'person:16')).toMatchObject({
      plan: null,
      fact: 10_000n,
      deviation: null,
      attainment: { kind: 'no-plan' },
    });
    expect(factAt(buildGrid(ended), facts, 'person:31')).toMatchObject({ fact: null, deviation: null, attainment: { kind: 'no-fact' } });
  });

  it('count a norm of each day over the working days of the month', () => {
    const grid = buildGrid({ ...ended, published: [{ metric: 'calls', scope: 'person:31', value: '10' }] });
    const facts = factsOf('calls', 'count', { 'person:31': '150', 'department:7': '150' });
    expect(factAt(grid, facts, 'person:31')).toMatchObject({ plan: 200n, fact: 150n, deviation: -50n });
    // A group without a plan of its own has that of its people.
    expect(factAt(grid, facts, 'department:7')).toMatchObject({ plan: 200n, fact: 150n });
  });

  it('call less debt than planned the better', () => {
    const grid = buildGrid({ ...ended, published: [{ metric: 'receivables', scope: 'person:31', value: '1000.00' }] });
    expect(factAt(grid, factsOf('receivables', 'money', { 'person:31': '400.00' }), 'person:31')).toMatchObject({
      deviation: -60_000n,
      verdict: 'better',
    });
  });

  it('never add shares of people up to one of their group', () => {
    const published = (['person:31', 'person:32'] as const).map((scope) => ({ metric: 'on-time-tasks' as const, scope, value: '90.00' }));
    const grid = buildGrid({ ...ended, published });
    const facts = factsOf('on-time-tasks', 'percent', { 'department:7': '80.00' });
    expect(factAt(grid, facts, 'department:7')).toMatchObject({ plan: null, fact: 8000n, deviation: null });
  });
});
