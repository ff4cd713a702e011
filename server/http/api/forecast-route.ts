import type { ForecastRoute } from '#contract/forecast-route.ts';
import { addCounts, checkCycle, needForPlan, type FunnelCounts, type FunnelLevel } from '#domain/forecast/route-need.ts';
import { sum } from '#domain/money.ts';
import { computeScope } from '#domain/overview.ts';
import { lastDay, shiftDay, type Month } from '#domain/period.ts';
import { departmentScope, idOfScope, isPersonScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { homeDepartment } from '#domain/team.ts';
import { listCallDays } from '#store/daily-totals.ts';
import { listContactCounts, listNewWins } from '#store/route-counts.ts';
import { readFactSource, readMonthFacts } from '../month-facts.ts';
import { findMember, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney } from '../wire-values.ts';

/** A quarter of the year says how one works now; cycles look back a year, because fewer deals tell of them. */
const pastDays = 91;
const cycleDays = 365;

/** Of a person's past nothing is told to those who do not reach it: levels above lend their ratios only. */
export async function replyForecastRoute(context: PortalContext, { month, scope }: { month: Month; scope: Scope }): Promise<ForecastRoute> {
  const { portal, today, team } = context;
  const money = createMoney(portal.currencyDigits);
  const { plan, forecast } = computeScope(await readMonthFacts(context, month, scope), scope);
  const isOver = today > lastDay(month);
  const lacking = plan === null || isOver ? null : plan - forecast.expected;
  const uncovered = lacking === null ? null : lacking > 0n ? lacking : 0n;
  const counts = await readCounts(context);
  const levels = levelsOf(context, scope).map((level): FunnelLevel => {
    const people = peopleInScope(team, level);
    return { scope: level, counts: addCounts([...counts].flatMap(([id, own]) => (people?.has(id) === false ? [] : [own]))) };
  });
  const need = needForPlan(uncovered ?? 0n, levels);
  const source = (of: Scope): { scope: Scope; name: string } => ({ scope: of, name: scopeName(context, of) });
  return {
    ...{ month, scope, currency: portal.baseCurrency, uncovered: uncovered === null ? null : money(uncovered) },
    ...{ from: shiftDay(today, -pastDays), to: shiftDay(today, -1) },
    averageDeal:
      need.averageDeal === null
        ? null
        : { value: money(need.averageDeal.value), wins: need.averageDeal.wins, source: source(need.averageDeal.scope) },
    deals: need.deals,
    steps: need.steps.map(({ scope: of, ...step }) => ({ ...step, source: source(of) })),
    cycles: isOver ? [] : await listCycles(context, scope, month),
  };
}

/** The scope itself, the department of a person, the company. */
function levelsOf(context: PortalContext, scope: Scope): Scope[] {
  if (scope === 'company') return [scope];
  if (!isPersonScope(scope)) return [scope, 'company'];
  const member = findMember(context.team, idOfScope(scope) ?? 0n);
  const home = member === undefined ? undefined : homeDepartment(context.team, member);
  return home === undefined ? [scope, 'company'] : [scope, departmentScope(home.departmentId), 'company'];
}

async function readCounts(context: PortalContext): Promise<Map<bigint, FunnelCounts>> {
  const { tx, portal, today } = context;
  const span = { from: shiftDay(today, -pastDays), before: today };
  const factSource = await readFactSource(context);
  const won = Map.groupBy(await listNewWins(tx, factSource, span), (row) => row.userId);
  const calls = Map.groupBy(await listCallDays(tx, factSource, span, null), (day) => day.userId);
  const contacts = new Map((await listContactCounts(tx, portal.timeZone, span)).map((row) => [row.userId, row]));
  const ids = new Set([...won.keys(), ...calls.keys(), ...contacts.keys()]);
  return new Map(
    [...ids].map((id) => {
      const [wins, called, met] = [won.get(id) ?? [], calls.get(id) ?? [], contacts.get(id)];
      return [
        id,
        {
          wins: wins.reduce((total, { deals }) => total + deals, 0),
          revenue: sum(wins.map(({ amount }) => amount)),
          leads: met?.leads ?? 0,
          meetings: met?.meetings ?? 0,
          calls: called.reduce((total, day) => total + day.counted, 0),
        },
      ];
    }),
  );
}

/** Departments sell in different ways, so each answers for itself; where there are none, the scope does. */
async function listCycles(context: PortalContext, scope: Scope, month: Month): Promise<ForecastRoute['cycles']> {
  const { tx, team, today } = context;
  const wins = await listNewWins(tx, await readFactSource(context), { from: shiftDay(today, -cycleDays), before: today });
  const inside = departmentsInScope(team, scope).map(({ departmentId }) => departmentScope(departmentId));
  const when = { today, lastDay: lastDay(month) };
  return (inside.length === 0 ? [scope] : inside).flatMap((own) => {
    const people = peopleInScope(team, own);
    const check = checkCycle(
      wins.filter(({ userId }) => people?.has(userId) !== false).map(({ days, deals }) => ({ value: days, count: deals })),
      when,
    );
    return check === undefined ? [] : [{ scope: own, name: scopeName(context, own), ...check }];
  });
}
