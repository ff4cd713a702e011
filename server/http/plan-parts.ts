import type { PartBasis, PartKind } from '#contract/plan-parts.ts';
import { applyDraft, findTarget, idOfScope, isPersonScope, personScope, type Metric, type PlanLine, type Scope } from '#domain/plan.ts';
import { shiftDay, type Day } from '#domain/period.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { fullCalendar, listPersonWorkdays, type PersonCalendar } from '#domain/planning/person-workdays.ts';
import type { PeriodKey, PlanPeriod } from '#domain/planning/plan-period.ts';
import { planTreeOf } from '#domain/planning/plan-tree.ts';
import { splitIntoParts } from '#domain/planning/split-into-parts.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';
import { AppError } from '#kernel/errors.ts';
import { readPlanWindow, type WindowPlan } from '#store/plan-window.ts';
import { listAbsentDays } from '#store/working-time.ts';
import { readPeriod } from './asked-period.ts';
import { learnCurves, type LearnedCurves } from './learned-curves.ts';
import { listOwnLines } from './plan-months.ts';
import { listVisibleScopes } from './plan-owners.ts';
import type { PortalContext } from './portal-context.ts';

export interface PartsRequest {
  readonly month: PeriodKey;
  readonly metric: Metric;
  readonly into: PartKind;
  readonly basis: PartBasis;
}

export interface PartRow {
  readonly scope: Scope;
  readonly target: bigint;
  /** Null where there is nothing to work by. */
  readonly values: readonly (bigint | null)[];
}

export interface ReadParts {
  readonly parts: readonly PlanPeriod[];
  readonly rows: readonly PartRow[];
  readonly learned: LearnedCurves['learned'];
  readonly plans: ReadonlyMap<PeriodKey, WindowPlan>;
}

/** A quarter by days is as much as anybody fills in. */
const mostParts = 92;

/** What the targets of a period, with the viewer's draft, come to in shorter ones. */
export async function readParts(context: PortalContext, request: PartsRequest): Promise<ReadParts> {
  const period = readPeriod(request.month);
  const all = subPeriods(period, request.into);
  // Nobody plans a day off.
  const worked = all.filter((part) => listPersonWorkdays(fullCalendar(context.calendar), part).length > 0);
  const parts = worked.length > 0 ? worked : all;
  if (all.length < 2 || all.length > mostParts) throw new AppError('bad-request', `${request.month} has no such parts`);
  const plans = await readPlanWindow(context.tx, [period.key, ...parts.map(({ key }) => key)]);
  const lines = linesOf(context, plans.get(period.key)).filter(({ metric }) => metric === request.metric);
  const { curves, learned } = request.basis === 'season' ? await learnCurves(context, period) : { curves: {}, learned: null };
  const calendarOf = await readCalendars(context, period);
  const targets = new Map(lines.map(({ scope, value }) => [scope, value]));
  const { overTime, unit } = metricCatalogue[request.metric];
  const people = new Set(lines.flatMap(({ scope }) => (isPersonScope(scope) ? (idOfScope(scope) ?? []) : [])));
  const whole = 10n ** BigInt(context.portal.currencyDigits);
  // A plan in thousands is split in thousands: nobody is asked to bring kopecks.
  const steps = unit === 'money' ? [1000n * whole, whole] : [1n];
  const cut =
    overTime === 'sum'
      ? splitIntoParts({ tree: planTreeOf(context.team, people), targets, period, parts, calendarOf, curves, steps })
      : null;
  const addsUp = overTime === 'sum' || overTime === 'per-workday';
  const rows = listOwnLines(context, lines).map(({ scope, value }) => ({
    scope,
    target: value,
    values: parts.map((part, at) => {
      // A norm for a working day, a share and a state hold in each part as they hold in all.
      const own = cut === null ? value : (cut.get(scope)?.[at] ?? 0n);
      const isAway = addsUp && listPersonWorkdays(calendarOf(scope), part).length === 0;
      return isAway && (cut === null || own === 0n) ? null : own;
    }),
  }));
  return { parts, rows, learned, plans };
}

/** The plan as the viewer sees it: what is published, with the own draft over it. */
export function linesOf(context: PortalContext, plan: WindowPlan | undefined): PlanLine[] {
  if (plan === undefined) return [];
  const visible = listVisibleScopes(context);
  return applyDraft(plan.lines, listOwnLines(context, plan.draft)).filter(({ scope }) => visible.has(scope));
}

/** Targets of the parts that are set already and would be others. */
export function countReplaced(context: PortalContext, metric: Metric, { parts, rows, plans }: ReadParts): number {
  return parts.reduce((count, { key }, at) => {
    const lines = linesOf(context, plans.get(key));
    const others = rows.filter(({ scope, values }) => {
      const now = findTarget(lines, metric, scope);
      return now !== null && now !== (values[at] ?? null);
    });
    return count + others.length;
  }, 0);
}

/** When people work: without their absences, from their first day on. */
async function readCalendars(context: PortalContext, period: PlanPeriod): Promise<(scope: Scope) => PersonCalendar> {
  const company = fullCalendar(context.calendar);
  const rows = await listAbsentDays(context.tx, { from: period.from, before: shiftDay(period.to, 1) });
  const absent = Map.groupBy(rows, ({ user_id }) => user_id);
  const toSpan = (day: Day) => ({ from: day, to: day });
  const people = new Map(
    context.team.members.map(({ userId, joinedOn }) => [
      personScope(userId),
      { ...company, joinedOn, absences: (absent.get(userId) ?? []).map(({ day }) => toSpan(day)) },
    ]),
  );
  return (scope) => people.get(scope) ?? company;
}
