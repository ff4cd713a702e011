import type { ActivityRow } from '#contract/intensity.ts';
import { addCells, personActivity, type ActivityCell, type PersonActivity } from '#domain/intensity/activity-table.ts';
import type { ActivityMetric } from '#domain/intensity/activity-metrics.ts';
import { inForceOn, isAtWork } from '#domain/intensity/norms.ts';
import type { Day } from '#domain/period.ts';
import { departmentScope, idOfScope, personScope, type Scope } from '#domain/plan.ts';
import { departmentsInScope, peopleInScope } from '#domain/scope.ts';
import { homeDepartment } from '#domain/team.ts';
import type { Activity } from './activity-reading.ts';
import type { NormReading } from './norm-reading.ts';
import { companyName, listName, type PortalContext } from './portal-context.ts';

export interface ActivityTable {
  readonly metrics: readonly ActivityMetric[];
  readonly judged: readonly Day[];
  readonly activity: Activity;
  readonly norms: NormReading;
  readonly people: readonly bigint[];
}

interface PersonRow {
  readonly userId: bigint;
  readonly numbers: PersonActivity;
  readonly row: ActivityRow;
}

/** People by department, a row of each department before its people; then the row of all of them. */
export function toActivityRows(context: PortalContext, table: ActivityTable, scope: Scope): { rows: ActivityRow[]; total: ActivityRow } {
  const people = table.people.map((userId) => toPersonRow(context, table, userId)).filter(({ row }) => hasNumbers(row));
  const [alone] = people;
  if (scope.startsWith('person:')) {
    const row = alone?.row ?? toPersonRow(context, table, idOfScope(scope) ?? 0n).row;
    return { rows: [row], total: row };
  }
  const homes = Map.groupBy(people, ({ userId }) => {
    const member = context.team.members.find((one) => one.userId === userId);
    return member === undefined ? undefined : homeDepartment(context.team, member)?.departmentId;
  });
  const departments = departmentsInScope(context.team, scope);
  const rows = departments.flatMap((department) => {
    const under = peopleInScope(context.team, departmentScope(department.departmentId)) ?? new Set<bigint>();
    const below = people.filter(({ userId }) => under.has(userId));
    if (below.length === 0) return [];
    const head = addUp(below, table.metrics, {
      kind: 'department',
      scope: departmentScope(department.departmentId),
      name: department.name,
    });
    return [head, ...sorted(homes.get(department.departmentId) ?? [])];
  });
  const shown = new Set(departments.map(({ departmentId }) => departmentId));
  const others = [...homes].filter(([home]) => home === undefined || !shown.has(home)).flatMap(([, own]) => own);
  const isCompany = scope === 'company';
  const name = isCompany
    ? companyName(context)
    : (context.team.departments.find((one) => departmentScope(one.departmentId) === scope)?.name ?? '');
  return {
    rows: [...rows, ...sorted(others)],
    total: addUp(people, table.metrics, { kind: isCompany ? 'company' : 'department', scope, name }),
  };
}

const sorted = (people: readonly PersonRow[]): ActivityRow[] =>
  people.map(({ row }) => row).sort((a, b) => a.name.localeCompare(b.name, 'ru'));

const hasNumbers = ({ cells, calls }: ActivityRow): boolean =>
  cells.some(({ fact, norm }) => fact !== 0 || norm !== null) || calls.missed + calls.byHand > 0;

function toPersonRow(context: PortalContext, { metrics, judged, activity, norms }: ActivityTable, userId: bigint): PersonRow {
  const person = norms.normsOf(userId);
  const numbers = personActivity(person, metrics, (metric) => activity.valuesOf(metric, userId), judged);
  const last = judged.at(-1) ?? context.today;
  return {
    userId,
    numbers,
    row: {
      kind: 'person',
      scope: personScope(userId),
      name: listName(context.team, userId),
      profileId: inForceOn(norms.assignmentsOf(userId), last)?.profileId ?? null,
      workedDays: numbers.workedDays,
      cells: numbers.cells.map(roundCell),
      score: toScore(numbers.score),
      calls: toCalls(activity, userId, judged, (day) => isAtWork({ ...person.calendar, absent: new Set() }, day)),
    },
  };
}

function toScore(score: PersonActivity['score']): ActivityRow['score'] {
  if (score === null) return null;
  return {
    points: score.points,
    parts: score.parts.map((part, at) => ({
      ...part,
      metric: score.metrics[at] ?? '',
      weight: score.weights[at] ?? 0,
      cap: score.caps[at] ?? null,
    })),
  };
}

/** Calls on a day off are out of hours, whenever they were made. */
function toCalls(activity: Activity, userId: bigint, judged: readonly Day[], isWorkday: (day: Day) => boolean): ActivityRow['calls'] {
  const wanted = new Set(judged);
  const calls = { counted: 0, talkSeconds: 0, missed: 0, calledBack: 0, late: 0, byHand: 0 };
  for (const day of activity.callsOf(userId)) {
    if (!wanted.has(day.day)) continue;
    const counted = day.outCounted + day.inCounted;
    calls.counted += counted;
    calls.talkSeconds += day.talkSeconds;
    calls.missed += day.missed;
    calls.calledBack += day.calledBack;
    calls.late += isWorkday(day.day) ? day.late : counted;
  }
  for (const day of activity.byHandOf(userId)) if (wanted.has(day.day)) calls.byHand += day.calls;
  return calls;
}

function addUp(
  people: readonly PersonRow[],
  metrics: readonly ActivityMetric[],
  who: Pick<ActivityRow, 'kind' | 'scope' | 'name'>,
): ActivityRow {
  const calls = { counted: 0, talkSeconds: 0, missed: 0, calledBack: 0, late: 0, byHand: 0 };
  for (const { row } of people) for (const name of Object.keys(calls) as (keyof typeof calls)[]) calls[name] += row.calls[name];
  return {
    ...who,
    profileId: null,
    workedDays: people.reduce((total, { numbers }) => total + numbers.workedDays, 0),
    cells: addCells(
      people.map(({ numbers }) => numbers.cells),
      metrics,
    ).map(roundCell),
    score: null,
    calls,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function roundCell({ metric, fact, norm, usual }: ActivityCell): ActivityRow['cells'][number] {
  return { metric, fact: round(fact), norm: norm === null ? null : round(norm), usual: usual === null ? null : round(usual) };
}
