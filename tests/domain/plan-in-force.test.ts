import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAttention } from '#domain/attention.ts';
import { sectionsBehind, valueOf } from '#domain/drill-down.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { sum } from '#domain/money.ts';
import { computePace, computeScope } from '#domain/overview.ts';
import type { Metric, PlanLine } from '#domain/plan.ts';
import { findTargetOn, isPlanned, planInForce, planParts } from '#domain/plan-in-force.ts';
import type { DatedLines } from '#domain/month-facts.ts';
import { anyFacts, anyScope, emptyNovember } from './generated-facts.ts';

const line = (metric: Metric, scope: string, value: bigint): PlanLine => ({ metric, scope, value });
const revenue = (userId: number, value: bigint): PlanLine => line('revenue', `person:${userId}`, value);

/** November of several versions; nine of its twenty working days have passed on the sixteenth. */
function judgedBy(...planVersions: DatedLines[]): MonthFacts {
  const last = planVersions.at(-1);
  return { ...emptyNovember, planVersion: last?.version ?? 0, planLines: last?.lines ?? [], planVersions };
}

const first: DatedLines = {
  version: 1,
  effectiveFrom: '2026-11-01',
  lines: [revenue(20, 1_000_000n), line('calls', 'person:20', 20n)],
};
const second: DatedLines = {
  version: 2,
  effectiveFrom: '2026-11-16',
  lines: [revenue(20, 800_000n), line('calls', 'person:20', 30n)],
};
const revised = judgedBy(first, second);

describe('a month whose plan was revised while it ran', () => {
  it('judges each day by the version that was in force on it', () => {
    // 1 000 000 · 9/20 + 800 000 · 11/20
    expect(planInForce(revised, 'revenue', 'person:20')).toBe(890_000n);
    expect(computeScope(revised, 'person:20')).toMatchObject({ plan: 890_000n, expected: 450_000n, deviation: -450_000n });
    const later = { ...revised, today: '2026-11-18' };
    expect(computeScope(later, 'person:20').expected).toBe(450_000n + 80_000n);
    expect(computeScope(revised, 'person:20').calls.norm).toBe(9 * 20);
    expect(computeScope(later, 'person:20').calls.norm).toBe(9 * 20 + 2 * 30);
  });

  it('does not change the judgement of days that have passed', () => {
    const unrevised = { ...judgedBy(first), today: '2026-11-16' };
    for (const key of ['expected', 'deviation', 'status'] as const)
      expect(computeScope(revised, 'person:20')[key]).toEqual(computeScope(unrevised, 'person:20')[key]);
    const pace = (facts: MonthFacts) => computePace(facts, computeScope(facts, 'person:20')).map(({ plan }) => plan);
    expect(pace(revised).slice(0, 15)).toEqual(pace(unrevised).slice(0, 15));
    expect(pace(revised).at(-1)).toBe(890_000n);
  });

  it('changes it when the version is backdated', () => {
    const backdated = judgedBy(first, { ...second, effectiveFrom: '2026-11-09' });
    expect(computeScope(backdated, 'person:20').expected).toBe(450_000n - 5n * 10_000n);
  });

  it('says in its list which version holds from which day', () => {
    const [plan] = sectionsBehind(revised, 'person:20', 'plan');
    expect(plan?.kind === 'plan' ? plan.items : []).toMatchObject([
      { version: 1, from: '2026-11-01', value: 450_000n },
      { version: 2, from: '2026-11-16', value: 440_000n },
    ]);
    const [days] = sectionsBehind({ ...revised, today: '2026-11-17' }, 'person:20', 'expected-to-date');
    expect(days?.kind === 'plan' ? days.items.map((item) => ('version' in item ? item.version : null)) : []).toEqual([
      ...Array.from({ length: 9 }, () => 1),
      2,
    ]);
    const [norm] = sectionsBehind({ ...revised, today: '2026-11-17' }, 'person:20', 'calls-norm');
    expect(norm?.kind === 'plan' ? norm.items.map(({ value }) => value) : []).toEqual([180n, 30n]);
  });

  it('has no target on days before its first version', () => {
    const late = judgedBy({ ...first, effectiveFrom: '2026-11-23' });
    // Six working days are left from the twenty-third on.
    expect(planInForce(late, 'revenue', 'person:20')).toBe(300_000n);
    expect(computeScope(late, 'person:20')).toMatchObject({ plan: 300_000n, expected: 0n });
    expect(findTargetOn(late, 'revenue', 'person:20', '2026-11-20')).toBeNull();
    expect(findTargetOn(late, 'revenue', 'person:20', '2026-11-23')).toBe(1_000_000n);
  });

  it('keeps what somebody had to bring before their plan was taken away', () => {
    const taken = judgedBy(first, { ...second, lines: [] });
    expect(planInForce(taken, 'revenue', 'person:20')).toBe(450_000n);
    expect(isPlanned(taken, 'person:20')).toBe(true);
    expect(findTargetOn(taken, 'calls', 'person:20', taken.today)).toBeNull();
  });

  it('asks for calls by the norm of today', () => {
    const calls = [{ userId: 20n, day: '2026-11-02', counted: 5, unknownLength: 0 }];
    const silent = (facts: MonthFacts) =>
      listAttention({ ...facts, calls }, 'company', [20n], { isAbsent: () => false, isDecided: () => false }).map(({ kind }) => kind);
    expect(silent(judgedBy({ ...first, lines: [] }, second))).toContain('no-calls');
    expect(silent(judgedBy(first, { ...second, lines: [] }))).not.toContain('no-calls');
  });
});

describe('versions and sums', () => {
  const dates = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 2, maxLength: 4 });
  const many = fc.tuple(anyFacts, dates).map(([facts, days]): MonthFacts => {
    const planVersions = days
      .toSorted((a, b) => a - b)
      .map((day, at) => ({
        version: at + 1,
        effectiveFrom: `${facts.month}-${String(day).padStart(2, '0')}`,
        lines: facts.planLines.map((one) => ({ ...one, value: one.value + BigInt(at) * 1003n })),
      }));
    return { ...facts, planVersions };
  });

  it('one version from the first day on gives the numbers of a month with one version', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        const { planVersion: version, planLines: lines, month } = facts;
        const dated = { ...facts, planVersions: [{ version, lines, effectiveFrom: `${month}-01` }] };
        expect(computeScope(dated, scope)).toEqual(computeScope(facts, scope));
        expect(computePace(dated, computeScope(dated, scope))).toEqual(computePace(facts, computeScope(facts, scope)));
      }),
      { numRuns: 60 },
    );
  });

  it('every list sums to its number, whatever versions the month has', () => {
    fc.assert(
      fc.property(many, anyScope, (facts, scope) => {
        const numbers = computeScope(facts, scope);
        const listed = (measure: 'plan' | 'expected-to-date' | 'deviation' | 'calls-norm') =>
          sum(sectionsBehind(facts, scope, measure).map(valueOf));
        expect(listed('plan')).toBe(numbers.plan ?? 0n);
        expect(listed('expected-to-date')).toBe(numbers.expected ?? 0n);
        expect(listed('deviation')).toBe(numbers.deviation);
        expect(listed('calls-norm')).toBe(BigInt(numbers.calls.norm ?? 0));
        expect(sum(planParts(facts, 'revenue', scope).map(({ value }) => value))).toBe(numbers.plan ?? 0n);
      }),
      { numRuns: 60 },
    );
  });

  it('people add up to their department to the minor unit', () => {
    const people = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(people, fc.integer({ min: 2, max: 28 }), fc.integer({ min: 1, max: 30 }), ([a, b, c, d], day, today) => {
        const pad = (of: number): string => `2026-11-${String(of).padStart(2, '0')}`;
        const facts = {
          ...judgedBy(
            { version: 1, effectiveFrom: '2026-11-01', lines: [revenue(20, a ?? 0n), revenue(21, b ?? 0n)] },
            { version: 2, effectiveFrom: pad(day), lines: [revenue(20, c ?? 0n), revenue(21, d ?? 0n)] },
          ),
          today: pad(today),
        };
        const [department, ...each] = ['department:2', 'person:20', 'person:21'].map((scope) => computeScope(facts, scope));
        expect(department?.plan).toBe(sum(each.map(({ plan }) => plan ?? 0n)));
        expect(department?.expected).toBe(sum(each.map(({ expected }) => expected ?? 0n)));
      }),
    );
  });
});
