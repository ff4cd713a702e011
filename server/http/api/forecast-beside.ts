import type { ForecastBeside } from '#contract/forecast-beside.ts';
import { besideForecast, monthsBack } from '#domain/forecast/beside.ts';
import { firstDay, shiftMonth, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { readFactSource } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney } from '../wire-values.ts';

export async function replyForecastBeside(
  context: PortalContext,
  { month, scope }: { month: Month; scope: Scope },
): Promise<ForecastBeside> {
  const people = peopleInScope(context.team, scope);
  const span = { from: firstDay(shiftMonth(month, -monthsBack)), before: firstDay(month) };
  const won = await listWonDays(context.tx, await readFactSource(context), span, people === undefined ? null : [...people]);
  const { trailing, lastYear } = besideForecast(won, month);
  const money = createMoney(context.portal.currencyDigits);
  return {
    ...{ month, scope, currency: context.portal.baseCurrency },
    trailing:
      trailing === null
        ? null
        : { value: money(trailing.value), months: trailing.months.map((past) => ({ month: past.month, fact: money(past.fact) })) },
    lastYear: lastYear === null ? null : { month: lastYear.month, fact: money(lastYear.fact) },
  };
}
