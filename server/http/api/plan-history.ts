import type { PlanHistory } from '#contract/plan-history.ts';
import { firstDay, monthOf, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listPassedWorkdays, listWorkdays } from '#domain/workdays.ts';
import { findFactTimes } from '#store/data-health.ts';
import { findFirstWonDay, listWonMonths, type WonMonthRow } from '#store/won-months.ts';
import { readFactSource } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney } from '../wire-values.ts';
import { listSeenCalculations } from './plan-calculation.ts';

/** Season is learned from three years; what was before says more about another company. */
const mostMonths = 36;

export async function replyPlanHistory(context: PortalContext, request: { month: Month }): Promise<PlanHistory> {
  const { tx, actor, calendar, today } = context;
  const source = await readFactSource(context);
  const span = { from: firstDay(shiftMonth(request.month, -mostMonths)), before: firstDay(request.month) };
  const months = listKnownMonths(await findFirstWonDay(tx, source, span), request.month, today);
  const rows = await listWonMonths(tx, source, span, actor.seesCompany ? null : [...actor.people]);
  const money = createMoney(context.portal.currencyDigits);
  const sums = sumByPerson(rows, months);
  return {
    month: request.month,
    currency: context.portal.baseCurrency,
    factsAt: (await findFactTimes(tx)).dealsAt?.toISOString() ?? null,
    workdays: listWorkdays(calendar, request.month).length,
    months: months.map((month) => ({
      month,
      workdays: listWorkdays(calendar, month).length,
      workdaysPassed: listPassedWorkdays(calendar, month, today).length,
    })),
    won: listSeenScopes(context).map((scope) => ({
      scope,
      sums: addUp(sums, peopleInScope(context.team, scope), months.length).map(money),
    })),
    calculations: await listSeenCalculations(context, request.month),
  };
}

/** From the month after the first known deal's, which may be known in part only, to the month before the planned one. */
function listKnownMonths(firstKnown: string | undefined, planned: Month, today: string): Month[] {
  if (firstKnown === undefined) return [];
  const isWhole = firstKnown === firstDay(monthOf(firstKnown));
  const months: Month[] = [];
  const last = [shiftMonth(planned, -1), monthOf(today)].toSorted()[0] ?? planned;
  for (let month = isWhole ? monthOf(firstKnown) : shiftMonth(monthOf(firstKnown), 1); month <= last; month = shiftMonth(month, 1)) {
    months.push(month);
  }
  return months;
}

function listSeenScopes({ actor, team }: PortalContext): Scope[] {
  const people = team.members.filter((member) => member.isActive && actor.people.has(member.userId));
  return [
    ...(actor.seesCompany ? ['company'] : []),
    ...team.departments.filter(({ departmentId }) => actor.departments.has(departmentId)).map((one) => departmentScope(one.departmentId)),
    ...people.map((member) => personScope(member.userId)),
  ];
}

/** What each person won in each of the months; others' months are looked at once, whatever number of scopes is asked for. */
function sumByPerson(rows: readonly WonMonthRow[], months: readonly Month[]): Map<bigint, bigint[]> {
  const places = new Map(months.map((month, at) => [month, at]));
  const people = new Map<bigint, bigint[]>();
  for (const { responsibleId, month, amount } of rows) {
    const at = places.get(month);
    if (at === undefined) continue;
    const own = people.get(responsibleId) ?? months.map(() => 0n);
    own[at] = (own[at] ?? 0n) + amount;
    people.set(responsibleId, own);
  }
  return people;
}

/** Sums of some people month by month; undefined is everybody, also those whom the structure does not know. */
function addUp(sums: ReadonlyMap<bigint, readonly bigint[]>, people: ReadonlySet<bigint> | undefined, length: number): bigint[] {
  const total = Array.from({ length }, () => 0n);
  for (const userId of people ?? sums.keys()) {
    for (const [at, amount] of (sums.get(userId) ?? []).entries()) total[at] = (total[at] ?? 0n) + amount;
  }
  return total;
}
