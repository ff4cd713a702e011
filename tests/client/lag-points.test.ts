import { describe, expect, it } from 'vitest';
import { toLagPoints, worstByHour } from '#components/health/lag-points.ts';
import { formatSince } from '#format/date.ts';
import { formatDuration } from '#format/duration.ts';

const now = '2026-11-16T07:42:00.000Z';
const at = (minutesAgo: number): string => new Date(Date.parse(now) - minutesAgo * 60_000).toISOString();

describe('the lag of a day', () => {
  it('is drawn in minutes on hours before now, and breaks where nothing was measured', () => {
    const points = toLagPoints(
      [
        { at: at(120), seconds: 60 },
        { at: at(60), seconds: 90 },
        { at: at(55), seconds: 30 },
      ],
      now,
    );
    expect(points.map(([, minutes]) => minutes)).toEqual([1, null, 1.5, 0.5]);
    expect(points.map(([, , isAlone]) => isAlone)).toEqual([1, 0, 0, 0]);
    expect(points[0]?.[0]).toBe(-2);
    expect(points[1]?.[0]).toBeGreaterThan(-2);
    expect(points[1]?.[0]).toBeLessThan(-1);
  });

  it('is told hour by hour by its worst', () => {
    const hours = worstByHour(
      [
        { at: at(119), seconds: 5 },
        { at: at(61), seconds: 840 },
        { at: at(59), seconds: 10 },
        { at: at(0), seconds: 20 },
      ],
      now,
    );
    expect(hours).toEqual([
      { from: at(60), seconds: 20 },
      { from: at(120), seconds: 840 },
    ]);
  });
});

describe('ages and times', () => {
  it('are told in whole units of the largest that fits', () => {
    expect([0, 59, 60, 899, 3600, 90_000].map((seconds) => formatDuration(seconds, 'ru').replace('\u00A0', ' '))).toEqual([
      '0 с',
      '59 с',
      '1 мин',
      '14 мин',
      '1 ч',
      '1 дн.',
    ]);
    expect(formatDuration(null, 'en')).toBe('—');
  });

  it('of another day carry the day', () => {
    expect(formatSince(at(1), now, 'Europe/Moscow', 'ru', { seconds: true })).toBe('10:41:00');
    expect(formatSince(at(60 * 11), now, 'Europe/Moscow', 'ru', { seconds: true })).toBe('15 ноя, 23:42');
  });
});
