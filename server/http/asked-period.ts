import { nextPeriod, parsePlanPeriod, type PeriodKey, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { AppError } from '#kernel/errors.ts';

/** The period a request names; what the calendar does not have is the asker's slip. */
export function readPeriod(key: PeriodKey): PlanPeriod {
  const period = parsePlanPeriod(key);
  if (period === undefined) throw new AppError('bad-request', `There is no period ${key}`);
  return period;
}

/** Periods of one kind that follow one another; the calendar of the contract ends somewhere. */
export function listPeriods(from: PeriodKey, count: number): PlanPeriod[] {
  const periods = [readPeriod(from)];
  while (periods.length < count) {
    const next = nextPeriod(periods.at(-1) ?? readPeriod(from));
    if (parsePlanPeriod(next.key) === undefined) throw new AppError('bad-request', 'The periods reach beyond the calendar');
    periods.push(next);
  }
  return periods;
}
