import { divideHalfEven, sum } from '../money.ts';
import { lastDay, shiftDay, type Day } from '../period.ts';
import { personScope, type Metric, type PlanLine } from '../plan.ts';
import { homeDepartment, type Team } from '../team.ts';
import type { Calendar } from '../workdays.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { PeopleChange } from './people-changes.ts';
import { fullCalendar, type PersonCalendar } from './person-workdays.ts';
import type { PlanPeriod } from './plan-period.ts';
import { prorate } from './proration.ts';

/** How much of a plan stays with the person: by own working days, or what was won until the change. */
export interface LineProposal {
  readonly metric: Metric;
  /** As it was before the change. */
  readonly plan: bigint;
  /** As it is now. */
  readonly current: bigint;
  readonly byWorkdays: bigint;
  /** Null where the facts of the metric are not counted by days, and while the change lies ahead. */
  readonly byFact: bigint | null;
}

/** When the person works in the month by the change; a leaver of an unknown day is taken to leave on `unknownDay`. */
export function calendarOf(change: PeopleChange, calendar: Calendar, unknownDay: Day): PersonCalendar {
  const full = fullCalendar(calendar);
  switch (change.kind) {
    case 'joined':
      return { ...full, joinedOn: change.day };
    case 'left':
    case 'moved':
      return { ...full, leftOn: lastDayBefore(change, unknownDay) };
    case 'absent':
      return { ...full, absences: change.away.map((day) => ({ from: day, to: day })) };
  }
}

/** The last day that the plan before the change is for. */
export function lastDayBefore(change: PeopleChange, unknownDay: Day): Day {
  const day = change.day ?? unknownDay;
  return change.kind === 'left' ? day : shiftDay(day, -1);
}

/** What stays of each line of the person that adds up over the month; norms for a working day end by themselves. */
export function proposeLines(
  userId: bigint,
  lines: { readonly before: readonly PlanLine[]; readonly current: readonly PlanLine[] },
  of: { readonly period: PlanPeriod; readonly person: PersonCalendar; readonly won: (metric: Metric) => bigint | null },
): LineProposal[] {
  const scope = personScope(userId);
  return lines.current.flatMap((line) => {
    if (line.scope !== scope || metricCatalogue[line.metric].overTime !== 'sum') return [];
    const plan = lines.before.find((one) => one.scope === scope && one.metric === line.metric)?.value ?? line.value;
    const won = of.won(line.metric);
    const byFact = won === null ? null : won < 0n ? 0n : won < plan ? won : plan;
    return [{ metric: line.metric, plan, current: line.value, byWorkdays: prorate(plan, of.period, of.person), byFact }];
  });
}

export function openOf({ current }: LineProposal, kept: bigint): bigint {
  return current > kept ? current - kept : 0n;
}

/** Nothing is left to hand over, by one of the two ways to see it. */
export function isSettled(lines: readonly LineProposal[]): boolean {
  const isNothing = (keeps: (line: LineProposal) => bigint | null): boolean =>
    lines.every((line) => {
      const kept = keeps(line);
      return kept !== null && openOf(line, kept) === 0n;
    });
  return isNothing(({ byWorkdays }) => byWorkdays) || isNothing(({ byFact }) => byFact);
}

/** What the colleagues of somebody new have on average, for the days that are worked; a norm for a working day is the same. */
export function proposeForNewcomer(
  team: Team,
  userId: bigint,
  lines: readonly PlanLine[],
  { period, person }: { readonly period: PlanPeriod; readonly person: PersonCalendar },
): { metric: Metric; ofColleague: bigint; colleagues: number; value: bigint }[] {
  const homes = new Map(team.members.map((member) => [member.userId, homeDepartment(team, member)?.departmentId]));
  const colleagues = new Set(
    team.members
      .filter((member) => member.isActive && member.userId !== userId && homes.get(member.userId) === homes.get(userId))
      .map((member) => personScope(member.userId)),
  );
  const own = lines.filter(
    ({ scope, metric }) => colleagues.has(scope) && ['sum', 'per-workday'].includes(metricCatalogue[metric].overTime),
  );
  return [...Map.groupBy(own, ({ metric }) => metric)].map(([metric, of]) => {
    const ofColleague = divideHalfEven(sum(of.map(({ value }) => value)), BigInt(of.length));
    const value = metricCatalogue[metric].overTime === 'sum' ? prorate(ofColleague, period, person) : ofColleague;
    return { metric, ofColleague, colleagues: of.length, value };
  });
}

/** The day that stands for an unknown one: today, and of a month ahead the day before it begins. */
export function unknownDayOf(period: PlanPeriod, today: Day): Day {
  if (today < period.from) return shiftDay(period.from, -1);
  return today > period.to ? lastDay(period.key) : today;
}
