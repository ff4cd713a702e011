import { shiftDay, type Day } from '#domain/period.ts';
import { applyDraft, type Metric, type PlanLine } from '#domain/plan.ts';
import { calendarOf, lastDayBefore, unknownDayOf } from '#domain/planning/change-proposal.ts';
import { listPeopleChanges, type PeopleChange } from '#domain/planning/people-changes.ts';
import type { PersonCalendar } from '#domain/planning/person-workdays.ts';
import type { PeriodKey, PlanPeriod } from '#domain/planning/plan-period.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { listWonDays } from '#store/daily-totals.ts';
import { listPersonChanges } from '#store/person-changes.ts';
import { listDraftLines } from '#store/draft-lines.ts';
import { findPlan, listLinesOfVersions, listVersions } from '#store/plans.ts';
import { listAbsentDays } from '#store/working-time.ts';
import { readPeriod } from './asked-period.ts';
import { readFactSource } from './month-facts.ts';
import { listOwnLines } from './plan-months.ts';
import type { PortalContext } from './portal-context.ts';

/** What happens to people in a period, with the plan and the facts that follow from it are told by. */
export interface PeriodPeople {
  readonly period: PlanPeriod;
  readonly changes: readonly PeopleChange[];
  /** The plan with the viewer's draft. */
  readonly current: readonly PlanLine[];
  /** The plan as it was before the change. */
  before(change: PeopleChange): readonly PlanLine[];
  calendar(change: PeopleChange): PersonCalendar;
  /** What the person reached until the change; null where it is not counted, and while the change lies ahead. */
  won(change: PeopleChange): (metric: Metric) => bigint | null;
}

export async function readPeriodPeople(context: PortalContext, key: PeriodKey): Promise<PeriodPeople> {
  const { tx, today, team, calendar, portal } = context;
  const period = readPeriod(key);
  const plan = await readLines(context, key);
  const span = { from: period.from, before: shiftDay(period.to, 1) };
  const won = await listWonDays(tx, await readFactSource(context), span);
  const absent = Map.groupBy(await listAbsentDays(tx, span), ({ user_id }) => user_id);
  const changes = listPeopleChanges({
    period,
    today,
    calendar,
    team,
    // A day of the portal's zone ends at most a day after the same day of UTC.
    seen: (await listPersonChanges(tx, new Date(Date.parse(span.before) + 86_400_000))).map((row) => ({
      userId: row.user_id,
      day: toDay(row.seen_at, portal.timeZone),
      kind: row.kind,
      from: row.from_department,
      to: row.to_department,
    })),
    absences: new Map([...absent].map(([userId, rows]) => [userId, rows.map(({ day }) => day)])),
    lines: plan.current,
  });
  const unknownDay = unknownDayOf(period, today);
  return {
    period,
    changes,
    current: plan.current,
    before: (change) => plan.before(change.kind === 'absent' ? null : change.day),
    calendar: (change) => calendarOf(change, calendar, unknownDay),
    won: (change) => {
      const until = lastDayBefore(change, unknownDay);
      if (change.kind === 'absent' || change.kind === 'joined' || until > today) return () => null;
      const own = won.filter(({ responsibleId, day }) => responsibleId === change.userId && day <= until);
      return (metric) => {
        if (metric === 'revenue') return own.reduce((total, { amount }) => total + amount, 0n);
        return metric === 'deals-won' ? own.reduce((total, { deals }) => total + BigInt(deals), 0n) : null;
      };
    },
  };
}

interface PlanLines {
  readonly current: readonly PlanLine[];
  /** Of the last version sent before a day, on which it may be handed over already, else of the first there is; null asks for that one. */
  before(day: Day | null): readonly PlanLine[];
}

async function readLines(context: PortalContext, key: PeriodKey): Promise<PlanLines> {
  const { tx, portal } = context;
  const plan = await findPlan(tx, key);
  if (plan === undefined) return { current: [], before: () => [] };
  const versions = await listVersions(tx, plan.planId);
  const lines = await listLinesOfVersions(tx, plan.planId);
  const linesOf = (version: number | undefined): readonly PlanLine[] => (version === undefined ? [] : (lines.get(version) ?? []));
  const draft = listOwnLines(context, await listDraftLines(tx, plan.planId));
  return {
    current: applyDraft(linesOf(versions.at(-1)?.version), draft),
    before: (day) => {
      const inTime = versions.findLast(({ publishedAt }) => day !== null && toDay(publishedAt, portal.timeZone) < day);
      return linesOf((inTime ?? versions[0])?.version);
    },
  };
}
