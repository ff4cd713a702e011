import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLead, readLeadRule, workingMinutes } from '#domain/intensity/lead-processing.ts';
import type { Calendar } from '#domain/workdays.ts';

const calendar: Calendar = { weekDaysOff: [6, 7], daysOff: new Set(['2026-11-04']), extraWorkdays: new Set(), yearlyDaysOff: new Set() };
const hours = { workFrom: 540, workTo: 1080 };
const minutes = (from: readonly [string, number], to: readonly [string, number]): number =>
  workingMinutes({ day: from[0], minute: from[1] }, { day: to[0], minute: to[1] }, calendar, hours);

describe('working time to the first contact', () => {
  it.each([
    ['within a day', ['2026-11-16', 600], ['2026-11-16', 634], 34],
    ['from before the day begins', ['2026-11-16', 420], ['2026-11-16', 550], 10],
    ['over a night', ['2026-11-16', 1070], ['2026-11-17', 545], 15],
    ['over a weekend', ['2026-11-13', 1050], ['2026-11-16', 550], 40],
    ['over a holiday', ['2026-11-03', 1080], ['2026-11-05', 541], 1],
    ['late in the evening', ['2026-11-16', 1200], ['2026-11-16', 1300], 0],
    ['backwards', ['2026-11-17', 600], ['2026-11-16', 600], 0],
  ] as const)('%s', (_name, from, to, expected) => {
    expect(minutes(from, to)).toBe(expected);
  });

  it('is the sum of its parts wherever it is cut, and never longer than the clock', () => {
    const moment = fc.integer({ min: 0, max: 20 * 1440 });
    const at = (minute: number): readonly [string, number] => [
      `2026-11-${String(1 + Math.floor(minute / 1440)).padStart(2, '0')}`,
      minute % 1440,
    ];
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (three) => {
        const [a, b, c] = three.toSorted((x, y) => x - y) as [number, number, number];
        expect(minutes(at(a), at(b)) + minutes(at(b), at(c))).toBe(minutes(at(a), at(c)));
        expect(minutes(at(a), at(c))).toBeLessThanOrEqual(c - a);
      }),
    );
  });
});

describe('a lead', () => {
  const rule = { firstTouchMinutes: 60 };

  it.each([
    [{ isTouched: true, isClosed: false, minutes: 60 }, 'in-time'],
    [{ isTouched: true, isClosed: true, minutes: 61 }, 'late'],
    [{ isTouched: false, isClosed: false, minutes: 60 }, 'waiting'],
    [{ isTouched: false, isClosed: false, minutes: 61 }, 'overdue'],
    [{ isTouched: false, isClosed: true, minutes: 5 }, 'closed'],
  ] as const)('%j is %s', (lead, state) => {
    expect(judgeLead(lead, rule)).toBe(state);
  });

  it('is judged by the usual hour where the stored rule says nothing', () => {
    expect(
      [undefined, null, {}, { firstTouchMinutes: 0 }, { firstTouchMinutes: '5' }, { firstTouchMinutes: 15 }].map(readLeadRule),
    ).toEqual([60, 60, 60, 60, 60, 15].map((firstTouchMinutes) => ({ firstTouchMinutes })));
  });
});
