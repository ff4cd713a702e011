import type { PeopleChange as WireChange, PeopleChanges } from '#contract/people-changes.ts';
import { personScope } from '#domain/plan.ts';
import { isSettled, openOf, proposeForNewcomer, proposeLines, type LineProposal } from '#domain/planning/change-proposal.ts';
import type { PeopleChange } from '#domain/planning/people-changes.ts';
import { fullCalendar, listPersonWorkdays } from '#domain/planning/person-workdays.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { homeDepartment } from '#domain/team.ts';
import { can } from '#policy/can.ts';
import { readPeriodPeople, type PeriodPeople } from '../people-changes.ts';
import { writePlanValue } from '../plan-value.ts';
import { findMember, listName, type PortalContext } from '../portal-context.ts';

export async function replyPeopleChanges(context: PortalContext, { month }: { month: PeriodKey }): Promise<PeopleChanges> {
  const people = await readPeriodPeople(context, month);
  const order: readonly PeopleChange['kind'][] = ['left', 'moved', 'absent', 'joined'];
  return {
    month,
    currency: context.portal.baseCurrency,
    workdays: listPersonWorkdays(fullCalendar(context.calendar), people.period).length,
    changes: people.changes
      .filter((change) => isSeen(context, change))
      .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.day ?? '').localeCompare(b.day ?? ''))
      .map((change) => toWire(context, people, change)),
    receivers: context.team.members
      .filter((member) => member.isActive && maySet(context, member.userId))
      .map((member) => {
        const home = homeDepartment(context.team, member);
        return {
          userId: String(member.userId),
          name: listName(context.team, member.userId),
          departmentId: home === undefined ? null : String(home.departmentId),
        };
      }),
  };
}

export function placeOf({ team }: PortalContext, departmentId: bigint | null | undefined): { departmentId: string; name: string } | null {
  if (departmentId === null || departmentId === undefined) return null;
  const known = team.departments.find((department) => department.departmentId === departmentId);
  return { departmentId: String(departmentId), name: known?.name ?? `№ ${departmentId}` };
}

/** Whom somebody leaves has to know it too, though the person's plan is another head's now. */
function isSeen({ actor }: PortalContext, { userId, from }: PeopleChange): boolean {
  return actor.people.has(userId) || (from !== null && actor.departments.has(from));
}

function maySet({ actor }: PortalContext, userId: bigint): boolean {
  return can(actor, 'set-plan-line', { kind: 'scope', scope: personScope(userId) });
}

function toWire(context: PortalContext, people: PeriodPeople, change: PeopleChange): WireChange {
  const { team, actor } = context;
  const { userId } = change;
  const member = findMember(team, userId);
  const home = member === undefined ? undefined : homeDepartment(team, member);
  const person = people.calendar(change);
  const of = { period: people.period, person, won: people.won(change) };
  const isPlanSeen = can(actor, 'see-plan', { kind: 'scope', scope: personScope(userId) });
  const lines = isPlanSeen ? proposeLines(userId, { before: people.before(change), current: people.current }, of) : [];
  const proposed = change.kind === 'joined' && isPlanSeen ? proposeForNewcomer(team, userId, people.current, of) : [];
  return {
    kind: change.kind,
    userId: String(userId),
    name: listName(team, userId),
    department: placeOf(context, home?.departmentId),
    day: change.day,
    dayBy: change.dayBy,
    until: change.until,
    from: placeOf(context, change.from),
    to: placeOf(context, change.to),
    workdays: listPersonWorkdays(person, people.period).length,
    lines: lines.map((line) => writeLine(context, line)),
    proposed: proposed.map(({ metric, ofColleague, colleagues, value }) => ({
      metric,
      ofColleague: writePlanValue(context, { metric, value: ofColleague }),
      colleagues,
      value: writePlanValue(context, { metric, value }),
    })),
    isSettled: change.kind !== 'joined' && isSettled(lines),
    mayPlan: maySet(context, userId),
  };
}

function writeLine(context: PortalContext, line: LineProposal): WireChange['lines'][number] {
  const write = (value: bigint): string => writePlanValue(context, { metric: line.metric, value });
  const { plan, current, byWorkdays, byFact } = line;
  return {
    metric: line.metric,
    plan: write(plan),
    current: write(current),
    keepsByWorkdays: write(byWorkdays),
    openByWorkdays: write(openOf(line, byWorkdays)),
    keepsByFact: byFact === null ? null : write(byFact),
    openByFact: byFact === null ? null : write(openOf(line, byFact)),
  };
}
