import type { ForecastChanges } from '#contract/forecast-changes.ts';
import { adjustmentsOf, listAdjustmentChanges, sumAdjustments } from '#domain/forecast/adjustment.ts';
import {
  changeKinds,
  listForecastChanges,
  type DealChange,
  type ForecastChanges as DomainChanges,
} from '#domain/forecast/forecast-changes.ts';
import { readRecorded } from '#domain/forecast/recorded-deals.ts';
import { forecastWindow } from '#domain/overview.ts';
import { daysBetween, firstDay, lastDay, shiftMonth, type Day, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { sum } from '#domain/money.ts';
import { peopleInScope } from '#domain/scope.ts';
import { AppError } from '#kernel/errors.ts';
import { listDealsBetween, type DealBetweenRow } from '#store/deals-between.ts';
import { listAdjustmentHistory, listAdjustments } from '#store/forecast-adjustments.ts';
import { readDealChances } from '../deal-chances.ts';
import { readFactSource, readMonthFacts } from '../month-facts.ts';
import { listChangesByHistory } from './learned-changes.ts';
import { toWireTerms, type NewDealTerms } from '../new-deal-terms.ts';
import { listName, type PortalContext } from '../portal-context.ts';
import { createMoney, type Money } from '../wire-values.ts';

/** Further back the recorded history says little, and the list is long. */
const longestDays = 400;
const mostLargest = 50;

interface Asked {
  readonly month: Month;
  readonly scope: Scope;
  readonly since: Day;
  readonly by: ForecastChanges['by'];
}

export async function replyForecastChanges(context: PortalContext, asked: Asked): Promise<ForecastChanges> {
  const { team, today, portal } = context;
  const { month, scope, since, by } = asked;
  if (since > today || daysBetween(since, today) > longestDays) throw new AppError('bad-request', 'The day lies ahead or too far back');
  const { rows, start, end, changes, fromNew } = await explain(context, asked);
  const expectedNew = { before: fromNew?.before.amount ?? 0n, now: fromNew?.now.amount ?? 0n };
  const adjusted = await readAdjusted(context, { month, since, isOver: today > lastDay(month), people: peopleInScope(team, scope) });
  const money = createMoney(portal.currencyDigits);
  return {
    ...{ month, scope, since, by, currency: portal.baseCurrency },
    isReconstructed: rows.some((row) => row.before?.isReconstructed === true),
    start: money(start + expectedNew.before + adjusted.before),
    end: money(end + expectedNew.now + adjusted.now),
    adjustment: money(adjusted.now),
    steps: [...toDealSteps(changes, rows, money), ...toInflowStep(fromNew, money), ...toAdjustmentStep(context, adjusted, money)],
  };
}

interface Explained extends DomainChanges {
  readonly rows: readonly DealBetweenRow[];
  /** Of deals that do not exist yet; the table knows none. */
  readonly fromNew: { readonly before: NewDealTerms; readonly now: NewDealTerms } | null;
}

/**
 * Both moments are weighed by the percents of stages of today, so that a step tells of deals and not of settings; what people have set of
 * single deals is a step.
 */
async function explain(context: PortalContext, { month, scope, since, by }: Asked): Promise<Explained> {
  const { tx, team, today, portal } = context;
  const facts = await readMonthFacts(context, month, scope);
  const now = forecastWindow(facts);
  const before = { ...now, daysLeft: Math.max(0, daysBetween(since > now.firstDay ? since : now.firstDay, now.lastDay) + 1) };
  const chances = { before: await readDealChances(tx, { day: since, timeZone: portal.timeZone }), now: await readDealChances(tx) };
  const span = { from: firstDay(month), before: firstDay(shiftMonth(month, 1)) };
  const rows = await listDealsBetween(tx, await readFactSource(context), { since, month: span });
  const reading = {
    ...{ since, isOver: today > lastDay(month) },
    judge: (deal: { dealId: bigint; pipelineId: bigint; stageId: string }, moment: 'before' | 'now') => chances[moment].of(deal),
  };
  const deals = rows.map((row) => readRecorded(row, reading));
  if (by === 'history') {
    return { rows, ...(await listChangesByHistory(context, { month, scope, since, deals, chances: chances.before })) };
  }
  const people = peopleInScope(team, scope);
  return { rows, fromNew: null, ...listForecastChanges(deals, { month, before, now, people }) };
}

/** In the order of the waterfall, those only in which something has changed. */
function toDealSteps(changes: readonly DealChange[], rows: readonly DealBetweenRow[], money: Money): ForecastChanges['steps'] {
  const rowOf = new Map(rows.map((row) => [row.dealId, row]));
  const ofKind = Map.groupBy(changes, ({ kind }) => kind);
  const describe = ({ dealId, change }: DealChange) => {
    const row = rowOf.get(dealId);
    const state = row?.now ?? row?.before;
    const userId = String(state?.responsibleId ?? 0n);
    return { dealId: String(dealId), userId, amount: money(state?.amount ?? 0n), change: money(change) };
  };
  return changeKinds.flatMap((kind) => {
    const own = ofKind.get(kind) ?? [];
    if (own.length === 0) return [];
    const deals = new Set(own.map(({ dealId }) => dealId)).size;
    const largest = own.toSorted(byDealSize).slice(0, mostLargest).map(describe);
    return [{ kind, change: money(sum(own.map(({ change }) => change))), deals, largest, people: [], newDeals: null }];
  });
}

interface Adjusted {
  readonly before: bigint;
  readonly now: bigint;
  readonly changes: readonly {
    readonly userId: bigint;
    readonly change: bigint;
    readonly reason: string;
    readonly dealIds: readonly bigint[];
  }[];
}

/** What heads had added when the day began and have added now; of a month that is over nothing counts any more. */
async function readAdjusted(
  { tx, portal }: PortalContext,
  asked: { month: Month; since: Day; isOver: boolean; people: ReadonlySet<bigint> | undefined },
): Promise<Adjusted> {
  const before = adjustmentsOf(await listAdjustments(tx, asked.month, { day: asked.since, timeZone: portal.timeZone }), asked.people);
  const now = asked.isOver ? [] : adjustmentsOf(await listAdjustments(tx, asked.month), asked.people);
  const changes = [];
  for (const { userId, change } of listAdjustmentChanges(before, now)) {
    const [last] = await listAdjustmentHistory(tx, asked.month, userId);
    changes.push({ userId, change, reason: last?.reason ?? '', dealIds: last?.dealIds ?? [] });
  }
  return { before: sumAdjustments(before), now: sumAdjustments(now), changes };
}

/** Deals that do not exist yet have no list: what is expected of them is reckoned, and changes with the days left. */
function toInflowStep(fromNew: Explained['fromNew'], money: Money): ForecastChanges['steps'] {
  if (fromNew === null || fromNew.before.amount === fromNew.now.amount) return [];
  const { before, now } = fromNew;
  const newDeals = { before: toWireTerms(before, money), now: toWireTerms(now, money) };
  return [{ kind: 'expected-new', change: money(now.amount - before.amount), deals: 0, largest: [], people: [], newDeals }];
}

/** People stay one step even where their changes cancel each other out. */
function toAdjustmentStep({ team }: PortalContext, { before, now, changes }: Adjusted, money: Money): ForecastChanges['steps'] {
  if (changes.length === 0) return [];
  const people = changes.map(({ userId, change, reason, dealIds }) => ({
    ...{ userId: String(userId), reason, dealIds: dealIds.map(String) },
    name: listName(team, userId),
    change: money(change),
  }));
  return [{ kind: 'adjustment', change: money(now - before), deals: 0, largest: [], people, newDeals: null }];
}

const sizeOf = ({ change }: DealChange): bigint => (change < 0n ? -change : change);
const byDealSize = (a: DealChange, b: DealChange): number =>
  sizeOf(a) === sizeOf(b) ? (a.dealId < b.dealId ? -1 : 1) : sizeOf(a) > sizeOf(b) ? -1 : 1;
