import type { ForecastRisks, RiskyDeal } from '#contract/forecast-risks.ts';
import { findHeavyDeal, listRisks, riskKinds } from '#domain/forecast/deal-risks.ts';
import { chanceInWindow } from '#domain/forecast/weighted-pipeline.ts';
import { percentOf, sum } from '#domain/money.ts';
import { computeScope, forecastWindow } from '#domain/overview.ts';
import { lastDay, type Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listWatchedDeals, type WatchedDeal } from '#store/deal-risks.ts';
import { readDealChances } from '../deal-chances.ts';
import { durationsSince, readFactSource, readMonthFacts } from '../month-facts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney, type Money } from '../wire-values.ts';

const mostShown = 50;

type Weighed = WatchedDeal & { readonly weighted: bigint };

/** Deals that the forecast holds nothing of are no risk to it. */
export async function replyForecastRisks(context: PortalContext, { month, scope }: { month: Month; scope: Scope }): Promise<ForecastRisks> {
  const { tx, today, team, now, portal } = context;
  const money = createMoney(portal.currencyDigits);
  const facts = await readMonthFacts(context, month, scope);
  const deals = today > lastDay(month) ? [] : await weigh();
  const { expected } = computeScope(facts, scope).forecast;
  const heavy = findHeavyDeal(deals, expected);
  const known = deals.map((deal) => ({ deal, kinds: listRisks(deal, today) }));
  return {
    ...{ month, scope, currency: portal.baseCurrency, deals: deals.length, weighted: money(sumOf(deals)) },
    risks: riskKinds.flatMap((kind) => {
      const own = known.filter(({ kinds }) => kinds.includes(kind)).map(({ deal }) => deal);
      if (own.length === 0) return [];
      const largest = own.toSorted(byWeight).slice(0, mostShown);
      return [{ kind, deals: own.length, weighted: money(sumOf(own)), largest: largest.map((deal) => toRisky(deal, money)) }];
    }),
    heavy:
      heavy === undefined
        ? null
        : { deal: toRisky(heavy, money), share: Number(heavy.weighted) / Number(expected), without: money(expected - heavy.weighted) },
  };

  async function weigh(): Promise<Weighed[]> {
    const people = peopleInScope(team, scope);
    const asked = { through: lastDay(month), since: durationsSince(today), now, people: people === undefined ? null : [...people] };
    const chances = await readDealChances(tx);
    const window = forecastWindow(facts);
    return (await listWatchedDeals(tx, await readFactSource(context), asked))
      .map((deal) => {
        const { winPercent } = chances.of(deal);
        return { ...deal, weighted: percentOf(deal.amount, chanceInWindow({ closeDay: deal.closeDay, winPercent }, window)) };
      })
      .filter(({ weighted }) => weighted !== 0n);
  }
}

const sumOf = (deals: readonly Weighed[]): bigint => sum(deals.map(({ weighted }) => weighted));
const byWeight = (a: Weighed, b: Weighed): number =>
  a.weighted === b.weighted ? (a.dealId < b.dealId ? -1 : 1) : a.weighted > b.weighted ? -1 : 1;

function toRisky(deal: Weighed, money: Money): RiskyDeal {
  const { stageName, closeDay, stageDays, usualDays, pushes, silentDays } = deal;
  return {
    ...{ dealId: String(deal.dealId), userId: String(deal.responsibleId), amount: money(deal.amount), weighted: money(deal.weighted) },
    ...{ stageName, closeDay, stageDays, usualDays, pushes, silentDays },
  };
}
