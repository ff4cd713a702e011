import type { ActivityMetric } from './activity-metrics.ts';
import type { ActivityCell } from './activity-table.ts';
import { medianOf } from './own-past.ts';

/** What a number is held against: the norm, the own past, or the median of the others of the department. */
export type Yardstick = 'norm' | 'usual' | 'peers';

export interface Finding {
  readonly metric: ActivityMetric;
  readonly fact: number;
  readonly against: Yardstick;
  readonly expected: number;
  /** Fact as a share of what was expected. */
  readonly share: number;
}

export interface Findings {
  /** The furthest first. */
  readonly strengths: readonly Finding[];
  readonly gaps: readonly Finding[];
}

const strongFrom = 1.15;
const weakBelow = 0.85;
const mostFindings = 3;
/** Of fewer things one more or less says nothing. */
const fewestExpected = 3;
/** Fewer people have no middle. */
const fewestPeers = 3;

export interface ReportedPerson {
  readonly workedDays: number;
  readonly cells: readonly ActivityCell[];
}

/** The median of a worked day by metric over people who did anything of it; null where there are too few of them. */
export function medianPerDay(people: readonly ReportedPerson[], metric: ActivityMetric): number | null {
  const days = people.flatMap(({ workedDays, cells }) => {
    const cell = cells.find((one) => one.metric === metric);
    return cell === undefined || workedDays === 0 || (cell.fact === 0 && cell.norm === null) ? [] : [cell.fact / workedDays];
  });
  return days.length < fewestPeers ? null : medianOf(days);
}

/**
 * Strengths and gaps of somebody. A norm has the first word about a metric: who meets it has no gap there, whatever others do.
 * Without a norm the own past and the others are asked, and the further of the two is told.
 */
export function findingsOf({ workedDays, cells }: ReportedPerson, peersPerDay: (metric: ActivityMetric) => number | null): Findings {
  const found = cells.flatMap((cell): Finding[] => {
    const against = (yardstick: Yardstick, expected: number | null): Finding[] =>
      expected === null || expected < fewestExpected
        ? []
        : [{ metric: cell.metric, fact: cell.fact, against: yardstick, expected, share: cell.fact / expected }];
    const byNorm = against('norm', cell.norm);
    if (byNorm.length > 0) return byNorm;
    const perDay = peersPerDay(cell.metric);
    const others = [...against('usual', cell.usual), ...against('peers', perDay === null ? null : perDay * workedDays)];
    return others.toSorted((a, b) => Math.abs(b.share - 1) - Math.abs(a.share - 1)).slice(0, 1);
  });
  return {
    strengths: found
      .filter(({ share }) => share >= strongFrom)
      .sort((a, b) => b.share - a.share)
      .slice(0, mostFindings),
    gaps: found
      .filter(({ share }) => share < weakBelow)
      .sort((a, b) => a.share - b.share)
      .slice(0, mostFindings),
  };
}
