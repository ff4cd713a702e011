import { isActivityMetric } from '#domain/intensity/activity-metrics.ts';
import type { NormAssignment, NormLine, PersonCalendar, PersonNorms } from '#domain/intensity/norms.ts';
import { monthOf, shiftDay, shiftMonth, type Day, type Month } from '#domain/period.ts';
import { findTarget, personScope } from '#domain/plan.ts';
import { findVersionInForce } from '#domain/planning/version-in-force.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { listNormLines, listNormPeople, type StoredNormLine } from '#store/norms.ts';
import { listPersonChanges } from '#store/person-changes.ts';
import { listLinesInForce } from '#store/plan-lines-in-force.ts';
import { listAbsentDays } from '#store/working-time.ts';
import type { DaySpan } from '#store/won-day.ts';
import type { ActivityContext } from './activity-reading.ts';

export interface NormReading {
  readonly normsOf: (userId: bigint) => PersonNorms;
  readonly linesOf: (profileId: string) => readonly NormLine[];
  readonly assignmentsOf: (userId: bigint) => readonly NormAssignment[];
}

/** Everything that norms of people follow from on the days of the span. */
export async function readNorms(context: ActivityContext, span: DaySpan): Promise<NormReading> {
  const { tx } = context;
  const lines = Map.groupBy((await listNormLines(tx)).flatMap(toLine), ({ profileId }) => profileId);
  const assignments = Map.groupBy(await listNormPeople(tx), ({ user_id }) => user_id);
  const calendarOf = await readPersonCalendars(context, span);
  const planned = await readPlannedCalls(context, span);
  const linesOf = (profileId: string): readonly NormLine[] => lines.get(profileId) ?? [];
  const assignmentsOf = (userId: bigint): readonly NormAssignment[] =>
    (assignments.get(userId) ?? []).map((row) => ({ fromDay: row.from_day, profileId: row.profile_id, workPercent: row.work_percent }));
  const known = new Map<bigint, PersonNorms>();
  const normsOf = (userId: bigint): PersonNorms => {
    const norms = known.get(userId) ?? {
      calendar: calendarOf(userId),
      assignments: assignmentsOf(userId),
      linesOf,
      planned: (metric, day) => (metric === 'calls' ? planned(userId, day) : null),
    };
    known.set(userId, norms);
    return norms;
  };
  return { normsOf, linesOf, assignmentsOf };
}

/** Absences are those of the span; who left was seen to leave, or is gone since the portal says so. */
async function readPersonCalendars(
  { tx, team, calendar, portal, now }: ActivityContext,
  span: DaySpan,
): Promise<(userId: bigint) => PersonCalendar> {
  const absent = Map.groupBy(await listAbsentDays(tx, span), ({ user_id }) => user_id);
  const left = new Map<bigint, Day>();
  for (const change of await listPersonChanges(tx, now)) {
    if (change.kind === 'left') left.set(change.user_id, toDay(change.seen_at, portal.timeZone));
    if (change.kind === 'joined') left.delete(change.user_id);
  }
  const members = new Map(team.members.map((member) => [member.userId, member]));
  return (userId) => ({
    calendar,
    absent: new Set((absent.get(userId) ?? []).map(({ day }) => day)),
    joinedOn: members.get(userId)?.joinedOn ?? null,
    leftOn: left.get(userId) ?? null,
  });
}

/** Calls for a working day by the plan in force on each day. */
async function readPlannedCalls({ tx }: ActivityContext, span: DaySpan): Promise<(userId: bigint, day: Day) => number | null> {
  const months: Month[] = [];
  for (let month = monthOf(span.from); month <= monthOf(shiftDay(span.before, -1)); month = shiftMonth(month, 1)) months.push(month);
  const inForce = await listLinesInForce(tx, months, 'calls');
  return (userId, day) => {
    const lines = findVersionInForce(inForce.get(monthOf(day)) ?? [], day)?.lines ?? [];
    const target = findTarget(lines, 'calls', personScope(userId));
    return target === null ? null : Number(target);
  };
}

/** Norms are kept in hundredths. */
function toLine(row: StoredNormLine): (NormLine & { readonly profileId: string })[] {
  if (!isActivityMetric(row.metric)) return [];
  const { profile_id: profileId, metric, from_day: fromDay, weight, cap } = row;
  return [{ profileId, metric, fromDay, weight, cap, weekdays: row.weekdays.map((hundredths) => hundredths / 100) }];
}
