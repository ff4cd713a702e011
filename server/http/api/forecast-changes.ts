import type { ForecastChanges } from '#contract/forecast-changes.ts';
import { changeKinds, listForecastChanges, type DealChange, type DealState } from '#domain/forecast/forecast-changes.ts';
import { forecastWindow } from '#domain/overview.ts';
import { daysBetween, firstDay, lastDay, shiftDay, shiftMonth, type Day, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { sum } from '#domain/money.ts';
import { peopleInScope } from '#domain/scope.ts';
import { AppError } from '#kernel/errors.ts';
import { listDealsBetween, type DealBetweenRow } from '#store/deals-between.ts';
import { listStages } from '#store/facts.ts';
import { readFactSource, readMonthFacts } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { readStagePercents, stageKey } from '../stage-percents.ts';
import { createMoney } from '../wire-values.ts';

/** Further back the recorded history says little, and the list is long. */
const longestDays = 400;
const mostLargest = 50;

/** Both moments are weighed by the percents of today, so that a step tells of deals and not of settings. */
export async function replyForecastChanges(
  context: PortalContext,
  { month, scope, since }: { month: Month; scope: Scope; since: Day },
): Promise<ForecastChanges> {
  const { tx, team, today, portal } = context;
  if (since > today || daysBetween(since, today) > longestDays) throw new AppError('bad-request', 'The day lies ahead or too far back');
  const facts = await readMonthFacts(context, month, scope);
  const now = forecastWindow(facts);
  const before = { ...now, daysLeft: Math.max(0, daysBetween(since > now.firstDay ? since : now.firstDay, now.lastDay) + 1) };
  const percents = readStagePercents(await listStages(tx));
  const isOver = today > lastDay(month);
  const rows = await listDealsBetween(tx, await readFactSource(context), {
    since,
    month: { from: firstDay(month), before: firstDay(shiftMonth(month, 1)) },
  });
  const deals = rows.map((row) => toBetween(row, { since, isOver, percentOf: (stage) => percents.get(stageKey(stage))?.winPercent ?? 0 }));
  const { start, end, changes } = listForecastChanges(deals, { month, before, now, people: peopleInScope(team, scope) });
  const money = createMoney(portal.currencyDigits);
  const rowOf = new Map(rows.map((row) => [row.dealId, row]));
  const ofKind = Map.groupBy(changes, ({ kind }) => kind);
  return {
    month,
    scope,
    since,
    currency: portal.baseCurrency,
    isReconstructed: rows.some((row) => row.before?.isReconstructed === true),
    start: money(start),
    end: money(end),
    steps: changeKinds.flatMap((kind) => {
      const own = ofKind.get(kind) ?? [];
      if (own.length === 0) return [];
      const largest = own.toSorted(byDealSize).slice(0, mostLargest);
      return [
        {
          kind,
          change: money(sum(own.map(({ change }) => change))),
          deals: new Set(own.map(({ dealId }) => dealId)).size,
          largest: largest.map(({ dealId, change }) => ({ ...describe(rowOf.get(dealId)), dealId: String(dealId), change: money(change) })),
        },
      ];
    }),
  };

  function describe(row: DealBetweenRow | undefined) {
    const state = row?.now ?? row?.before;
    return { userId: String(state?.responsibleId ?? 0n), amount: money(state?.amount ?? 0n) };
  }
}

const sizeOf = ({ change }: DealChange): bigint => (change < 0n ? -change : change);
const byDealSize = (a: DealChange, b: DealChange): number =>
  sizeOf(a) === sizeOf(b) ? (a.dealId < b.dealId ? -1 : 1) : sizeOf(a) > sizeOf(b) ? -1 : 1;

interface Reading {
  readonly since: Day;
  /** The month has ended: what is still open brings nothing to it. */
  readonly isOver: boolean;
  percentOf(stage: { pipelineId: bigint; stageId: string }): number;
}

function toBetween({ dealId, before, now }: DealBetweenRow, { since, isOver, percentOf }: Reading) {
  const stateOf = (
    state: NonNullable<DealBetweenRow['before'] | DealBetweenRow['now']>,
    wonDay: Day | null,
    isEnded: boolean,
  ): DealState => ({
    semantics: state.semantics,
    responsibleId: state.responsibleId,
    amount: state.amount,
    closeDay: state.closeDay,
    wonDay: state.semantics === 'S' ? wonDay : null,
    winPercent: isEnded ? 0 : percentOf(state),
  });
  // A deal that was won then and is so still was won on the day that counts now; one opened again was won by the day before.
  const wonBefore = now?.wonDay ?? shiftDay(since, -1);
  return {
    dealId,
    before: before === null ? null : stateOf(before, wonBefore, false),
    now: now === null ? null : stateOf(now, now.wonDay, isOver),
  };
}
