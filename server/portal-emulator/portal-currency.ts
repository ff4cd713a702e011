import type { Portal } from './portal.ts';
import { round } from './product-row-price.ts';

/** An amount in the portal's base currency at the rate of now; a currency without a rate counts as the base. */
export function portalAmount({ state }: Portal, amount: number, currency: string): number {
  const rate = state.data.currencies.find(({ code }) => code === currency);
  return rate ? round((amount * Number(rate.amount)) / rate.amountCount) : amount;
}
