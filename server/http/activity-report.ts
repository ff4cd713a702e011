import { periodDays, personActivity, addCells, spanOf, type ActivityPeriod } from '#domain/intensity/activity-table.ts';
import type { ActivityMetric } from '#domain/intensity/activity-metrics.ts';
import { findingsOf, medianPerDay, type Findings, type ReportedPerson } from '#domain/intensity/activity-report.ts';
import type { Day } from '#domain/period.ts';
import { departmentScope, personScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { homeDepartment } from '#domain/team.ts';
import { listMeasuredMetrics, readActivity, type ActivityContext, type MeasuredMetric } from './activity-reading.ts';
import { readNorms } from './norm-reading.ts';
import { listName } from './portal-context.ts';

export interface ReportRow extends Findings {
  readonly kind: 'department' | 'person';
  readonly scope: Scope;
  readonly name: string;
}

export interface Report {
  readonly from: Day;
  readonly to: Day;
  readonly judged: readonly Day[];
  readonly metrics: readonly MeasuredMetric[];
  /** Departments with their people behind them. */
  readonly rows: readonly ReportRow[];
}

interface Read extends ReportedPerson {
  readonly userId: bigint;
  readonly departmentId: bigint | undefined;
}

/** Strengths and gaps of the people and departments of a scope in a period; medians are of whole departments, whoever looks. */
export async function readReport(context: ActivityContext, asked: { period: ActivityPeriod; day: Day; scope: Scope }): Promise<Report> {
  const { team, today } = context;
  const days = periodDays(asked.period, asked.day, today);
  const span = spanOf(days);
  const measured = await listMeasuredMetrics(context);
  const metrics = measured.map(({ metric }) => metric);
  const members = team.members.filter(({ isActive }) => isActive);
  const activity = await readActivity(context, { metrics, span, people: members.map(({ userId }) => userId) });
  const norms = await readNorms(context, span);
  const everybody = members.map((member): Read => {
    const { userId } = member;
    const { workedDays, cells } = personActivity(
      norms.normsOf(userId),
      metrics,
      (metric) => activity.valuesOf(metric, userId),
      days.judged,
    );
    return { userId, departmentId: homeDepartment(team, member)?.departmentId, workedDays, cells };
  });
  return { ...days, metrics: measured, rows: toRows(context, everybody, metrics, asked.scope) };
}

function toRows(context: ActivityContext, everybody: readonly Read[], metrics: readonly ActivityMetric[], scope: Scope): ReportRow[] {
  const { team } = context;
  const inScope = peopleInScope(team, scope);
  const peers = Map.groupBy(everybody, ({ departmentId }) => departmentId);
  const toPerson = (person: Read): ReportRow => ({
    kind: 'person',
    scope: personScope(person.userId),
    name: listName(team, person.userId),
    ...findingsOf(person, (metric) => medianPerDay(peers.get(person.departmentId) ?? [], metric)),
  });
  const chosen = everybody.filter(({ userId }) => inScope === undefined || inScope.has(userId));
  const departments = departmentsInScope(team, scope);
  const sums = team.departments.map((department) => ({ department, ...addUp(everybody, metrics, context, department.departmentId) }));
  const shown = new Set(departments.map(({ departmentId }) => departmentId));
  const rows = departments.flatMap((department): ReportRow[] => {
    const own = sums.find((one) => one.department.departmentId === department.departmentId);
    if (own === undefined || own.workedDays === 0) return [];
    const head: ReportRow = {
      kind: 'department',
      scope: departmentScope(department.departmentId),
      name: department.name,
      // Departments do different work: each is held to its norms and its own past.
      ...findingsOf(own, () => null),
    };
    return [head, ...sorted(chosen.filter(({ departmentId }) => departmentId === department.departmentId).map(toPerson))];
  });
  const others = chosen.filter(({ departmentId }) => departmentId === undefined || !shown.has(departmentId)).map(toPerson);
  return [...rows, ...sorted(others)].filter(({ strengths, gaps }) => strengths.length + gaps.length > 0);
}

/** A department with everything below it as if it were one person who worked all their days. */
function addUp(
  everybody: readonly Read[],
  metrics: readonly ActivityMetric[],
  { team }: ActivityContext,
  departmentId: bigint,
): ReportedPerson {
  const under = peopleInScope(team, departmentScope(departmentId)) ?? new Set<bigint>();
  const own = everybody.filter(({ userId }) => under.has(userId));
  return {
    workedDays: own.reduce((total, { workedDays }) => total + workedDays, 0),
    cells: addCells(
      own.map(({ cells }) => cells),
      metrics,
    ),
  };
}

const sorted = (rows: readonly ReportRow[]): ReportRow[] => rows.toSorted((a, b) => a.name.localeCompare(b.name, 'ru'));
