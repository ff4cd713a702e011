import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saysTheSame, type CalendarEntry } from '#domain/review/calendar-entry.ts';
import { nextReviewDay, type Rhythm } from '#domain/review/review-rhythm.ts';

const entry: CalendarEntry = {
  ...{ name: 'Планёрка', firstDay: '2026-11-13', at: '15:00', minutes: 45, rhythm: { kind: 'weekly' }, people: ['2', '5'] },
};
/** Every day is one of work, so that nothing moves a review. */
const everyDay = { weekDaysOff: [], daysOff: new Set<string>(), extraWorkdays: new Set<string>(), yearlyDaysOff: new Set<string>() };

describe('a calendar entry of a series', () => {
  it('stays right while reviews follow one another in their rhythm', () => {
    const rhythms: Rhythm[] = [{ kind: 'weekly' }, { kind: 'own', everyDays: 10 }, { kind: 'monthly' }];
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), fc.integer({ min: 0, max: 30 }), (rhythm, count) => {
        let day = entry.firstDay;
        for (let step = 0; step < count; step += 1) day = nextReviewDay(rhythm, day, everyDay);
        expect(saysTheSame({ ...entry, rhythm }, { ...entry, rhythm, firstDay: day })).toBe(true);
      }),
    );
  });

  it.each([
    ['another name', { name: 'Разбор' }],
    ['another time', { at: '11:00' }],
    ['another length', { minutes: 60 }],
    ['another rhythm', { rhythm: { kind: 'own', everyDays: 7 } }],
    ['other people', { people: ['2', '5', '7'] }],
    ['a day that a holiday has moved', { firstDay: '2026-11-21' }],
    ['an earlier day', { firstDay: '2026-11-06' }],
  ] as [string, Partial<CalendarEntry>][])('has to be written anew after %s', (_what, change) => {
    expect(saysTheSame(entry, { ...entry, ...change })).toBe(false);
  });
});
