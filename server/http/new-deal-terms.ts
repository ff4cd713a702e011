import type { NewDealTerms as WireTerms } from '#contract/learned-deals.ts';
import { meanOf } from '#domain/forecast/expected-inflow.ts';
import type { StoredForecast } from '#domain/forecast/stored-forecast.ts';
import type { WindowForecast } from '#domain/forecast/window-forecast.ts';
import { sum } from '#domain/money.ts';
import { toMinor, type Share } from './learned-moment.ts';
import type { Money } from './wire-values.ts';

/** What some people's deals that do not exist yet come to: pace × days = created, of them wins, wins × average = amount. */
export interface NewDealTerms extends Omit<WireTerms, 'average' | 'amount'> {
  readonly average: bigint;
  /** Rounded person by person, as the forecast adds it up. */
  readonly amount: bigint;
}

export function newDealTerms({ newWins, at, to }: WindowForecast, { model }: StoredForecast, own: readonly Share[]): NewDealTerms {
  const share = own.reduce((total, { ofNew }) => total + ofNew, 0);
  const days = Math.max(0, to - at);
  const created = newWins.created * share;
  return {
    ...{ days, created, perDay: days === 0 ? 0 : created / days, wins: newWins.count * share },
    ...{ share, recent: model.inflow.recent, average: toMinor(meanOf(newWins.amounts)), amounts: newWins.amounts.length },
    amount: sum(own.map(({ fromNew }) => fromNew)),
  };
}

export function toWireTerms({ average, amount, ...terms }: NewDealTerms, money: Money): WireTerms {
  return { ...terms, average: money(average), amount: money(amount) };
}
