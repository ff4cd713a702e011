import { daysBetween, type Day } from '../period.ts';
import type { Rhythm } from './review-rhythm.ts';

/** What a calendar says of a series; times are of the portal's wall clock. */
export interface CalendarEntry {
  readonly name: string;
  readonly firstDay: Day;
  readonly at: string;
  readonly minutes: number;
  readonly rhythm: Rhythm;
  /** In the order of their numbers. */
  readonly people: readonly string[];
}

/**
 * The entry says what the series says: the same meeting with the same people, and the next review is one of its days.
 * The first day alone may differ, because a series goes on.
 */
export function saysTheSame(entry: CalendarEntry, wanted: CalendarEntry): boolean {
  return (
    entry.name === wanted.name &&
    entry.at === wanted.at &&
    entry.minutes === wanted.minutes &&
    entry.people.join() === wanted.people.join() &&
    isSameRhythm(entry.rhythm, wanted.rhythm) &&
    isDayOf(entry, wanted.firstDay)
  );
}

function isSameRhythm(one: Rhythm, other: Rhythm): boolean {
  return one.kind === other.kind && (one.kind === 'own' ? one.everyDays : 0) === (other.kind === 'own' ? other.everyDays : 0);
}

/** A day off moves a review but not the entry: then the two differ, and somebody has to say so in the portal. */
function isDayOf({ rhythm, firstDay }: CalendarEntry, day: Day): boolean {
  if (day < firstDay) return false;
  if (rhythm.kind === 'monthly') return day.slice(8) === firstDay.slice(8);
  return daysBetween(firstDay, day) % (rhythm.kind === 'weekly' ? 7 : rhythm.everyDays) === 0;
}
