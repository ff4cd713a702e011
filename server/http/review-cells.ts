import type { CellNumbers } from '#contract/review.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { readMonthClock } from '#domain/overview.ts';
import type { Day, Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { fromDecimal, toDecimal } from '#domain/money.ts';
import { listRedCells, type RedCell } from '#domain/review/red-cells.ts';
import { levelOf } from '#domain/review/red-level.ts';
import { countMonthsInRow } from '#domain/review/recurrence.ts';
import { toSubject } from '#domain/review/subject.ts';
import { peopleInScope } from '#domain/scope.ts';
import { findFactTimes } from '#store/data-health.ts';
import { readCountedPlans } from './counted-plans.ts';
import { readEndedMonths } from './ended-months.ts';
import { readMonthFacts } from './month-facts.ts';
import type { PortalContext } from './portal-context.ts';

export interface ReadCells {
  readonly facts: MonthFacts;
  readonly cells: readonly RedCell[];
  readonly closedDay: Day | null;
  readonly factsAt: Date;
  /** The numbers of a cell as they are shown and frozen. */
  toNumbers(cell: RedCell, reviewsInRow: number): CellNumbers;
}

/** Everybody whose numbers belong to a scope and who works, as the overview shows them. */
export function listScopePeople({ team }: Pick<PortalContext, 'team'>, scope: Scope): bigint[] {
  const inside = peopleInScope(team, scope);
  return team.members.filter((member) => member.isActive && inside?.has(member.userId) !== false).map((member) => member.userId);
}

/** The red cells of a scope in a month, as they are now. */
export async function readRedCells(context: PortalContext, scope: Scope, month: Month): Promise<ReadCells> {
  const facts = await readMonthFacts(context, month, scope);
  const people = listScopePeople(context, scope);
  const cells = listRedCells(facts, people, await readCountedPlans(context, facts, people));
  const endedOf = await readEndedMonths(context, month, cells);
  const { dealsAt } = await findFactTimes(context.tx);
  return {
    facts,
    cells,
    closedDay: readMonthClock(facts).lastClose,
    // A copy is never younger than the review, whatever clock the readings were stamped by.
    factsAt: dealsAt === null ? context.portal.installedAt : dealsAt > context.now ? context.now : dealsAt,
    toNumbers: (cell, reviewsInRow) => toNumbers(context, cell, { monthsInRow: countMonthsInRow(month, endedOf(cell)), reviewsInRow }),
  };
}

export const cellSubject = (cell: RedCell): string => toSubject({ kind: 'cell', ...cell });

/** How much of what should be there is there: by it is judged later whether something helped. */
export function levelOfNumbers({ portal }: Pick<PortalContext, 'portal'>, { metric, fact, expected }: CellNumbers): number | null {
  const digits = unitDigits(metricCatalogue[metric].unit, portal.currencyDigits);
  return levelOf({ metric, fact: fromDecimal(fact, digits), expected: fromDecimal(expected, digits) });
}

function toNumbers({ portal }: PortalContext, cell: RedCell, rows: { monthsInRow: number; reviewsInRow: number }): CellNumbers {
  const { unit } = metricCatalogue[cell.metric];
  const write = (value: bigint): string => toDecimal(value, unitDigits(unit, portal.currencyDigits));
  const { forecast } = cell;
  return {
    metric: cell.metric,
    unit,
    scope: cell.scope,
    month: cell.month,
    plan: write(cell.plan),
    fact: write(cell.fact),
    expected: write(cell.expected),
    deviation: write(cell.deviation),
    forecast: forecast === null ? null : { expected: write(forecast.expected), low: write(forecast.low), high: write(forecast.high) },
    redSince: cell.redSince,
    ...rows,
  };
}
