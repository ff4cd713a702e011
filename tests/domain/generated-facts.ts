import fc from 'fast-check';
import type { CallDay, MonthFacts, OverdueSum, WonDay } from '#domain/month-facts.ts';
import { toGroup, weighDeals, type OpenDeal, type OpenGroup } from '#domain/forecast/weighted-pipeline.ts';
import { dealCategories } from '#domain/forecast/deal-category.ts';
import { forecastWindow } from '#domain/overview.ts';
import { lastDay, shiftDay, shiftMonth } from '#domain/period.ts';
import type { PlanLine } from '#domain/plan.ts';
import { productionCalendars } from '#domain/production-calendar.ts';
import { createTeam, type Department, type Team, type TeamMember } from '#domain/team.ts';
import type { Calendar } from '#domain/workdays.ts';

const years = Object.values(productionCalendars['ru'] ?? {});

/** A five-day week with the state's transfers. */
export const russianCalendar: Calendar = {
  weekDaysOff: [6, 7],
  daysOff: new Set(years.flatMap((year) => year.daysOff)),
  extraWorkdays: new Set(years.flatMap((year) => year.workdays)),
  yearlyDaysOff: new Set(),
};

export function department(departmentId: number, parentId: number | null, headId: number | null = null): Department {
  return {
    departmentId: BigInt(departmentId),
    name: `Отдел ${departmentId}`,
    parentId: parentId === null ? null : BigInt(parentId),
    headId: headId === null ? null : BigInt(headId),
    sort: 500,
  };
}

export function member(userId: number, ...departmentIds: number[]): TeamMember {
  return {
    userId: BigInt(userId),
    firstName: 'Имя',
    lastName: `Фамилия ${userId}`,
    isActive: true,
    departmentIds: departmentIds.map(BigInt),
    joinedOn: null,
  };
}

/** Company 1 with the departments 2 and 3, and 4 below 3; each has people. */
export const smallTeam: Team = createTeam(
  [department(1, null, 10), department(2, 1, 20), department(3, 1, 30), department(4, 3, 40)],
  [member(10, 1), member(20, 2), member(21, 2), member(30, 3), member(40, 4), member(41, 4)],
);

/** The sixteenth of November with nothing in it. */
export const emptyNovember: MonthFacts = {
  month: '2026-11',
  today: '2026-11-16',
  calendar: russianCalendar,
  team: smallTeam,
  planVersion: 1,
  planLines: [],
  won: [],
  open: [],
  overdue: [],
  usesCloseDates: true,
  wonCycleDays: 45,
  calls: [],
  callSource: 'statistics',
};

export interface WonDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  readonly amount: bigint;
  readonly day: string;
}

/** Deals one by one, as the lists behind numbers show them. */
export interface Deals {
  readonly won: readonly WonDeal[];
  readonly open: readonly OpenDeal[];
}

/** Facts as the store sums them, from deals one by one. */
export function withDeals(facts: MonthFacts, deals: Partial<Deals>): MonthFacts {
  const isOver = facts.today > lastDay(facts.month);
  const open = isOver ? [] : weighDeals(deals.open ?? [], forecastWindow(facts)).map(toGroup);
  const overdue = isOver ? [] : (deals.open ?? []).filter((deal) => deal.closeDay !== null && deal.closeDay < facts.today);
  return {
    ...facts,
    won: sumBy(
      (deals.won ?? []).map((deal): WonDay => ({ ...pick(deal), day: deal.day })),
      (won) => `${won.responsibleId} ${won.day}`,
    ),
    open: sumBy(open, (group: OpenGroup) => `${group.responsibleId} ${group.percent} ${group.isDated} ${group.category}`),
    overdue: sumBy(
      overdue.map((deal): OverdueSum => pick(deal)),
      (sum) => String(sum.responsibleId),
    ),
  };
}

const pick = ({ responsibleId, amount }: { responsibleId: bigint; amount: bigint }): OverdueSum => ({ responsibleId, amount, deals: 1 });

function sumBy<Sum extends OverdueSum | OpenGroup>(items: readonly Sum[], keyOf: (item: Sum) => string): Sum[] {
  const sums = new Map<string, Sum>();
  for (const item of items) {
    const known = sums.get(keyOf(item));
    sums.set(keyOf(item), known === undefined ? item : add(known, item));
  }
  return [...sums.values()];
}

function add<Sum extends OverdueSum | OpenGroup>(one: Sum, other: Sum): Sum {
  const sum = { ...one, deals: one.deals + other.deals, amount: one.amount + other.amount };
  if (!('squares' in one && 'squares' in other)) return sum;
  return { ...sum, squares: one.squares + other.squares, weighted: one.weighted + other.weighted };
}

const people = [10n, 20n, 21n, 30n, 40n, 41n];
const strangers = [77n, 78n];
const months = ['2025-11', '2026-01', '2026-02', '2026-11', '2026-12'];
const scopes = ['company', ...[1, 2, 3, 4, 9].map((id) => `department:${id}`), ...[...people, ...strangers].map((id) => `person:${id}`)];

export const anyScope: fc.Arbitrary<string> = fc.constantFrom(...scopes);

const amount = fc.bigInt({ min: 0n, max: 10n ** 13n });
const who = fc.constantFrom(...people, ...strangers);

const lines = (of: readonly string[]): fc.Arbitrary<PlanLine[]> =>
  fc.uniqueArray(fc.record({ metric: fc.constantFrom('revenue', 'calls'), scope: fc.constantFrom(...of), value: amount }), {
    selector: (line) => `${line.metric} ${line.scope}`,
    maxLength: 16,
  });

const homeless = fc.constantFrom<bigint[]>([], [9n]);
const placed = fc.subarray([1n, 2n, 3n, 4n], { minLength: 1 });

/** The team of four departments with people moved around, some of them outside every known department. */
const anyTeam: fc.Arbitrary<Team> = fc
  .tuple(...people.map(() => fc.oneof({ weight: 9, arbitrary: placed }, { weight: 1, arbitrary: homeless })))
  .map((homes) =>
    createTeam(
      smallTeam.departments,
      people.map((userId, index) => ({ ...member(Number(userId)), departmentIds: homes[index] ?? [] })),
    ),
  );

/** Facts of a month, with the deals they are sums of. */
export interface Known {
  readonly facts: MonthFacts;
  readonly deals: Deals;
}

const knownOf = (planLines: fc.Arbitrary<PlanLine[]>): fc.Arbitrary<Known> =>
  fc.constantFrom(...months).chain((month) => {
    const day = fc.integer({ min: -40, max: 45 }).map((shift) => shiftDay(`${month}-01`, shift));
    const deal: fc.Arbitrary<WonDeal> = fc.record({ dealId: fc.bigInt({ min: 1n, max: 10n ** 6n }), responsibleId: who, amount, day });
    const open: fc.Arbitrary<OpenDeal> = fc.record({
      dealId: fc.bigInt({ min: 1n, max: 10n ** 6n }),
      responsibleId: who,
      amount,
      closeDay: fc.option(day),
      winPercent: fc.integer({ min: 0, max: 100 }),
      category: fc.constantFrom(...dealCategories),
    });
    const count = fc.integer({ min: 0, max: 60 });
    const calls: fc.Arbitrary<CallDay> = fc.record({ userId: who, day, counted: count, unknownLength: count });
    const facts: fc.Arbitrary<MonthFacts> = fc.record({
      month: fc.constant(month),
      today: day,
      calendar: fc.constant(russianCalendar),
      team: anyTeam,
      planVersion: fc.constant(1),
      planLines,
      won: fc.constant([]),
      open: fc.constant([]),
      overdue: fc.constant([]),
      usesCloseDates: fc.boolean(),
      wonCycleDays: fc.integer({ min: 1, max: 200 }),
      calls: fc.array(calls, { maxLength: 30 }),
      callSource: fc.constant('statistics' as const),
    });
    const deals = fc.record({ won: fc.array(deal, { maxLength: 30 }), open: fc.array(open, { maxLength: 30 }) });
    return fc.record({ facts, deals }).map((known) => ({ facts: withDeals(known.facts, known.deals), deals: known.deals }));
  });

const factsOf = (planLines: fc.Arbitrary<PlanLine[]>): fc.Arbitrary<MonthFacts> => knownOf(planLines).map(({ facts }) => facts);

/** Any month with plan lines on any scope, with its deals. */
export const anyKnown = knownOf(lines(scopes));

/** Any month with plan lines on any scope. */
export const anyFacts = anyKnown.map(({ facts }) => facts);

/** Any month where only people of the structure have plan lines. */
export const factsOfPeople = factsOf(lines(people.map((id) => `person:${id}`)));

/** The month after the one of the facts, for reading a month that is over. */
export function asOfLater(facts: MonthFacts): MonthFacts {
  return { ...facts, today: `${shiftMonth(facts.month, 1)}-10` };
}
