import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { department, member, russianCalendar } from '../generated-facts.ts';
import { listDays } from '#domain/period.ts';
import { personScope, type PlanLine } from '#domain/plan.ts';
import { calendarOf, isSettled, openOf, proposeForNewcomer, proposeLines, unknownDayOf } from '#domain/planning/change-proposal.ts';
import { listPeopleChanges, longAbsence, type PeopleFacts, type SeenChange } from '#domain/planning/people-changes.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { createTeam, type TeamMember } from '#domain/team.ts';
import { listWorkdays } from '#domain/workdays.ts';

const month = '2026-11';
const period = parsePlanPeriod(month)!;
const workdays = listWorkdays(russianCalendar, month);
const line = (userId: number, value: bigint, metric: PlanLine['metric'] = 'revenue'): PlanLine => ({
  metric,
  scope: personScope(BigInt(userId)),
  value,
});
const seen = (userId: number, day: string, kind: SeenChange['kind'], from: bigint | null = null, to: bigint | null = null): SeenChange => ({
  userId: BigInt(userId),
  day,
  kind,
  from,
  to,
});
const gone = (userId: number): TeamMember => ({ ...member(userId, 2), isActive: false });
const facts = (members: readonly TeamMember[], change: Partial<PeopleFacts> = {}): PeopleFacts => ({
  period,
  today: '2026-11-16',
  calendar: russianCalendar,
  team: createTeam([department(1, null), department(2, 1), department(3, 1)], members),
  seen: [],
  absences: new Map(),
  lines: [line(5, 2_000_000n)],
  ...change,
});
const list = (members: readonly TeamMember[], change: Partial<PeopleFacts> = {}) =>
  listPeopleChanges(facts(members, change)).map(({ kind, userId, day, dayBy }) => `${kind} ${userId} ${day} ${dayBy}`);

describe('what happens to people in a month', () => {
  it('is nothing while everybody works', () => {
    expect(list([member(5, 2), member(6, 2)])).toEqual([]);
  });

  it('names who joined and has no plan, by the portal’s day or by the day it was seen', () => {
    const joined = { ...member(6, 2), joinedOn: '2026-11-09' };
    const back = { ...member(7, 2), joinedOn: '2020-01-01' };
    const early = { ...member(8, 2), joinedOn: '2026-10-30' };
    const changes = [seen(7, '2026-11-12', 'joined'), seen(8, '2026-10-31', 'joined')];
    expect(list([joined, back, early], { seen: changes })).toEqual(['joined 6 2026-11-09 portal', 'joined 7 2026-11-12 seen']);
    expect(list([joined], { lines: [line(6, 1n)] })).toEqual([]);
    expect(list([{ ...joined, isActive: false }])).toEqual([]);
  });

  it('names who left and still has a plan, and no more once the month of the leaving is over', () => {
    const left = [seen(5, '2026-11-10', 'left')];
    expect(list([gone(5)], { seen: left })).toEqual(['left 5 2026-11-10 seen']);
    expect(list([gone(5)], { seen: left, period: parsePlanPeriod('2026-12')! })).toEqual(['left 5 2026-11-10 seen']);
    expect(list([gone(5)], { seen: left, period: parsePlanPeriod('2026-10')! })).toEqual([]);
    expect(list([gone(5)], { seen: left, lines: [] })).toEqual([]);
  });

  it('says that the day is unknown of whoever left before anybody was watching', () => {
    expect(list([gone(5)])).toEqual(['left 5 null unknown']);
    expect(list([gone(5)], { period: parsePlanPeriod('2026-09')! })).toEqual([]);
  });

  it('takes moves of a month together, and there and back for none', () => {
    const there = seen(5, '2026-11-05', 'moved', 2n, 3n);
    expect(listPeopleChanges(facts([member(5, 3)], { seen: [there] }))).toMatchObject([
      { kind: 'moved', day: '2026-11-05', from: 2n, to: 3n },
    ]);
    expect(list([member(5, 2)], { seen: [there, seen(5, '2026-11-09', 'moved', 3n, 2n)] })).toEqual([]);
    expect(list([member(5, 2)], { seen: [seen(5, '2026-10-09', 'moved', 3n, 2n)] })).toEqual([]);
  });

  it('counts an absence of a week of working days and more', () => {
    const away = (days: readonly string[]) => listPeopleChanges(facts([member(5, 2)], { absences: new Map([[5n, days]]) }));
    expect(away(workdays.slice(0, longAbsence - 1))).toEqual([]);
    expect(away([...workdays.slice(0, 3), ...workdays.slice(4, 6)])).toEqual([]);
    expect(away(listDays(month).slice(8))).toMatchObject([{ kind: 'absent', day: '2026-11-09', until: '2026-11-30', dayBy: 'portal' }]);
  });
});

describe('the proposal', () => {
  const person = (change: Partial<PeopleFacts>, members: readonly TeamMember[]) =>
    calendarOf(listPeopleChanges(facts(members, change))[0]!, russianCalendar, unknownDayOf(period, '2026-11-16'));

  it('keeps for a leaver the part of the days worked, or what was won; a norm for a day ends by itself', () => {
    const calendar = person({ seen: [seen(5, workdays[6]!, 'left')] }, [gone(5)]);
    const lines = [line(5, 2_000_000n), line(5, 20n, 'calls'), line(5, 8n, 'deals-won')];
    const won = (metric: string) => (metric === 'revenue' ? 900_000n : null);
    const proposals = proposeLines(5n, { before: lines, current: lines }, { period, person: calendar, won });
    expect(proposals).toEqual([
      { metric: 'revenue', plan: 2_000_000n, current: 2_000_000n, byWorkdays: 700_000n, byFact: 900_000n },
      { metric: 'deals-won', plan: 8n, current: 8n, byWorkdays: 3n, byFact: null },
    ]);
    expect(proposals.map((one) => openOf(one, one.byFact ?? one.byWorkdays))).toEqual([1_100_000n, 5n]);
    expect(isSettled(proposals)).toBe(false);
  });

  it('has nothing left to say once it was followed', () => {
    const calendar = person({ seen: [seen(5, workdays[6]!, 'left')] }, [gone(5)]);
    for (const kept of [700_000n, 900_000n]) {
      const lines = { before: [line(5, 2_000_000n)], current: [line(5, kept)] };
      expect(isSettled(proposeLines(5n, lines, { period, person: calendar, won: () => 900_000n }))).toBe(true);
    }
  });

  it('never keeps more than the plan nor less than nothing, whatever was won', () => {
    const calendar = person({ seen: [seen(5, '2026-11-12', 'left')] }, [gone(5)]);
    const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), amount, (plan, won) => {
        const lines = [line(5, plan)];
        const [one] = proposeLines(5n, { before: lines, current: lines }, { period, person: calendar, won: () => won });
        for (const kept of [one!.byWorkdays, one!.byFact!]) expect(kept >= 0n && kept <= plan).toBe(true);
      }),
    );
  });

  it('gives somebody new the part of what a colleague has for the days left, and the whole norm for a day', () => {
    const members = [member(5, 2), member(6, 2), member(9, 3), { ...member(7, 2), joinedOn: workdays[7]! }];
    const lines = [line(5, 2_000_000n), line(6, 2_400_000n), line(9, 9n), line(5, 20n, 'calls')];
    const calendar = person({ lines }, members);
    expect(proposeForNewcomer(facts(members).team, 7n, lines, { period, person: calendar })).toEqual([
      { metric: 'revenue', ofColleague: 2_200_000n, colleagues: 2, value: 1_430_000n },
      { metric: 'calls', ofColleague: 20n, colleagues: 1, value: 20n },
    ]);
  });
});
