import type { CalendarOrder } from '#contract/review-calendar.ts';
import type { ReviewCalendar } from '#contract/review-series.ts';
import { saysTheSame, type CalendarEntry } from '#domain/review/calendar-entry.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import type { StoredCalendarEntry } from '#store/review-calendar.ts';
import type { StoredSeries } from '#store/review-series.ts';
import type { StoredReview } from '#store/reviews.ts';
import { findMember, fullName, type PortalContext } from './portal-context.ts';
import { listScopePeople } from './review-cells.ts';
import { toRhythm } from './review-time.ts';

/** What the calendar should say of a series; undefined while no review of it lies ahead. */
export function wantedEntry(context: PortalContext, series: StoredSeries, reviews: readonly StoredReview[]): CalendarEntry | undefined {
  const ahead = reviews.find((review) => review.seriesId === series.seriesId && review.startedAt === null);
  if (ahead === undefined) return undefined;
  const { timeZone } = context.portal;
  const people = listScopePeople(context, series.scope).toSorted((a, b) => (a < b ? -1 : 1));
  return {
    name: series.name,
    firstDay: toDay(ahead.plannedAt, timeZone),
    at: toTimeOfDay(ahead.plannedAt, timeZone),
    minutes: series.minutes,
    rhythm: toRhythm(series),
    people: people.map(String),
  };
}

/** How the series stands in the calendar, as everybody of it sees it. */
export function writeCalendar(
  context: PortalContext,
  entry: StoredCalendarEntry | undefined,
  wanted: CalendarEntry | undefined,
): ReviewCalendar {
  if (entry === undefined) return { state: 'none', ownerId: null, ownerName: null, eventId: null };
  const whose = entry.eventId === null ? (entry.heldBy ?? entry.ownerId) : entry.ownerId;
  return {
    state: stateOf(entry, wanted),
    ownerId: String(whose),
    ownerName: fullName(context.team, whose),
    eventId: entry.eventId === null ? null : String(entry.eventId),
  };
}

function stateOf({ heldBy, eventId, said }: StoredCalendarEntry, wanted: CalendarEntry | undefined): ReviewCalendar['state'] {
  if (heldBy !== null) return 'busy';
  if (eventId === null) return 'none';
  return wanted === undefined || saysTheSame(said as CalendarEntry, wanted) ? 'there' : 'stale';
}

/** Everybody changes only entries of their own; that of somebody who has left is replaced. */
export function mayWriteEntry({ team, session }: PortalContext, entry: StoredCalendarEntry | undefined): boolean {
  if (entry === undefined || entry.eventId === null || entry.ownerId === session.userId) return true;
  return findMember(team, entry.ownerId)?.isActive !== true;
}

export function toOrder(
  { portal, session }: PortalContext,
  seriesId: string,
  { entry, wanted }: { entry: StoredCalendarEntry | undefined; wanted: CalendarEntry },
): CalendarOrder {
  const { name, firstDay, at, minutes, rhythm, people } = wanted;
  const isOwn = entry?.eventId != null && entry.ownerId === session.userId;
  const frequency = { weekly: 'WEEKLY', monthly: 'MONTHLY', own: 'DAILY' } as const;
  return {
    eventId: isOwn ? String(entry.eventId) : null,
    lookInto: [...new Set([session.userId, ...(entry?.eventId === null ? [entry.ownerId] : [])])].map(String),
    mark: `kurs:review:${seriesId}`,
    name,
    firstDay,
    from: `${firstDay} ${at}:00`,
    to: addMinutes(firstDay, at, minutes),
    timeZone: portal.timeZone,
    rule: { frequency: frequency[rhythm.kind], interval: rhythm.kind === 'own' ? rhythm.everyDays : 1 },
    people: [...people],
  };
}

/** On the wall clock, which a meeting follows also where the clocks are changed. */
function addMinutes(day: string, at: string, minutes: number): string {
  const end = new Date(Date.parse(`${day}T${at}:00Z`) + minutes * 60_000);
  return `${end.toISOString().slice(0, 10)} ${end.toISOString().slice(11, 19)}`;
}
