import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf, sum } from '#domain/money.ts';
import { dailyRates, expectedToDate, judgePace, runRate, spreadOverWorkdays } from '#domain/pace.ts';

const roubles = (value: number): bigint => BigInt(value) * 100n;
const plan = roubles(10_000_000);
const fact = roubles(4_200_000);

describe('the golden month: plan 10, fact 4,2 million, 9 of 20 working days', () => {
  it('is done to 42 %', () => {
    expect(shareOf(fact, plan)).toBe(0.42);
  });

  it('should stand at 4 500 000, which makes 93,3 % of the schedule and 300 000 short', () => {
    const expected = expectedToDate(plan, 20, 9);
    expect(expected).toBe(roubles(4_500_000));
    expect(shareOf(fact, expected)).toBeCloseTo(0.933, 3);
    expect(fact - expected).toBe(roubles(-300_000));
    expect(judgePace({ plan, fact, expected, passed: 9 })).toBe('at-risk');
  });

  it('runs at 9 333 333 for the month', () => {
    expect(runRate(fact, 20, 9)).toBe(933_333_333n);
  });

  it('needs 527 273 a day, 1,13 times what it brought so far', () => {
    const rates = dailyRates({ plan, fact, closed: fact, passed: 9, left: 11 });
    expect(Math.round(Number(rates.needed) / 100)).toBe(527_273);
    expect(Math.round(Number(rates.actual) / 100)).toBe(466_667);
    expect(rates.acceleration).toBeCloseTo(1.13, 2);
  });
});

describe('pace', () => {
  const at = (fact: bigint, passed = 9) => judgePace({ plan: 2000n, fact, expected: 1000n, passed });

  it('gives a limit to the better status: 110, 98 and 90 %', () => {
    expect([at(1100n), at(1099n)]).toEqual(['ahead', 'on-course']);
    expect([at(980n), at(979n)]).toEqual(['on-course', 'at-risk']);
    expect([at(900n), at(899n)]).toEqual(['at-risk', 'behind']);
  });

  it('is exact far below a hundredth of a percent', () => {
    const expected = 10n ** 15n;
    const judge = (fact: bigint) => judgePace({ plan: expected, fact, expected, passed: 9 });
    expect(judge(1_100_000_000_000_000n)).toBe('ahead');
    expect(judge(1_099_999_999_999_999n)).toBe('on-course');
    expect(judge(900_000_000_000_000n)).toBe('at-risk');
    expect(judge(899_999_999_999_999n)).toBe('behind');
  });

  it('is not judged in the first three working days, nor without a plan', () => {
    expect([at(0n, 0), at(0n, 2), at(0n, 3)]).toEqual(['too-early', 'too-early', 'behind']);
    expect(judgePace({ plan: null, fact: 5n, expected: 0n, passed: 9 })).toBe('no-plan');
  });

  it('finds Орлов behind by 990 thousand with 900 of 4 200', () => {
    const expected = expectedToDate(roubles(4_200_000), 20, 9);
    expect(roubles(900_000) - expected).toBe(roubles(-990_000));
    expect(judgePace({ plan: roubles(4_200_000), fact: roubles(900_000), expected, passed: 9 })).toBe('behind');
  });

  it('takes other limits where the portal has set them', () => {
    const thresholds = { ahead: 1.05, onCourse: 1, atRisk: 0.8 };
    const judge = (fact: bigint) => judgePace({ plan: 1000n, fact, expected: 1000n, passed: 9 }, thresholds);
    expect([judge(1050n), judge(1000n), judge(800n), judge(799n)]).toEqual(['ahead', 'on-course', 'at-risk', 'behind']);
  });
});

describe('a plan spread over working days', () => {
  const plans = fc.bigInt({ min: 0n, max: 10n ** 15n });

  it('adds up to the plan in days that differ by one minor unit at most', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 31 }), (value, workdays) => {
        const days = spreadOverWorkdays(value, workdays);
        expect(sum(days)).toBe(value);
        const daily = value / BigInt(workdays);
        expect(days.every((day) => day === daily || day === daily + 1n)).toBe(true);
      }),
    );
  });

  it('sums to what is expected after every day', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 31 }), (value, workdays) => {
        const days = spreadOverWorkdays(value, workdays);
        const sums = days.map((_, index) => sum(days.slice(0, index + 1)));
        expect(sums).toEqual(days.map((_, index) => expectedToDate(value, workdays, index + 1)));
      }),
    );
    expect([expectedToDate(100n, 0, 0), spreadOverWorkdays(100n, 0)]).toEqual([0n, []]);
  });

  it('is expected as nothing at the start, as all of it at the end, and never shrinks between', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 31 }), (value, workdays) => {
        const steps = Array.from({ length: workdays + 1 }, (_, passed) => expectedToDate(value, workdays, passed));
        expect(steps[0]).toBe(0n);
        expect(steps.at(-1)).toBe(value);
        expect(steps.every((step, index) => step >= (steps[index - 1] ?? 0n))).toBe(true);
      }),
    );
  });
});

describe('run rate and daily rates', () => {
  it('keep silent for two days, and where a day cannot be counted', () => {
    expect([runRate(100n, 20, 2), runRate(300n, 20, 3)]).toEqual([null, 2000n]);
    expect(dailyRates({ plan: 10n, fact: 4n, closed: 4n, passed: 0, left: 20 })).toEqual({ needed: 0n, actual: null, acceleration: null });
    expect(dailyRates({ plan: 10n, fact: 4n, closed: 4n, passed: 20, left: 0 }).needed).toBeNull();
  });

  it('need nothing more once the plan is done', () => {
    expect(dailyRates({ plan: 1000n, fact: 1000n, closed: 1000n, passed: 9, left: 11 })).toEqual({
      needed: null,
      actual: 111n,
      acceleration: null,
    });
    expect(dailyRates({ plan: 1000n, fact: 1500n, closed: 1500n, passed: 9, left: 11 }).needed).toBeNull();
  });

  it('give no acceleration where nothing came in', () => {
    expect(dailyRates({ plan: 1100n, fact: 0n, closed: 0n, passed: 9, left: 11 })).toEqual({
      needed: 100n,
      actual: 0n,
      acceleration: null,
    });
  });
});
