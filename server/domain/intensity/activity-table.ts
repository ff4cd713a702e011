import { firstDay, lastDay, listDays, monthOf, shiftDay, weekday, type Day } from '../period.ts';
import type { ActivityMetric } from './activity-metrics.ts';
import { isAtWork, normOver, weightOn, type PersonNorms } from './norms.ts';
import { pastWeeks, usualOver, type DayValues } from './own-past.ts';
import { scoreOf, type Score } from './score.ts';

export type ActivityPeriod = 'day' | 'week' | 'month';

/** The days of a period around a day, and those of them that are judged: finished ones, or the day itself. */
export interface PeriodDays {
  readonly from: Day;
  readonly to: Day;
  readonly judged: readonly Day[];
}

/** Weeks begin on Monday. Today counts only where nothing but a day was asked for. */
export function periodDays(period: ActivityPeriod, day: Day, today: Day): PeriodDays {
  if (period === 'day') return { from: day, to: day, judged: day <= today ? [day] : [] };
  const days = period === 'month' ? listDays(monthOf(day)) : Array.from({ length: 7 }, (_, at) => shiftDay(day, at + 1 - weekday(day)));
  const [from, to] = period === 'month' ? [firstDay(monthOf(day)), lastDay(monthOf(day))] : [days[0] ?? day, days.at(-1) ?? day];
  return { from, to, judged: days.filter((one) => one < today) };
}

/** What must be read to compare the days of a period with four weeks before each of them. */
export function spanOf({ from, judged }: PeriodDays): { from: Day; before: Day } {
  const first = judged[0] ?? from;
  return { from: shiftDay(first, -7 * pastWeeks), before: shiftDay(judged.at(-1) ?? first, 1) };
}

export interface ActivityCell {
  readonly metric: ActivityMetric;
  readonly fact: number;
  /** Norm of the same days; null where there is none. */
  readonly norm: number | null;
  /** What the person usually does on such days; null without enough past. */
  readonly usual: number | null;
}

export interface PersonActivity {
  readonly workedDays: number;
  readonly cells: readonly ActivityCell[];
  readonly score:
    | (Score & {
        readonly metrics: readonly ActivityMetric[];
        readonly weights: readonly number[];
        readonly caps: readonly (number | null)[];
      })
    | null;
}

/** The row of a person: fact, norm and own past of the judged days by metric, and the score. */
export function personActivity(
  person: PersonNorms,
  metrics: readonly ActivityMetric[],
  valuesOf: (metric: ActivityMetric) => DayValues,
  judged: readonly Day[],
): PersonActivity {
  const cells = metrics.map((metric): ActivityCell => {
    const values = valuesOf(metric);
    return { metric, fact: sumOver(values, judged), norm: normOver(person, metric, judged), usual: usualOf(person, values, judged) };
  });
  return { workedDays: judged.filter((day) => isAtWork(person.calendar, day)).length, cells, score: scorePerson(person, cells, judged) };
}

/** A day before the first value is no day without any: nobody measured it. */
function usualOf(person: PersonNorms, values: DayValues, judged: readonly Day[]): number | null {
  const since = firstOf(values);
  return since === null ? null : usualOver(person.calendar, values, judged, since);
}

export function firstOf(values: DayValues): Day | null {
  let first: Day | null = null;
  for (const day of values.keys()) if (first === null || day < first) first = day;
  return first;
}

function scorePerson(person: PersonNorms, cells: readonly ActivityCell[], judged: readonly Day[]): PersonActivity['score'] {
  const last = judged.at(-1);
  if (last === undefined) return null;
  const weighed = cells.flatMap(({ metric, fact, norm }) => {
    const line = weightOn(person, metric, last);
    return line === null || norm === null || norm === 0 ? [] : [{ metric, fact, norm, ...line }];
  });
  const score = scoreOf(weighed);
  if (score === null) return null;
  return {
    ...score,
    metrics: weighed.map(({ metric }) => metric),
    weights: weighed.map(({ weight }) => weight),
    caps: weighed.map(({ cap }) => cap),
  };
}

export function sumOver(values: DayValues, days: readonly Day[]): number {
  return days.reduce((total, day) => total + (values.get(day) ?? 0), 0);
}

/** Cells of people added up; a norm or a past that some of them lack leaves theirs out of neither the fact nor the sum of the others. */
export function addCells(people: readonly (readonly ActivityCell[])[], metrics: readonly ActivityMetric[]): ActivityCell[] {
  return metrics.map((metric, at) => {
    const own = people.flatMap((cells) => cells[at] ?? []);
    const add = (values: readonly (number | null)[]): number | null => {
      const known = values.flatMap((value) => value ?? []);
      return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
    };
    return {
      metric,
      fact: own.reduce((total, { fact }) => total + fact, 0),
      norm: add(own.map(({ norm }) => norm)),
      usual: add(own.map(({ usual }) => usual)),
    };
  });
}
