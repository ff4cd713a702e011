import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, formatDayRange, formatMoment, formatMonth, formatTime, shiftMonth } from '#format/date.ts';
import { toFreshness } from '#format/freshness.ts';

describe('dates', () => {
  it('shortens months in tables and writes them out in text', () => {
    expect(formatDay('2026-11-16', 'ru', 'table')).toBe('16 ноя');
    expect(formatDay('2026-11-16', 'ru')).toBe('16 ноября');
    expect(formatDay('2026-05-01', 'en', 'full')).toBe('1 May 2026');
    expect(formatDay(null, 'ru')).toBe('—');
  });

  it('names a week once where both ends share the month', () => {
    expect(formatDayRange('2026-12-01', '2026-12-04', 'ru')).toBe('1–4 дек');
    expect(formatDayRange('2026-11-30', '2026-12-04', 'ru')).toBe('30 ноя – 4 дек');
    expect(formatDayRange('2026-12-31', '2026-12-31', 'ru')).toBe('31 дек');
  });

  it('names and shifts months over the turn of the year', () => {
    expect(formatMonth('2026-11', 'ru')).toBe('ноябрь');
    expect(formatMonth('2026-11', 'ru', { year: true, capital: true })).toBe('Ноябрь 2026');
    expect(shiftMonth('2026-11', 2)).toBe('2027-01');
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  });

  it('reads instants in the time zone of the portal', () => {
    expect(formatTime('2026-11-16T07:42:59.000Z', 'Europe/Moscow')).toBe('10:42');
    expect(dayOf('2026-11-16T21:30:00.000Z', 'Europe/Moscow')).toBe('2026-11-17');
    expect(dayOf('2026-11-16T21:30:00.000Z', 'America/New_York')).toBe('2026-11-16');
    expect(formatTime('2026-11-16T21:00:00.000Z', 'Europe/Moscow')).toBe('00:00');
  });

  it('writes a receipt to the second with its zone', () => {
    expect(formatMoment('2026-11-16T08:52:07.000Z', 'Europe/Moscow', 'ru', { full: true })).toBe('16 ноября 2026, 11:52:07, МСК');
    expect(formatMoment('2026-11-16T08:52:07.000Z', 'Asia/Yekaterinburg', 'en', { full: true })).toBe('16 November 2026, 13:52:07, UTC+5');
    expect(formatMoment('2026-11-16T08:24:00.000Z', 'Europe/Moscow', 'ru')).toBe('16 ноября, 11:24');
  });

  it('calls numbers stale after a quarter of an hour, old after an hour, and tells their time from ten minutes on', () => {
    const now = '2026-11-16T07:42:00.000Z';
    expect(toFreshness('2026-11-16T07:32:00.000Z', now)).toBe('fresh');
    expect(toFreshness('2026-11-16T07:29:00.000Z', now)).toBe('aging');
    expect(toFreshness('2026-11-16T07:26:00.000Z', now)).toBe('stale');
    expect(toFreshness('2026-11-16T06:41:00.000Z', now)).toBe('old');
    expect(toFreshness(null, now)).toBe('old');
  });
});
