import { divideHalfEven, splitByWeights, sum } from '../money.ts';
import type { Day } from '../period.ts';

/** Something that happened and counts: a deal, an invoice, a payment. */
export interface FactItem {
  readonly id: string;
  readonly day: Day;
  /** Minor units of its currency. */
  readonly amount: bigint;
  readonly currency: string;
  /** Who takes part and with what weight; weights are not negative, all zero means alike. */
  readonly credits: readonly { readonly userId: bigint; readonly weight: bigint }[];
}

/** Units of the company's currency for one unit of another, ten decimal places: 10 000 000 000 = 1. */
export interface DatedRate {
  readonly rate: bigint;
  readonly digits: number;
  /** The day the rate is of; it stands beside the converted number. */
  readonly day: Day;
}

export interface Conversion {
  /** In the company's currency, each with the rate it was taken at; null for those that needed none. */
  readonly converted: readonly { readonly item: FactItem; readonly rate: DatedRate | null }[];
  /** Items whose currency has no rate: they are said, never left out in silence. */
  readonly withoutRate: readonly FactItem[];
}

const rateScale = 10_000_000_000n;

/** A = amount · rate · 10^(digits of the company's currency − digits of the other), rounded half to even. */
export function convertAmount(amount: bigint, rate: DatedRate, digits: number): bigint {
  const shift = digits - rate.digits;
  const exact = amount * rate.rate * 10n ** BigInt(Math.max(0, shift));
  return divideHalfEven(exact, rateScale * 10n ** BigInt(Math.max(0, -shift)));
}

/** Brings facts of every currency to the company's. */
export function convertFacts(
  items: readonly FactItem[],
  company: { readonly currency: string; readonly digits: number },
  rateOf: (currency: string, day: Day) => DatedRate | undefined,
): Conversion {
  const converted: { item: FactItem; rate: DatedRate | null }[] = [];
  const withoutRate: FactItem[] = [];
  for (const item of items) {
    const rate = item.currency === company.currency ? null : rateOf(item.currency, item.day);
    if (rate === undefined) withoutRate.push(item);
    else if (rate === null) converted.push({ item, rate });
    else {
      const amount = convertAmount(item.amount, rate, company.digits);
      converted.push({ item: { ...item, amount, currency: company.currency }, rate });
    }
  }
  return { converted, withoutRate };
}

/** Each item divided among those who take part, so that people add up to the company exactly; nobody's is under null. */
export function creditPeople(items: readonly FactItem[]): Map<bigint | null, bigint> {
  const totals = new Map<bigint | null, bigint>();
  for (const item of uniqueItems(items)) {
    const parts = splitByWeights(
      item.amount,
      item.credits.map(({ weight }) => weight),
    );
    if (item.credits.length === 0) totals.set(null, (totals.get(null) ?? 0n) + item.amount);
    for (const [at, { userId }] of item.credits.entries()) totals.set(userId, (totals.get(userId) ?? 0n) + (parts[at] ?? 0n));
  }
  return totals;
}

/** The company's total counts each item once, whoever shares it. */
export function totalOnce(items: readonly FactItem[]): bigint {
  return sum(uniqueItems(items).map((item) => item.amount));
}

/** Shares in basis points that add up to 10 000, in the order given; null when the whole is not positive. */
export function contributionsOf(amounts: readonly bigint[]): number[] | null {
  if (sum(amounts) <= 0n || amounts.some((amount) => amount < 0n)) return null;
  return splitByWeights(10_000n, amounts).map(Number);
}

function uniqueItems(items: readonly FactItem[]): FactItem[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
