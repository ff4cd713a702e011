import type { Deviation, DeviationRegister } from '#contract/deviations.ts';
import type { CellNumbers } from '#contract/review.ts';
import { fromDecimal, sum, toDecimal } from '#domain/money.ts';
import { daysBetween, type Month } from '#domain/period.ts';
import { idOfScope, type Scope } from '#domain/plan.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { unitDigits } from '#domain/planning/metric.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listActions, type StoredAction } from '#store/corrective-actions.ts';
import { listReviewItems, type StoredReviewItem } from '#store/review-items.ts';
import { listTexts, type StoredText } from '#store/review-texts.ts';
import { listReviewsOfMonth } from '#store/reviews.ts';
import { listName, widestScope, type PortalContext } from '../portal-context.ts';
import { writeAction } from '../review-actions.ts';
import { writeCauses } from '../review-causes.ts';
import { cellSubject, readRedCells } from '../review-cells.ts';
import { scopeName } from '../scope-name.ts';
import { createMoney } from '../wire-values.ts';

export async function replyDeviations(
  context: PortalContext,
  request: { month: Month; scope?: Scope | undefined },
): Promise<DeviationRegister> {
  const scope = request.scope ?? widestScope(context.actor, context.team);
  const { month } = request;
  const read = await readRedCells(context, scope, month);
  const reviewIds = (await listReviewsOfMonth(context.tx, month)).map(({ reviewId }) => reviewId);
  const talked = (await listReviewItems(context.tx, reviewIds)).filter((item) => item.kind === 'cell' && isInside(context, scope, item));
  const sources = {
    texts: (await listTexts(context.tx, reviewIds)).filter(({ revision }) => revision !== null),
    actions: (await listActions(context.tx, { month })).filter(({ state }) => state !== 'dropped'),
  };
  const open = read.cells
    .filter(({ userId }) => context.actor.people.has(userId))
    .map((cell) => {
      const subject = cellSubject(cell);
      const reviews = talked.filter((item) => item.subject === subject).length;
      return toRow(context, { subject, state: 'open', cell: read.toNumbers(cell, reviews) }, sources);
    });
  const isOpen = new Set(open.map(({ subject }) => subject));
  const latest = new Map(talked.filter(({ subject }) => !isOpen.has(subject)).map((item) => [item.subject, item]));
  const recovered = [...latest.values()].map((item) =>
    toRow(context, { subject: item.subject, state: 'recovered', cell: item.numbers as CellNumbers }, sources),
  );
  const rows = [...open, ...recovered];
  return {
    month,
    scope,
    scopeName: scopeName(context, scope),
    currency: context.portal.baseCurrency,
    closedDay: read.closedDay,
    rows: rows.toSorted((a, b) => Number(a.state === 'recovered') - Number(b.state === 'recovered') || order(a) - order(b)),
    openSum: sumRevenue(context, open),
    sums: sumMetrics(context, open),
    causes: await writeCauses(context.tx),
    byCause: listCosts(context, rows),
  };
}

function isInside(context: PortalContext, scope: Scope, { ownerId, numbers }: StoredReviewItem): boolean {
  if (ownerId === null || numbers === null || !context.actor.people.has(ownerId)) return false;
  return peopleInScope(context.team, scope)?.has(ownerId) !== false;
}

function toRow(
  context: PortalContext,
  { subject, state, cell }: Pick<Deviation, 'subject' | 'state' | 'cell'>,
  { texts, actions }: { texts: readonly StoredText[]; actions: readonly StoredAction[] },
): Deviation {
  const userId = idOfScope(cell.scope) ?? 0n;
  const last = (field: string): string | null =>
    texts
      .filter((text) => text.subject === subject && text.field === field && text.value !== '')
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .at(-1)?.value ?? null;
  return {
    subject,
    owner: { userId: String(userId), name: listName(context.team, userId) },
    cell,
    state,
    days: cell.redSince === null ? null : daysBetween(cell.redSince, context.today),
    causeId: last('cause'),
    outcome: last('outcome') ?? '',
    actions: actions
      .filter(({ metric, scope }) => metric === cell.metric && scope === cell.scope)
      .toReversed()
      .map((action) => writeAction(context, action)),
  };
}

/** Revenue first, the largest shortage first; all else by the share of what should be there. */
function order({ cell }: Deviation): number {
  return cell.metric === 'revenue' ? -1e15 + Number(cell.deviation) : Number(cell.fact) / Math.max(Number(cell.expected), 1e-9);
}

/** A cause is dear by the revenue that is missing: margin and the like tell of the same deals once more. */
function sumRevenue({ portal }: PortalContext, rows: readonly Deviation[]): string {
  const money = rows.filter(({ cell }) => cell.metric === 'revenue').map(({ cell }) => fromDecimal(cell.deviation, portal.currencyDigits));
  return createMoney(portal.currencyDigits)(sum(money));
}

function sumMetrics(context: PortalContext, rows: readonly Deviation[]): DeviationRegister['sums'] {
  const adding = rows.filter(({ cell }) => metricCatalogue[cell.metric].overPeople !== 'ratio');
  return [...Map.groupBy(adding, ({ cell }) => cell.metric)].map(([metric, own]) => {
    const { unit } = metricCatalogue[metric];
    const digits = unitDigits(unit, context.portal.currencyDigits);
    return { metric, unit, sum: toDecimal(sum(own.map(({ cell }) => fromDecimal(cell.deviation, digits))), digits) };
  });
}

function listCosts(context: PortalContext, rows: readonly Deviation[]): DeviationRegister['byCause'] {
  return [...Map.groupBy(rows, ({ causeId }) => causeId)]
    .map(([causeId, own]) => {
      const effects = own.flatMap(({ actions }) => actions.map(({ effectiveness }) => effectiveness));
      return {
        causeId,
        cells: own.length,
        sum: sumRevenue(context, own),
        helped: effects.filter((effect) => effect === 'helped').length,
        notHelped: effects.filter((effect) => effect === 'not-helped').length,
      };
    })
    .toSorted((a, b) => Number(a.sum) - Number(b.sum));
}
