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

/** All of these tell of the same calls. */
const ofCalls: readonly string[] = ['calls', 'calls-out', 'calls-in', 'talk-minutes'];

/** Of calls only what has a norm is told, or their number. */
function withoutParts(cells: readonly ActivityCell[]): readonly ActivityCell[] {
  const isNormed = cells.some(({ metric, norm }) => ofCalls.includes(metric) && norm !== null);
  return cells.filter(({ metric, norm }) => !ofCalls.includes(metric) || (isNormed ? norm !== null : metric === 'calls'));
}

/**
 * Strengths and gaps of somebody. A norm has the first word about a metric: who meets it has no gap there, whatever others do.
 * Without a norm the own past and the others are asked, and the further of the two is told.
 */
export function findingsOf({ workedDays, cells }: ReportedPerson, peersPerDay: (metric: ActivityMetric) => number | null): Findings {
  const found = withoutParts(cells).flatMap((cell): Finding[] => {
    const against = (yardstick: Yardstick, expected: number | null): Finding[] =>
      expected === null || expected < fewestExpected
        ? []
        : [{ metric: cell.metric, fact: cell.fact, against: yardstick, expected, share: cell.fact / expected }];
    const byNorm = against('norm', cell.norm);
    if (byNorm.length > 0) return byNorm;
    // Whoever never does such a thing is not held to those who do.
    const does = cell.fact > 0 || (cell.usual ?? 0) > 0;
    const perDay = does ? peersPerDay(cell.metric) : null;
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
