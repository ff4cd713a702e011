import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, daysInMonth, firstDay, lastDay, listDays, monthOf, shiftDay, shiftMonth, weekday } from '#domain/period.ts';

const dayMs = 86_400_000;
const isoDay = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
const epochDay = fc.integer({ min: Math.floor(Date.UTC(1000, 0, 1) / dayMs), max: Math.floor(Date.UTC(2999, 11, 31) / dayMs) });
const month = fc
  .tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`);

describe('months', () => {
  it('have the days of the Gregorian calendar', () => {
    expect(daysInMonth('2026-11')).toBe(30);
    expect(daysInMonth('2026-02')).toBe(28);
    expect(daysInMonth('2028-02')).toBe(29);
    expect(daysInMonth('2000-02')).toBe(29);
    expect(daysInMonth('2100-02')).toBe(28);
  });

  it('list their days from first to last', () => {
    const days = listDays('2026-11');
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-11-01', '2026-11-30', 30]);
    expect([firstDay('2026-02'), lastDay('2026-02')]).toEqual(['2026-02-01', '2026-02-28']);
  });

  it('shift across the turn of the year in both directions', () => {
    expect(shiftMonth('2026-11', 1)).toBe('2026-12');
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
    expect(shiftMonth('2026-11', -23)).toBe('2024-12');
    expect(shiftMonth('2026-11', 0)).toBe('2026-11');
  });

  it('come back when shifted there and back', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: -1000, max: 1000 }), (from, count) => {
        expect(shiftMonth(shiftMonth(from, count), -count)).toBe(from);
      }),
    );
  });

  it('agree with Date about their length', () => {
    fc.assert(
      fc.property(month, (one) => {
        expect(daysInMonth(one)).toBe(new Date(Date.UTC(Number(one.slice(0, 4)), Number(one.slice(5)), 0)).getUTCDate());
      }),
    );
  });
});

describe('days', () => {
  it('belong to their month', () => {
    expect(monthOf('2026-11-16')).toBe('2026-11');
  });

  it('agree with Date in UTC about shifts, distances and weekdays', () => {
    fc.assert(
      fc.property(epochDay, fc.integer({ min: -200_000, max: 200_000 }), (epoch, count) => {
        const from = isoDay(epoch * dayMs);
        const to = (epoch + count) * dayMs;
        fc.pre(new Date(to).getUTCFullYear() >= 1 && new Date(to).getUTCFullYear() <= 9999);
        expect(shiftDay(from, count)).toBe(isoDay(to));
        expect(daysBetween(from, shiftDay(from, count))).toBe(count);
        expect(weekday(from)).toBe(new Date(epoch * dayMs).getUTCDay() || 7);
      }),
    );
  });

  it('know that 16 November 2026 is a Monday and 29 February 2028 a Tuesday', () => {
    expect(weekday('2026-11-16')).toBe(1);
    expect(weekday('2028-02-29')).toBe(2);
    expect(shiftDay('2028-02-28', 1)).toBe('2028-02-29');
    expect(shiftDay('2027-02-28', 1)).toBe('2027-03-01');
  });
});
