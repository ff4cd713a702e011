import type { Day } from '../period.ts';
import { idOfScope, isPersonScope, type PlanLine } from '../plan.ts';
import type { Team, TeamMember } from '../team.ts';
import type { Calendar } from '../workdays.ts';
import { fullCalendar, listPersonWorkdays } from './person-workdays.ts';
import type { PlanPeriod } from './plan-period.ts';
import { containsDay } from './sub-periods.ts';

/** What the list of people said differently on a day. */
export interface SeenChange {
  readonly userId: bigint;
  readonly day: Day;
  readonly kind: 'joined' | 'left' | 'moved';
  readonly from: bigint | null;
  readonly to: bigint | null;
}

export interface PeopleChange {
  readonly kind: 'joined' | 'left' | 'moved' | 'absent';
  readonly userId: bigint;
  /** First day of work, last day of work, first day in the new department, first day away; null where nobody knows. */
  readonly day: Day | null;
  /** Whose word the day is: the portal's, or the day it was seen. */
  readonly dayBy: 'portal' | 'seen' | 'unknown';
  /** Last day away; null of other changes. */
  readonly until: Day | null;
  /** Working days away. */
  readonly away: readonly Day[];
  /** The department left and the next one, of those who moved. */
  readonly from: bigint | null;
  readonly to: bigint | null;
}

export interface PeopleFacts {
  readonly period: PlanPeriod;
  readonly today: Day;
  readonly calendar: Calendar;
  readonly team: Team;
  /** In the order of their days. */
  readonly seen: readonly SeenChange[];
  /** Days away in the period, by person. */
  readonly absences: ReadonlyMap<bigint, readonly Day[]>;
  readonly lines: readonly PlanLine[];
}

/** A week of work: whoever is away longer than that does not fulfil the plan of a whole month. */
export const longAbsence = 5;

/** What happens in a period to people with a plan, and who has joined and has none. */
export function listPeopleChanges(facts: PeopleFacts): PeopleChange[] {
  const planned = new Set(facts.lines.flatMap(({ scope }) => (isPersonScope(scope) ? [idOfScope(scope)] : [])));
  const seen = Map.groupBy(facts.seen, ({ userId }) => userId);
  return facts.team.members.flatMap((member) => {
    const own = seen.get(member.userId) ?? [];
    if (!planned.has(member.userId)) return member.isActive ? findJoined(facts, member, own) : [];
    if (!member.isActive) return findLeft(facts, member, own);
    return [...findMoved(facts, member, own), ...findAbsent(facts, member)];
  });
}

const nothing = { day: null, dayBy: 'unknown', until: null, away: [], from: null, to: null } as const;

function findJoined({ period }: PeopleFacts, member: TeamMember, own: readonly SeenChange[]): PeopleChange[] {
  const { userId, joinedOn } = member;
  if (joinedOn !== null && containsDay(period, joinedOn)) return [{ ...nothing, kind: 'joined', userId, day: joinedOn, dayBy: 'portal' }];
  const seen = own.findLast(({ kind, day }) => kind === 'joined' && containsDay(period, day));
  return seen === undefined ? [] : [{ ...nothing, kind: 'joined', userId, day: seen.day, dayBy: 'seen' }];
}

/** Of somebody who left before anybody was watching the day is not known; in months that are over it does not matter. */
function findLeft({ period, today }: PeopleFacts, { userId }: TeamMember, own: readonly SeenChange[]): PeopleChange[] {
  const seen = own.findLast(({ kind }) => kind === 'left');
  if (seen === undefined) return period.to < today ? [] : [{ ...nothing, kind: 'left', userId }];
  return seen.day > period.to ? [] : [{ ...nothing, kind: 'left', userId, day: seen.day, dayBy: 'seen' }];
}

function findMoved({ period }: PeopleFacts, { userId }: TeamMember, own: readonly SeenChange[]): PeopleChange[] {
  const moves = own.filter(({ kind, day }) => kind === 'moved' && containsDay(period, day));
  const [first, last] = [moves[0], moves.at(-1)];
  if (first === undefined || last === undefined || first.from === last.to) return [];
  return [{ ...nothing, kind: 'moved', userId, day: last.day, dayBy: 'seen', from: first.from, to: last.to }];
}

function findAbsent({ period, calendar, absences }: PeopleFacts, { userId }: TeamMember): PeopleChange[] {
  const away = listLongAbsences(listPersonWorkdays(fullCalendar(calendar), period), new Set(absences.get(userId)));
  const [day, until] = [away[0], away.at(-1)];
  return day === undefined || until === undefined ? [] : [{ ...nothing, kind: 'absent', userId, day, dayBy: 'portal', until, away }];
}

/** Working days that belong to a row of at least `longAbsence` absent ones. */
function listLongAbsences(workdays: readonly Day[], absent: ReadonlySet<Day>): Day[] {
  const rows: Day[][] = [[]];
  for (const day of workdays) {
    if (absent.has(day)) rows.at(-1)?.push(day);
    else rows.push([]);
  }
  return rows.filter((row) => row.length >= longAbsence).flat();
}
