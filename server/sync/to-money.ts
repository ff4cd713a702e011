import type { Currencies } from '#bitrix/crm/currencies.ts';
import { divideHalfEven, fromDecimal } from '#domain/money.ts';

const mostMinor = 2n ** 63n - 1n;

/** Fits the store's bigint. */
export const isStorable = (minor: bigint): boolean => minor <= mostMinor && minor >= -mostMinor;

const digitsOf = (currency: string, currencies: Currencies): number => currencies.all.find(({ code }) => code === currency)?.digits ?? 2;

/** Minor units of the currency itself. */
export function toMinor(amount: string, currency: string, currencies: Currencies): bigint {
  return fromDecimal(amount, digitsOf(currency, currencies));
}

const ratePlaces = 10;

/**
 * Minor units of the base currency at the portal's present rate, rounded half to even;
 * zero for a currency the portal has no rate of, because a guess would look like money.
 */
export function toBase(minor: bigint, currency: string, currencies: Currencies): bigint {
  if (currency === currencies.base) return minor;
  const known = currencies.all.find(({ code }) => code === currency);
  const perUnits = known ? fromDecimal(known.perUnits, ratePlaces) : 0n;
  if (!known || perUnits <= 0n) return 0n;
  const scaled = minor * fromDecimal(known.rate, ratePlaces) * 10n ** BigInt(digitsOf(currencies.base, currencies));
  return divideHalfEven(scaled, perUnits * 10n ** BigInt(known.digits));
}

/** Minor units of a price multiplied by a quantity, rounded once, half to even. */
export function toSum(price: string, quantity: string, currency: string, currencies: Currencies): bigint {
  const [pricePlaces, quantityPlaces] = [20, 20];
  const exact = fromDecimal(price, pricePlaces) * fromDecimal(quantity, quantityPlaces);
  return divideHalfEven(exact * 10n ** BigInt(digitsOf(currency, currencies)), 10n ** BigInt(pricePlaces + quantityPlaces));
}
