import { describe, expect, it } from 'vitest';
import { monthOfReview, nextReviewDay } from '#domain/review/review-rhythm.ts';
import { russianCalendar } from '../generated-facts.ts';

describe('the rhythm of a series', () => {
  it.each([
    ['weekly', { kind: 'weekly' }, '2026-11-13', '2026-11-20'],
    ['weekly, over New Year', { kind: 'weekly' }, '2026-12-25', '2027-01-11'],
    ['monthly', { kind: 'monthly' }, '2026-11-13', '2026-12-14'],
    ['monthly, from the last day', { kind: 'monthly' }, '2026-03-31', '2026-04-30'],
    ['one of one’s own', { kind: 'own', everyDays: 10 }, '2026-11-13', '2026-11-23'],
  ] as const)('leads to a working day, %s', (_name, rhythm, day, next) => {
    expect(nextReviewDay(rhythm, day, russianCalendar)).toBe(next);
  });

  it('looks at the month that has ended while the present one says nothing', () => {
    expect(monthOfReview('2026-12-03', russianCalendar)).toBe('2026-11');
    expect(monthOfReview('2026-12-04', russianCalendar)).toBe('2026-12');
  });
});
