import type { OpenDeal } from './forecast.ts';
import type { Day, Month } from './period.ts';
import type { PlanLine } from './plan.ts';
import type { Team } from './team.ts';
import type { Calendar } from './workdays.ts';

export interface WonDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  /** Day of the move to the won stage in the company's zone. */
  readonly day: Day;
}

/** Counted calls of a person on a day; `unknownLength` are calls the portal keeps no length of. */
export interface CallDay {
  readonly userId: bigint;
  readonly day: Day;
  readonly counted: number;
  readonly unknownLength: number;
}

/** Everything the numbers of one month are computed from; the same value feeds a screen and the lists behind it. */
export interface MonthFacts {
  readonly month: Month;
  readonly today: Day;
  readonly calendar: Calendar;
  readonly team: Team;
  /** Version 0 and no lines while nothing was published. */
  readonly planVersion: number;
  readonly planLines: readonly PlanLine[];
  /** Won in the month and in the weeks before it that the sparkline shows. */
  readonly won: readonly WonDeal[];
  /** Open deals due by the end of the month, overdue ones included, or without a date. */
  readonly open: readonly OpenDeal[];
  /** Somebody in the company fills in close dates at all. */
  readonly usesCloseDates: boolean;
  readonly wonCycleDays: number;
  readonly calls: readonly CallDay[];
}
