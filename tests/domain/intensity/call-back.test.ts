import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { callBacks, workMinutesBetween } from '#domain/intensity/call-back.ts';
import { weekday } from '#domain/period.ts';

const hours = { workFrom: 540, workTo: 1080, isWorkday: (day: string) => weekday(day) < 6 };
const at = (day: string, time: string) => ({ day, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) });

describe('working minutes until somebody calls back', () => {
  it('leave out nights, days off and what is outside of working hours', () => {
    expect(workMinutesBetween(at('2026-11-12', '10:00'), at('2026-11-12', '10:25'), hours)).toBe(25);
    // Missed at seven in the evening of Friday, called back on Monday at half past nine.
    expect(workMinutesBetween(at('2026-11-13', '19:00'), at('2026-11-16', '09:30'), hours)).toBe(30);
    expect(workMinutesBetween(at('2026-11-13', '17:00'), at('2026-11-16', '10:00'), hours)).toBe(120);
    expect(workMinutesBetween(at('2026-11-14', '12:00'), at('2026-11-15', '12:00'), hours)).toBe(0);
  });

  it('add up over any moment between, and never fall below zero', () => {
    const moment = fc.record({
      day: fc.constantFrom('2026-11-12', '2026-11-13', '2026-11-14', '2026-11-16'),
      minute: fc.integer({ min: 0, max: 1439 }),
    });
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (moments) => {
        const [a, b, c] = moments.toSorted((one, other) => one.day.localeCompare(other.day) || one.minute - other.minute);
        if (a === undefined || b === undefined || c === undefined) return;
        const whole = workMinutesBetween(a, c, hours);
        expect(whole).toBeGreaterThanOrEqual(0);
        expect(workMinutesBetween(a, b, hours) + workMinutesBetween(b, c, hours)).toBe(whole);
      }),
    );
  });
});

describe('missed calls', () => {
  it('of whom nobody knows are neither called back nor waiting', () => {
    const missed = at('2026-11-12', '10:00');
    const found = callBacks(
      [
        { missed, isKnown: true, back: at('2026-11-12', '10:10') },
        { missed, isKnown: true, back: at('2026-11-12', '10:50') },
        { missed, isKnown: true, back: null },
        { missed, isKnown: false, back: null },
      ],
      hours,
    );
    expect(found).toEqual({ missed: 4, unknown: 1, calledBack: 2, waiting: 1, medianMinutes: 30 });
    expect(callBacks([], hours).medianMinutes).toBeNull();
  });
});
