import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russianCalendar } from '../generated-facts.ts';
import { shiftDay } from '#domain/period.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { prorate, prorateByDays, splitAtTransfer } from '#domain/planning/proration.ts';

const november = parsePlanPeriod('2026-11')!;
const everybody = fullCalendar(russianCalendar);
const workdays = listPersonWorkdays(everybody, november);
const plan = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });

describe('a plan by own working days', () => {
  it('of 2 000 000 for a joiner on the eighth of 20 is 1 300 000', () => {
    expect(workdays).toHaveLength(20);
    expect(prorate(2_000_000n, november, { ...everybody, joinedOn: workdays[7]! })).toBe(1_300_000n);
  });

  it('of a leaver and of an absence leaves out what is not worked', () => {
    expect(prorate(2_000_000n, november, { ...everybody, leftOn: workdays[6]! })).toBe(700_000n);
    expect(prorate(2_000_000n, november, { ...everybody, absences: [{ from: '2026-11-09', to: '2026-11-15' }] })).toBe(1_500_000n);
    expect(prorate(2_000_000n, november, { ...everybody, joinedOn: '2026-12-01' })).toBe(0n);
    expect(prorateByDays(5n, 0, 0)).toBe(0n);
  });

  it('stays whole for somebody who moves: both departments together have it', () => {
    expect(splitAtTransfer(2_000_000n, november, everybody, workdays[7]!)).toEqual({ before: 700_000n, after: 1_300_000n });
    fc.assert(
      fc.property(plan, fc.integer({ min: -5, max: 40 }), (amount, at) => {
        const { before, after } = splitAtTransfer(amount, november, everybody, shiftDay('2026-11-01', at));
        expect(before + after).toBe(amount);
        if (at <= 0) expect(before).toBe(0n);
        if (at >= 30) expect(after).toBe(0n);
      }),
    );
  });
});
