import { weekday, type Day } from '../period.ts';
import { isWorkday, type Calendar } from '../workdays.ts';
import type { ActivityMetric } from './activity-metrics.ts';

/** The norm of a metric from a day on: a number for each weekday from Monday; none at all ends it. */
export interface NormLine {
  readonly metric: ActivityMetric;
  readonly fromDay: Day;
  readonly weekdays: readonly number[];
  /** Percent of the score. */
  readonly weight: number;
  /** Percent of the norm that counts at most; null has no cap. */
  readonly cap: number | null;
}

/** By which profile somebody is measured from a day on, and what percent of a full day they work. */
export interface NormAssignment {
  readonly fromDay: Day;
  readonly profileId: string | null;
  readonly workPercent: number;
}

/** When a person works: the company's calendar, without days of absence and before joining or after leaving. */
export interface PersonCalendar {
  readonly calendar: Calendar;
  readonly absent: ReadonlySet<Day>;
  readonly joinedOn: Day | null;
  /** The first day they are gone. */
  readonly leftOn: Day | null;
}

/** Everything that a person's norms follow from. */
export interface PersonNorms {
  readonly calendar: PersonCalendar;
  readonly assignments: readonly NormAssignment[];
  readonly linesOf: (profileId: string) => readonly NormLine[];
  /** What the signed plan says of a metric for each working day; it comes before the profile. */
  readonly planned: (metric: ActivityMetric, day: Day) => number | null;
}

export function isAtWork({ calendar, absent, joinedOn, leftOn }: PersonCalendar, day: Day): boolean {
  if (joinedOn !== null && day < joinedOn) return false;
  if (leftOn !== null && day >= leftOn) return false;
  return !absent.has(day) && isWorkday(calendar, day);
}

/** The newest of dated rows that a day is under. */
export function inForceOn<Row extends { readonly fromDay: Day }>(rows: readonly Row[], day: Day): Row | undefined {
  return rows.reduce<Row | undefined>(
    (found, row) => (row.fromDay <= day && (found === undefined || row.fromDay >= found.fromDay) ? row : found),
    undefined,
  );
}

/** The line of a profile that holds a metric on a day; undefined where the metric has no norm then. */
export function findNormLine(lines: readonly NormLine[], metric: ActivityMetric, day: Day): NormLine | undefined {
  const line = inForceOn(
    lines.filter((one) => one.metric === metric),
    day,
  );
  return line === undefined || line.weekdays.length === 0 ? undefined : line;
}

/** The norm of a day; 0 on a day the person does not work, null where there is no norm. */
export function normOn(person: PersonNorms, metric: ActivityMetric, day: Day): number | null {
  const assignment = inForceOn(person.assignments, day);
  const full = person.planned(metric, day) ?? profileNorm(person, assignment, { metric, day });
  if (full === null) return null;
  return isAtWork(person.calendar, day) ? (full * (assignment?.workPercent ?? 100)) / 100 : 0;
}

function profileNorm(
  person: PersonNorms,
  assignment: NormAssignment | undefined,
  { metric, day }: { metric: ActivityMetric; day: Day },
): number | null {
  if (assignment?.profileId == null) return null;
  return findNormLine(person.linesOf(assignment.profileId), metric, day)?.weekdays[weekday(day) - 1] ?? null;
}

/** Σ of the norms of some days; null where none of them has one. */
export function normOver(person: PersonNorms, metric: ActivityMetric, days: readonly Day[]): number | null {
  const norms = days.flatMap((day) => normOn(person, metric, day) ?? []);
  return norms.length === 0 ? null : norms.reduce((total, norm) => total + norm, 0);
}

/** Weight and cap of a metric on a day; the plan says nothing of them. */
export function weightOn(person: PersonNorms, metric: ActivityMetric, day: Day): Pick<NormLine, 'weight' | 'cap'> | null {
  const profileId = inForceOn(person.assignments, day)?.profileId ?? null;
  const line = profileId === null ? undefined : findNormLine(person.linesOf(profileId), metric, day);
  return line === undefined ? null : { weight: line.weight, cap: line.cap };
}
