import type { ExpectedRow, PeriodForecast } from '#contract/period-forecast.ts';
import { departmentScope, isPersonScope, idOfScope, type Scope } from '#domain/plan.ts';
import { shiftDay } from '#domain/period.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { readSpan, type AskedSpan } from '../asked-span.ts';
import { readLearnedForecast, type LearnedRow } from '../learned-forecast.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney, type Money } from '../wire-values.ts';

export async function replyPeriodForecast(
  context: PortalContext,
  request: AskedSpan & { scope?: Scope | undefined },
): Promise<PeriodForecast> {
  const { portal, team } = context;
  const scope = request.scope ?? widestScope(context.actor, team);
  const span = readSpan(request);
  const basics = {
    ...{ month: request.month, from: span.from, to: shiftDay(span.before, -1) },
    ...{ scope, currency: portal.baseCurrency, now: context.now.toISOString() },
  };
  const learned = await readLearnedForecast(context, span);
  const any = learned?.rows[0];
  if (learned === undefined || any === undefined) return { ...basics, fitted: null };
  const money = createMoney(portal.currencyDigits);
  const byScope = new Map(learned.rows.map((row) => [row.scope, row]));
  const rowOf = (of: Scope): ExpectedRow => toExpected(context, byScope.get(of) ?? nothingIn(of), money);
  const people = peopleInScope(team, scope);
  const persons = isPersonScope(scope) ? [] : learned.rows.filter((row) => isPersonScope(row.scope) && isIn(people, row.scope));
  const departments = departmentsInScope(team, scope).map(({ departmentId }) => departmentScope(departmentId));
  return {
    ...basics,
    fitted: {
      at: learned.fittedAt.toISOString(),
      closedDeals: any.closedDeals,
      wonDeals: any.wonDeals,
      accuracy: any.accuracy,
      total: rowOf(scope),
      rows: [...departments, ...persons.map((row) => row.scope)].map(rowOf),
    },
  };
}

/** A row without what is the same in all of them, and without what is told only when it is opened. */
type Expected = Omit<LearnedRow, 'closedDeals' | 'wonDeals' | 'accuracy' | 'newDeals'>;

function isIn(people: ReadonlySet<bigint> | undefined, scope: Scope): boolean {
  const id = idOfScope(scope);
  return people === undefined || (id !== undefined && people.has(id));
}

const nothingIn = (scope: Scope): Expected => ({
  ...{ scope, fact: 0n, fromOpen: 0n, fromNew: 0n, weighted: 0n },
  ...{ low: 0n, median: 0n, high: 0n },
});

function toExpected(context: PortalContext, row: Expected, money: Money): ExpectedRow {
  const { scope, fact, fromOpen, fromNew } = row;
  return {
    kind: scope === 'company' ? 'company' : isPersonScope(scope) ? 'person' : 'department',
    scope,
    name: scopeName(context, scope),
    fact: money(fact),
    fromOpen: money(fromOpen),
    fromNew: money(fromNew),
    expected: money(fact + fromOpen + fromNew),
    low: money(row.low),
    median: money(row.median),
    byTable: money(fact + row.weighted),
    high: money(row.high),
  };
}
