import type { PlanMonth } from '#contract/plan.ts';
import { sum } from '#domain/money.ts';
import { monthOf, shiftDay } from '#domain/period.ts';
import { previousPeriod, type PeriodKey, type PlanPeriod } from '#domain/planning/plan-period.ts';
import { containsDay } from '#domain/planning/sub-periods.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { listClosedFactsOf } from '#store/plan-closing.ts';
import { listWonMonths } from '#store/won-months.ts';
import { readFactSource } from './month-facts.ts';
import { listVisibleScopes } from './plan-owners.ts';
import type { PortalContext } from './portal-context.ts';
import { createMoney } from './wire-values.ts';

/**
 * Won deals of the period before each of these; of a group everybody's count, also of those who left, as in its list of deals.
 * A closed period says what was kept of it.
 */
export async function sumPreviousFacts(
  context: PortalContext,
  periods: readonly PlanPeriod[],
): Promise<Map<PeriodKey, PlanMonth['previousFact']>> {
  const before = periods.map(previousPeriod);
  const won = await listWon(context, before);
  const kept = await listClosedFactsOf(
    context.tx,
    'revenue',
    before.map(({ key }) => key),
  );
  const keptOf = new Map(kept.map(({ month, scope, fact }) => [`${month} ${scope}`, fact]));
  const money = createMoney(context.portal.currencyDigits);
  const scopes = [...listVisibleScopes(context)].map((scope) => ({ scope, inside: peopleInScope(context.team, scope) }));
  return new Map(
    periods.map(({ key }, at) => [
      key,
      scopes.map(({ scope, inside }) => ({
        scope,
        value: money(
          keptOf.get(`${before[at]?.key ?? ''} ${scope}`) ??
            sum((won[at] ?? []).flatMap((row) => (inside?.has(row.responsibleId) === false ? [] : [row.amount]))),
        ),
      })),
    ]),
  );
}

interface WonSum {
  readonly responsibleId: bigint;
  readonly amount: bigint;
}

/** What each person has won in each of the periods, which follow one another. */
async function listWon(context: PortalContext, periods: readonly PlanPeriod[]): Promise<readonly (readonly WonSum[])[]> {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return [];
  const source = await readFactSource(context);
  const span = { from: first.from, before: shiftDay(last.to, 1) };
  if (periods.every(isOfMonths)) {
    const months = await listWonMonths(context.tx, source, span);
    return periods.map(({ from, to }) => months.filter(({ month }) => monthOf(from) <= month && month <= monthOf(to)));
  }
  const days = await listWonDays(context.tx, source, span, null);
  return periods.map((period) => days.filter(({ day }) => containsDay(period, day)));
}

/** A month and what is made of whole months: sums of months are fewer than those of days. */
const isOfMonths = ({ kind }: PlanPeriod): boolean => kind === 'month' || kind === 'quarter' || kind === 'half-year' || kind === 'year';
