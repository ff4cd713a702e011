import { firstDay, lastDay, monthOf, shiftMonth, type Day } from '#domain/period.ts';
import { parsePlanPeriod, type PeriodKey } from '#domain/planning/plan-period.ts';
import { listOpenPlans } from '#store/plan-closing.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

/** Plans of the months from `first` to `last` counted from the present one, and open plans of other periods that touch these months. */
export async function listPlansAround(tx: PortalTransaction, today: Day, first: number, last: number): Promise<PeriodKey[]> {
  const months = Array.from({ length: last - first + 1 }, (_, at) => shiftMonth(monthOf(today), first + at));
  const [from, to] = [firstDay(months[0] ?? monthOf(today)), lastDay(months.at(-1) ?? monthOf(today))];
  const others = (await listOpenPlans(tx)).filter((key) => {
    const period = parsePlanPeriod(key);
    return period !== undefined && period.kind !== 'month' && period.to >= from && period.from <= to;
  });
  return [...months, ...others];
}
