import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russianCalendar } from '../generated-facts.ts';
import { listDays } from '#domain/period.ts';
import { handOver, totalOf, type Handover } from '#domain/planning/handover.ts';
import { findMetric, type MetricCode } from '#domain/planning/metric-catalogue.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PlanLine } from '#domain/planning/plan-line.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';

const november = parsePlanPeriod('2026-11')!;
const person = fullCalendar(russianCalendar);
const workdays = listPersonWorkdays(person, november);
const line = (metric: MetricCode, scope: string, value: bigint, dimensions = '', period = '2026-11'): PlanLine => ({
  metric,
  scope,
  dimensions,
  period,
  value,
});
const toSeven: Handover = { from: 'person:5', to: [{ scope: 'person:7', weight: 1n }], lastDay: workdays[6]!, person };

describe('a leaver’s open plan', () => {
  it('goes to the named receiver, who may get a line not had before', () => {
    const lines = [
      line('revenue', 'person:5', 2_000_000n),
      line('revenue', 'person:7', 1_000_000n),
      line('revenue', 'person:5', 200n, 'client=company:1'),
      line('deals-won', 'person:5', 0n),
    ];
    const { lines: after, moved } = handOver(lines, november, toSeven, findMetric);
    expect(after).toEqual([
      line('deals-won', 'person:5', 0n),
      line('revenue', 'person:5', 700_000n),
      line('revenue', 'person:5', 70n, 'client=company:1'),
      line('revenue', 'person:7', 2_300_000n),
      line('revenue', 'person:7', 130n, 'client=company:1'),
    ]);
    expect(moved.map(({ amount }) => amount)).toEqual([1_300_000n, 130n]);
  });

  it('leaves alone other periods, norms for a working day, states and ratios', () => {
    const lines = [
      line('average-check', 'person:5', 300n),
      line('calls', 'person:5', 30n),
      line('receivables', 'person:5', 500n),
      line('revenue', 'person:5', 900n, '', '2026-12'),
      line('revenue', 'person:8', 900n),
    ];
    expect(handOver(lines, november, toSeven, findMetric)).toEqual({ lines: expect.arrayContaining(lines), moved: [] });
  });

  it('gives no empty line to a receiver who takes nothing', () => {
    const to = [...toSeven.to, { scope: 'person:8', weight: 0n }];
    const { lines } = handOver([line('revenue', 'person:5', 2_000_000n)], november, { ...toSeven, to }, findMetric);
    expect(lines.map(({ scope }) => scope)).toEqual(['person:5', 'person:7']);
  });

  it('stays where it is when nobody is named', () => {
    const lines = [line('revenue', 'person:5', 900n)];
    expect(handOver(lines, november, { ...toSeven, to: [] }, findMetric).lines).toEqual(lines);
  });

  it('may be what was not won yet, in whole steps, and then too nothing is lost and nobody falls below zero', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const weights = fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amount, amount, amount, weights, fc.constantFrom(1n, 100n), (plan, won, other, parts, step) => {
        const lines = [line('revenue', 'person:5', plan), line('revenue', 'person:10', other)];
        const to = parts.map((weight, at) => ({ scope: `person:${10 + at}`, weight }));
        const { lines: after, moved } = handOver(lines, november, { ...toSeven, to, keeps: () => won, step: () => step }, findMetric);
        expect(totalOf(after, 'revenue')).toBe(plan + other);
        expect(after.every(({ value }) => value >= 0n)).toBe(true);
        expect(moved.every((one) => one.amount > 0n && one.amount % step === 0n)).toBe(true);
        const kept = after.find(({ scope }) => scope === 'person:5')?.value ?? 0n;
        expect(kept < (won < plan ? won : plan) + step).toBe(true);
        for (const one of after.slice(0, -1)) {
          const before = lines.find(({ scope }) => scope === one.scope)?.value ?? 0n;
          if (one.scope !== 'person:5') expect((one.value - before) % step).toBe(0n);
        }
      }),
    );
  });

  it('is neither lost nor doubled, whoever takes it in whatever parts', () => {
    const scope = fc.integer({ min: 1, max: 9 }).map((id) => `person:${id}`);
    const value = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const some = fc.uniqueArray(
      fc.record({
        metric: fc.constantFrom('revenue' as const, 'quantity' as const, 'calls' as const),
        scope,
        value,
        period: fc.constant('2026-11'),
        dimensions: fc.constantFrom('', 'brand=Исток'),
      }),
      { selector: ({ metric, scope: owner, dimensions }) => `${metric} ${owner} ${dimensions}` },
    );
    const receivers = fc.array(fc.record({ scope, weight: fc.bigInt({ min: 0n, max: 5n }) }), { maxLength: 4 });
    fc.assert(
      fc.property(some, receivers, fc.constantFrom(...listDays('2026-11')), (lines, to, lastDay) => {
        const { lines: after } = handOver(lines, november, { ...toSeven, to, lastDay }, findMetric);
        for (const metric of ['revenue', 'quantity', 'calls']) expect(totalOf(after, metric)).toBe(totalOf(lines, metric));
      }),
    );
  });
});
