import type { OverviewRow } from '#contract/overview.ts';
import { factsInScope, peopleWithFacts } from '#domain/facts-by-person.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { computeScope, computeTrend, trendSpanDays } from '#domain/overview.ts';
import { daysBetween, daysInMonth, lastDay, monthOf } from '#domain/period.ts';
import { departmentScope, idOfScope, personScope, type Scope } from '#domain/plan.ts';
import { isPlanned } from '#domain/plan-in-force.ts';
import { departmentsInScope } from '#domain/scope.ts';
import { homeDepartment, isHead } from '#domain/team.ts';
import { can } from '#policy/can.ts';
import { companyName, findMember, listName, type PortalContext } from './portal-context.ts';
import { orNull, toWireForecast, type Money } from './wire-values.ts';

/** Joined so recently that the row carries the mark «новичок». */
const newcomerDays = 92;

/** The numbers of one scope as a row of the matrix. */
export function toRow(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): OverviewRow {
  const numbers = computeScope(facts, scope);
  const digits = 10 ** context.portal.currencyDigits;
  const who = describe(context, scope);
  return {
    ...who,
    scope,
    plan: orNull(numbers.plan, money),
    fact: money(numbers.fact),
    attainment: numbers.attainment,
    expectedToDate: orNull(numbers.expected, money),
    deviation: money(numbers.deviation),
    forecast: toWireForecast(numbers.forecast, money),
    isAdjustable: context.today <= lastDay(facts.month) && can(context.actor, 'adjust-forecast', { kind: 'scope', scope }),
    forecastShare: numbers.forecastShare,
    status: numbers.status,
    trend: computeTrend(facts, scope).map((minor) => Number(minor) / digits),
    trendLevel: numbers.plan === null ? null : (Number(numbers.plan) / digits / daysInMonth(facts.month)) * trendSpanDays,
    calls: numbers.calls,
  };
}

function describe(
  context: PortalContext,
  scope: Scope,
): Pick<OverviewRow, 'kind' | 'name' | 'firstName' | 'lastName' | 'isHead' | 'isNewcomer'> {
  const id = idOfScope(scope);
  const none = { firstName: '', lastName: '', isHead: false, isNewcomer: false };
  if (id === undefined) return { kind: 'company', name: companyName(context), ...none };
  if (scope.startsWith('department:')) {
    const department = context.team.departments.find((candidate) => candidate.departmentId === id);
    return { kind: 'department', name: department?.name ?? '', ...none };
  }
  const member = findMember(context.team, id);
  return {
    kind: 'person',
    name: listName(context.team, id),
    firstName: member?.firstName ?? '',
    lastName: member?.lastName ?? '',
    isHead: isHead(context.team, id),
    isNewcomer: member?.joinedOn != null && daysBetween(member.joinedOn, context.today) < newcomerDays,
  };
}

/** A department and its people, worst deviation first, then the next; people outside the structure come last. */
export function listRows(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): OverviewRow[] {
  const departments = departmentsInScope(context.team, scope);
  const own = idOfScope(scope);
  const rootIds = own === undefined ? context.team.rootIds : [own];
  const shown = new Set(departments.map((department) => department.departmentId));
  const direct = rootIds.filter((id) => !shown.has(id)).flatMap((id) => peopleRows(context, facts, id, money));
  const rows = departments.flatMap((department) => [
    toRow(context, facts, departmentScope(department.departmentId), money),
    ...peopleRows(context, facts, department.departmentId, money),
  ]);
  return [...rows, ...direct, ...(own === undefined ? outsiders(context, facts, money) : [])];
}

function peopleRows(context: PortalContext, facts: MonthFacts, departmentId: bigint, money: Money): OverviewRow[] {
  return context.team.members
    .filter((member) => homeDepartment(context.team, member)?.departmentId === departmentId && hasNumbers(facts, member.userId))
    .map((member) => toRow(context, facts, personScope(member.userId), money))
    .sort(worstFirst);
}

/** Facts of people whom no department knows still count, so that rows add up to the company. */
function outsiders(context: PortalContext, facts: MonthFacts, money: Money): OverviewRow[] {
  return peopleWithFacts(facts)
    .filter((id) => {
      const member = findMember(context.team, id);
      return (member === undefined || homeDepartment(context.team, member) === undefined) && hasNumbers(facts, id);
    })
    .map((id) => toRow(context, facts, personScope(id), money))
    .sort(worstFirst);
}

function hasNumbers(facts: MonthFacts, userId: bigint): boolean {
  const own = factsInScope(facts, personScope(userId));
  return (
    isPlanned(facts, personScope(userId)) ||
    own.won.some((won) => monthOf(won.day) === facts.month) ||
    own.open.length > 0 ||
    own.calls.some((day) => monthOf(day.day) === facts.month)
  );
}

function worstFirst(a: OverviewRow, b: OverviewRow): number {
  if ((a.plan === null) !== (b.plan === null)) return a.plan === null ? 1 : -1;
  return Number(a.deviation) - Number(b.deviation);
}
