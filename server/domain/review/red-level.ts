import type { Metric } from '../plan.ts';
import { attainmentOf } from '../planning/attainment.ts';
import { metricCatalogue } from '../planning/metric-catalogue.ts';

/** Beside what should be there, in the smallest part of the metric's unit. */
export interface Reached {
  readonly metric: Metric;
  readonly fact: bigint;
  readonly expected: bigint;
}

/** How much of what should be there is there, 1 being all of it; null where nothing should. */
export function levelOf({ metric, fact, expected }: Reached): number | null {
  const reached = attainmentOf(expected, fact, metricCatalogue[metric].direction);
  return reached.kind === 'share' ? reached.share : null;
}

/** Below nine tenths of what should be there, of calls below eight; where less is better, more than a tenth above it. */
export function isRedAgainst(reached: Reached): boolean {
  const { metric, fact, expected } = reached;
  const level = levelOf(reached);
  if (level === null) return metricCatalogue[metric].direction === 'less' && fact > expected;
  return level < (metric === 'calls' ? redCallLevel : redLevel);
}

const redLevel = 0.9;
const redCallLevel = 0.8;
