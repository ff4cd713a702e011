import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MonthFacts } from '#domain/month-facts.ts';
import {
  computeHeadline,
  computePace,
  computeScope,
  computeTrend,
  forecastWindow,
  readMonthClock,
  type ScopeNumbers,
} from '#domain/overview.ts';
import { homeDepartment } from '#domain/team.ts';
import { anyFacts, anyScope, asOfLater, emptyNovember, factsOfPeople, withDeals } from './generated-facts.ts';

const roubles = (value: number): bigint => BigInt(value) * 100n;
const won = (responsibleId: bigint, value: number, day = '2026-11-10') => ({ responsibleId, deals: 1, amount: roubles(value), day });

describe('the clock of a month', () => {
  it('stands at 9 of 20 working days on the morning of 16 November, 11 left with today', () => {
    const clock = readMonthClock(emptyNovember);
    expect([clock.workdays.length, clock.passed.length, clock.left, clock.lastClose, clock.closedThrough]).toEqual([
      20,
      9,
      11,
      '2026-11-13',
      '2026-11-15',
    ]);
  });

  it('leaves 15 days for deals without a date, the whole month before it, and none after it', () => {
    expect(forecastWindow(emptyNovember).daysLeft).toBe(15);
    expect(forecastWindow({ ...emptyNovember, today: '2026-10-20' }).daysLeft).toBe(30);
    expect(forecastWindow({ ...emptyNovember, today: '2026-12-01' }).daysLeft).toBe(0);
  });
});

describe('a person', () => {
  it('like Орлов with 900 of 4 200 thousand is 990 short and behind', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      planLines: [{ metric: 'revenue', scope: 'person:21', value: roubles(4_200_000) }],
      won: [won(21n, 900_000)],
    };
    expect(computeScope(facts, 'person:21')).toMatchObject({
      plan: roubles(4_200_000),
      fact: roubles(900_000),
      expected: roubles(1_890_000),
      deviation: roubles(-990_000),
      status: 'behind',
    });
  });

  it('without a plan deviates by what was won, and is not judged', () => {
    const facts: MonthFacts = { ...emptyNovember, won: [won(20n, 180_000)] };
    expect(computeScope(facts, 'person:20')).toMatchObject({
      plan: null,
      attainment: null,
      expected: null,
      deviation: roubles(180_000),
      forecastShare: null,
      status: 'no-plan',
      calls: { fact: 0, norm: null, unknownLength: 0 },
    });
  });

  it('sees today’s deal in the fact at once, and in the deviation when the day has ended', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      planLines: [{ metric: 'revenue', scope: 'person:20', value: roubles(2000) }],
      won: [won(20n, 500, '2026-11-16')],
    };
    expect(computeScope(facts, 'person:20')).toMatchObject({ fact: roubles(500), deviation: roubles(-900) });
    expect(computeScope({ ...facts, today: '2026-11-17' }, 'person:20')).toMatchObject({ fact: roubles(500), deviation: roubles(-500) });
  });

  it('is compared with calls up to the last close: the norm of 20 a day makes 180', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      planLines: [{ metric: 'calls', scope: 'person:20', value: 20n }],
      calls: [
        { userId: 20n, day: '2026-10-30', counted: 100, unknownLength: 100 },
        { userId: 20n, day: '2026-11-02', counted: 17, unknownLength: 2 },
        { userId: 20n, day: '2026-11-13', counted: 5, unknownLength: 1 },
        { userId: 20n, day: '2026-11-16', counted: 9, unknownLength: 9 },
        { userId: 21n, day: '2026-11-13', counted: 50, unknownLength: 50 },
      ],
    };
    expect(computeScope(facts, 'person:20').calls).toEqual({ fact: 22, norm: 180, unknownLength: 3 });
  });
});

describe('the golden month', () => {
  const open = [
    [1_000_000, 10],
    [2_000_000, 20],
    [1_500_000, 40],
    [3_000_000, 60],
    [800_000, 70],
  ].map(([value = 0, winPercent = 0]) => ({
    dealId: BigInt(value),
    responsibleId: 20n,
    amount: roubles(value),
    closeDay: '2026-11-27',
    winPercent,
    category: 'pipeline' as const,
  }));
  const facts: MonthFacts = {
    ...withDeals(emptyNovember, { open }),
    planLines: [{ metric: 'revenue', scope: 'company', value: roubles(10_000_000) }],
    won: [won(20n, 4_200_000)],
  };
  const numbers = computeScope(facts, 'company');

  it('is done to 42 %, at risk at 93,3 % of the schedule, and forecast at 7 660 000', () => {
    expect(numbers).toMatchObject({
      attainment: 0.42,
      expected: roubles(4_500_000),
      deviation: roubles(-300_000),
      status: 'at-risk',
      forecastShare: 0.766,
    });
    expect(numbers.forecast.expected).toBe(roubles(7_660_000));
  });

  it('needs 527 273 a day, 1,13 times the present pace, with 1,43 and 0,60 of cover', () => {
    const headline = computeHeadline(facts, numbers);
    expect(headline.remaining).toBe(roubles(5_800_000));
    expect(Math.round(Number(headline.neededPerDay) / 100)).toBe(527_273);
    expect(headline.acceleration).toBeCloseTo(1.13, 2);
    expect(headline.coverage).toBeCloseTo(1.43, 2);
    expect(headline.weightedCoverage).toBeCloseTo(0.6, 2);
    expect(Math.round(Number(headline.runRate) / 100)).toBe(9_333_333);
  });

  it('draws the pace from nothing to plan, run rate and forecast at the end', () => {
    const days = computePace(facts, numbers);
    expect(days).toHaveLength(30);
    expect(days.filter((day) => day.isWorkday)).toHaveLength(20);
    expect(days.find((day) => day.day === '2026-11-13')).toMatchObject({
      plan: roubles(4_500_000),
      fact: roubles(4_200_000),
      forecast: null,
    });
    expect(days.at(-1)).toMatchObject({ plan: roubles(10_000_000), fact: null, runRate: 933_333_333n, forecast: roubles(7_660_000) });
    expect(days.at(-1)?.low).toBe(numbers.forecast.low);
    expect(days.at(-1)?.high).toBe(numbers.forecast.high);
  });
});

describe('any month', () => {
  const additive = (numbers: ScopeNumbers) => ({
    fact: numbers.fact,
    open: numbers.forecast.open,
    weighted: numbers.forecast.weighted,
    forecast: numbers.forecast.expected,
    openDeals: BigInt(numbers.forecast.openDeals),
    commit: numbers.forecast.categories.commit,
    omitted: numbers.forecast.categories.omitted,
    calls: BigInt(numbers.calls.fact),
    unknownLength: BigInt(numbers.calls.unknownLength),
    plan: numbers.plan ?? 0n,
    norm: BigInt(numbers.calls.norm ?? 0),
  });
  const add = <K extends string>(parts: readonly Record<K, bigint>[], keys: readonly K[]): Record<K, bigint> =>
    Object.fromEntries(keys.map((key) => [key, parts.reduce((total, part) => total + part[key], 0n)])) as Record<K, bigint>;

  const partsOf = (facts: MonthFacts, scope: string): ScopeNumbers[] => {
    const id = scope === 'company' ? null : BigInt(scope.slice('department:'.length));
    const below = facts.team.departments.filter((one) => one.parentId === id).map((one) => `department:${one.departmentId}`);
    const own = facts.team.members
      .filter((one) => (homeDepartment(facts.team, one)?.departmentId ?? null) === id)
      .map((one) => `person:${one.userId}`);
    const strangers = id === null ? ['person:77', 'person:78'] : [];
    return [...below, ...own, ...strangers].map((part) => computeScope(facts, part));
  };

  it('adds up exactly from people to departments to the company', () => {
    const keys = Object.keys(additive(computeScope(emptyNovember, 'company'))) as (keyof ReturnType<typeof additive>)[];
    const withoutPlan = keys.filter((key) => key !== 'plan' && key !== 'norm');
    fc.assert(
      fc.property(factsOfPeople, fc.constantFrom('company', 'department:1', 'department:3', 'department:4'), (facts, scope) => {
        // People outside every department have no department to carry their plan, so plans are compared below the company.
        const compared = scope === 'company' ? withoutPlan : keys;
        const whole = additive(computeScope(facts, scope));
        expect(add([whole], compared)).toEqual(add(partsOf(facts, scope).map(additive), compared));
      }),
    );
  });

  it('adds up exactly in expected to date and deviation too, whatever the plans', () => {
    const paced = (numbers: ScopeNumbers) => ({ expected: numbers.expected ?? 0n, deviation: numbers.deviation });
    fc.assert(
      fc.property(factsOfPeople, fc.constantFrom('department:1', 'department:3', 'department:4'), (facts, scope) => {
        expect(paced(computeScope(facts, scope))).toEqual(add(partsOf(facts, scope).map(paced), ['expected', 'deviation']));
      }),
    );
  });

  it('has no forecast beyond the fact once it is over', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        const numbers = computeScope(asOfLater(facts), scope);
        expect(numbers.forecast).toMatchObject({ expected: numbers.fact, low: numbers.fact, high: numbers.fact, openDeals: 0 });
        expect(numbers.expected).toBe(numbers.plan);
      }),
    );
  });

  it('keeps the forecast between its range and never below the fact', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        const { fact, forecast } = computeScope(facts, scope);
        expect(fact <= forecast.low && forecast.low <= forecast.expected && forecast.expected <= forecast.high).toBe(true);
      }),
    );
  });

  it('draws a plan that ends at the plan and a fact that never outruns the fact', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        const numbers = computeScope(facts, scope);
        const days = computePace(facts, numbers);
        expect(days.at(-1)?.plan).toBe(numbers.plan);
        expect(days.every((day) => (day.fact === null) === day.day > facts.today)).toBe(true);
        expect(days.every((day) => (day.fact ?? 0n) <= numbers.fact)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the trend', () => {
  it('sums five days up to each of the last thirty, the newest ending yesterday', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      won: [won(20n, 1, '2026-11-15'), won(20n, 10, '2026-11-11'), won(20n, 100, '2026-11-10'), won(20n, 1000, '2026-11-16')],
    };
    const trend = computeTrend(facts, 'company');
    expect(trend).toHaveLength(30);
    expect(trend.slice(-6)).toEqual([100, 110, 110, 110, 110, 11].map(roubles));
    expect(trend[0]).toBe(0n);
  });
});
