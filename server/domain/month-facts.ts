import type { Adjustment } from './forecast/adjustment.ts';
import type { OpenGroup } from './forecast/weighted-pipeline.ts';
import type { Day, Month } from './period.ts';
import type { PlanLine } from './plan.ts';
import type { Team } from './team.ts';
import type { Calendar } from './workdays.ts';

/** Deals a person won on a day, by the rule of what counts, in the company's zone. */
export interface WonDay {
  readonly responsibleId: bigint;
  readonly day: Day;
  readonly deals: number;
  /** Minor units of the base currency. */
  readonly amount: bigint;
}

/** Open deals of a person whose close date has passed. */
export interface OverdueSum {
  readonly responsibleId: bigint;
  readonly deals: number;
  readonly amount: bigint;
}

/**
 * Where calls come from: the portal's statistics, which know their length, or the activities in its cards,
 * where it does not let us read the statistics.
 */
export type CallSource = 'statistics' | 'activities' | 'none';

/** Counted calls of a person on a day; `unknownLength` are calls the portal keeps no length of and that do not count. */
export interface CallDay {
  readonly userId: bigint;
  readonly day: Day;
  readonly counted: number;
  readonly unknownLength: number;
}

/** A version that some days of the month are judged by, with all its lines. */
export interface DatedLines {
  readonly version: number;
  readonly effectiveFrom: Day;
  readonly lines: readonly PlanLine[];
}

/** Everything the numbers of one month are computed from; the same value feeds a screen and the lists behind it. */
export interface MonthFacts {
  readonly month: Month;
  readonly today: Day;
  readonly calendar: Calendar;
  readonly team: Team;
  /** The last version; 0 and no lines while nothing was published. */
  readonly planVersion: number;
  readonly planLines: readonly PlanLine[];
  /** The versions its days are judged by, where not the last one alone holds the whole month. */
  readonly planVersions?: readonly DatedLines[];
  /** Won in the month and in the weeks before it that the sparkline shows. */
  readonly won: readonly WonDay[];
  /** Open deals due by the end of the month, overdue ones included, or without a date, weighed for it; none once it is over. */
  readonly open: readonly OpenGroup[];
  /** What heads have added to the forecast of persons; none once the month is over. */
  readonly adjustments?: readonly Adjustment[];
  /** The part of them that is overdue. */
  readonly overdue: readonly OverdueSum[];
  /** Somebody in the company fills in close dates at all. */
  readonly usesCloseDates: boolean;
  readonly wonCycleDays: number;
  readonly calls: readonly CallDay[];
  readonly callSource: CallSource;
}
