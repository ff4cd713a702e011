import { type SellerKey, sellers } from './people.ts';
import { novemberFact } from './november.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Company totals of won deals by month, thousands; August to October 2026 average 40 000. */
const companyByMonth: Readonly<Record<string, number>> = {
  '2024-11': 9800,
  '2024-12': 30_900,
  '2025-01': 19_700,
  '2025-02': 25_300,
  '2025-03': 29_600,
  '2025-04': 29_100,
  '2025-05': 25_700,
  '2025-06': 28_400,
  '2025-07': 27_300,
  '2025-08': 30_800,
  '2025-09': 33_200,
  '2025-10': 34_900,
  '2025-11': 36_300,
  '2025-12': 38_900,
  '2026-01': 25_900,
  '2026-02': 32_000,
  '2026-03': 36_700,
  '2026-04': 36_300,
  '2026-05': 31_800,
  '2026-06': 35_500,
  '2026-07': 33_900,
  '2026-08': 37_600,
  '2026-09': 40_200,
  '2026-10': 42_200,
};

/** What a person usually brings in a month of 40 million, thousands. */
const usualShare: Readonly<Record<SellerKey, number>> = {
  orlov: 3500,
  petrov: 4160,
  galiev: 0,
  belova: 3100,
  sokolova: 4400,
  kovaleva: 300,
  zhukov: 3700,
  eremina: 3200,
  akhmetov: 3500,
  nikitina: 4900,
  kuzmin: 2400,
  volkova: 2000,
  lapin: 2200,
  fomina: 2700,
};

/** Petrov's average of August to October is 4 160. */
const agreed: Readonly<Record<string, Partial<Record<SellerKey, number>>>> = {
  '2026-08': { petrov: 3900, zhukov: 3980 },
  '2026-09': { petrov: 4230, zhukov: 3720 },
  '2026-10': { petrov: 4350, galiev: 560, zhukov: 3300, orlov: 2900 },
};

export const allSellers: readonly SellerKey[] = [...sellers.wholesale, ...sellers.keys, ...sellers.fresh];

/** Won sums of every month and person, thousands; people add up to the company. */
export function wonByMonth(random: SeededRandom): ReadonlyMap<string, Readonly<Record<SellerKey, number>>> {
  const months = new Map<string, Readonly<Record<SellerKey, number>>>();
  for (const [month, company] of Object.entries(companyByMonth)) months.set(month, splitMonth(random, company, agreed[month] ?? {}));
  months.set('2026-11', novemberFact);
  return months;
}

function splitMonth(random: SeededRandom, company: number, fixed: Partial<Record<SellerKey, number>>): Record<SellerKey, number> {
  const sums = { ...novemberFact };
  const scale = company / allSellers.reduce((sum, seller) => sum + usualShare[seller], 0);
  for (const seller of allSellers) {
    sums[seller] = fixed[seller] ?? Math.round((usualShare[seller] * scale * (0.86 + random.next() * 0.28)) / 10) * 10;
  }
  const balancing = (['sokolova', 'nikitina', 'eremina', 'belova', 'fomina', 'akhmetov'] as const).filter(
    (seller) => fixed[seller] === undefined,
  );
  let rest = company - allSellers.reduce((sum, seller) => sum + sums[seller], 0);
  for (const [index, seller] of balancing.entries()) {
    const part = Math.round(rest / (balancing.length - index) / 10) * 10;
    sums[seller] += part;
    rest -= part;
  }
  return sums;
}
