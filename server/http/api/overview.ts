import type { Overview, OverviewRow, Signing, AttentionItem } from '#contract/overview.ts';
import { listAttention } from '#domain/attention.ts';
import { isWaiting } from '#domain/acknowledgement.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { computeHeadline, computePace, computeScope, computeTrend, readMonthClock } from '#domain/overview.ts';
import { defaultCallSeconds } from '#domain/intensity.ts';
import { daysBetween, lastDay, monthOf, shiftMonth, type Month } from '#domain/period.ts';
import { departmentScope, idOfScope, personScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { headedDepartments, homeDepartment, isHead } from '#domain/team.ts';
import { findUpdatedAt } from '#store/facts.ts';
import { readMonthFacts } from '../month-facts.ts';
import { findMember, listName, widestScope, type PortalContext } from '../portal-context.ts';
import { readSigning, type SigningPerson } from '../signing.ts';
import { createMoney, orNull, toWireForecast, type Money } from '../wire-values.ts';

/** Joined so recently that the row carries the mark «новичок». */
const newcomerDays = 92;

export async function replyOverview(context: PortalContext, request: { month: Month; scope?: Scope | undefined }): Promise<Overview> {
  const scope = request.scope ?? widestScope(context.actor, context.team);
  const facts = await readMonthFacts(context, request.month);
  const money = createMoney(context.portal.currencyDigits);
  const total = computeScope(facts, scope);
  const clock = readMonthClock(facts);
  const headline = computeHeadline(facts, total);
  const dealsAt = await findUpdatedAt(context.tx, ['deals', 'stage-moves']);
  return {
    month: request.month,
    scope,
    currency: context.portal.baseCurrency,
    now: context.now.toISOString(),
    factsAt: (dealsAt ?? context.portal.installedAt).toISOString(),
    callsAt: (await findUpdatedAt(context.tx, ['calls', 'activities']))?.toISOString() ?? null,
    workdays: clock.workdays.length,
    workdaysPassed: clock.passed.length,
    lastClose: clock.lastClose,
    lastDay: lastDay(request.month),
    callSeconds: defaultCallSeconds,
    total: toRow(context, facts, scope, money),
    rows: scope.startsWith('person:') ? [] : listRows(context, facts, scope, money),
    remaining: orNull(headline.remaining, money),
    neededPerDay: orNull(headline.neededPerDay, money),
    actualPerDay: orNull(headline.actualPerDay, money),
    acceleration: headline.acceleration,
    coverage: headline.coverage,
    weightedCoverage: headline.weightedCoverage,
    runRate: orNull(headline.runRate, money),
    pace: computePace(facts, total).map((day) => ({
      ...day,
      plan: orNull(day.plan, money),
      fact: orNull(day.fact, money),
      runRate: orNull(day.runRate, money),
      forecast: orNull(day.forecast, money),
      low: orNull(day.low, money),
      high: orNull(day.high, money),
    })),
    attention: await readAttention(context, facts, scope, money),
    signing: await readNextSigning(context, scope),
    scopes: listScopes(context),
  };
}

function toRow(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): OverviewRow {
  const numbers = computeScope(facts, scope);
  const digits = 10 ** context.portal.currencyDigits;
  const who = describe(context, scope);
  const days = readMonthClock(facts).workdays.length;
  return {
    ...who,
    scope,
    plan: orNull(numbers.plan, money),
    fact: money(numbers.fact),
    attainment: numbers.attainment,
    expectedToDate: orNull(numbers.expected, money),
    deviation: money(numbers.deviation),
    forecast: toWireForecast(numbers.forecast, money),
    forecastShare: numbers.forecastShare,
    status: numbers.status,
    trend: computeTrend(facts, scope).map((minor) => Number(minor) / digits),
    // Five calendar days hold about 3.5 working days of the plan.
    trendLevel: numbers.plan === null || days === 0 ? null : ((Number(numbers.plan) / digits) * (days / facts30(facts)) * 5) / days,
    calls: numbers.calls,
  };
}

function facts30(facts: MonthFacts): number {
  return Number(lastDay(facts.month).slice(8));
}

function describe(context: PortalContext, scope: Scope): Pick<OverviewRow, 'kind' | 'name' | 'firstName' | 'lastName' | 'isHead' | 'isNewcomer'> {
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

export function companyName(context: PortalContext): string {
  const root = context.team.departments.find((department) => context.team.rootIds.includes(department.departmentId));
  return root?.name ?? context.portal.title;
}

/** A department and its people, worst deviation first, then the next; people outside the structure come last. */
function listRows(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): OverviewRow[] {
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
  const ids = new Set([...facts.won.map((deal) => deal.responsibleId), ...facts.open.map((deal) => deal.responsibleId), ...facts.calls.map((day) => day.userId)]);
  return [...ids]
    .filter((id) => {
      const member = findMember(context.team, id);
      return (member === undefined || homeDepartment(context.team, member) === undefined) && hasNumbers(facts, id);
    })
    .map((id) => toRow(context, facts, personScope(id), money))
    .sort(worstFirst);
}

function hasNumbers(facts: MonthFacts, userId: bigint): boolean {
  return (
    facts.planLines.some((line) => line.scope === personScope(userId)) ||
    facts.won.some((deal) => deal.responsibleId === userId && monthOf(deal.day) === facts.month) ||
    facts.open.some((deal) => deal.responsibleId === userId && (deal.closeDay === null || deal.closeDay <= lastDay(facts.month))) ||
    facts.calls.some((day) => day.userId === userId && monthOf(day.day) === facts.month)
  );
}

function worstFirst(a: OverviewRow, b: OverviewRow): number {
  if ((a.plan === null) !== (b.plan === null)) return a.plan === null ? 1 : -1;
  return Number(a.deviation) - Number(b.deviation);
}

async function readAttention(context: PortalContext, facts: MonthFacts, scope: Scope, money: Money): Promise<AttentionItem[]> {
  const people = [...(peopleInScope(context.team, scope) ?? context.team.members.map((member) => member.userId))];
  const items = listAttention(facts, scope, people).map((item): AttentionItem => {
    if (item.kind === 'overdue') return { kind: 'overdue', deals: item.deals, sum: money(item.sum) };
    const who = { userId: String(item.userId), name: listName(context.team, item.userId) };
    return item.kind === 'behind' ? { kind: 'behind', ...who, deviation: money(item.deviation) } : { kind: 'no-calls', ...who, workdays: item.workdays };
  });
  const months = [monthOf(context.today), shiftMonth(monthOf(context.today), 1)];
  const signing: AttentionItem[] = [];
  for (const month of months) signing.push(...toSigningItems(month, await readSigning(context, month, scope), context));
  return [...items, ...signing].slice(0, 7);
}

function toSigningItems(month: Month, people: readonly SigningPerson[], context: PortalContext): AttentionItem[] {
  const answers = people.flatMap((person): AttentionItem[] => {
    const who = { userId: String(person.userId), name: listName(context.team, person.userId), text: person.text ?? '', month };
    if (person.state === 'signed-with-objections') return [{ kind: 'objection', ...who }];
    return person.state === 'refused' ? [{ kind: 'refusal', ...who }] : [];
  });
  const waiting = people.filter((person) => isWaiting(person.state));
  if (waiting.length === 0) return answers;
  return [
    ...answers,
    {
      kind: 'unsigned',
      month,
      total: people.length,
      waiting: waiting.map((person) => ({
        userId: String(person.userId),
        name: listName(context.team, person.userId),
        version: person.version,
        days: Math.max(0, daysBetween(person.sentOn, context.today)),
      })),
    },
  ];
}

/** The newest of this and the next month that was sent to anybody. */
async function readNextSigning(context: PortalContext, scope: Scope): Promise<Signing | null> {
  const current = monthOf(context.today);
  for (const month of [shiftMonth(current, 1), current]) {
    const people = await readSigning(context, month, scope);
    if (people.length === 0) continue;
    const count = (state: string): number => people.filter((person) => person.state === state).length;
    return {
      month,
      signed: count('signed'),
      withObjections: count('signed-with-objections'),
      refused: count('refused'),
      waiting: people.filter((person) => isWaiting(person.state)).length,
    };
  }
  return null;
}

function listScopes(context: PortalContext): Overview['scopes'] {
  const { actor, team } = context;
  if (actor.seesCompany) {
    const departments = departmentsInScope(team, 'company').map((department) => ({ scope: departmentScope(department.departmentId), name: department.name, depth: 1 }));
    return [{ scope: 'company', name: companyName(context), depth: 0 }, ...departments];
  }
  const headed = headedDepartments(team, actor.userId).map((department) => ({ scope: departmentScope(department.departmentId), name: department.name, depth: 0 }));
  return headed.length > 0 ? headed : [{ scope: personScope(actor.userId), name: listName(team, actor.userId), depth: 0 }];
}

