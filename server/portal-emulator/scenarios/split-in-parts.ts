import type { SeededRandom } from './seeded-random.ts';

/** Parts in steps of five thousand that add up to the sum. */
export function splitInParts(random: SeededRandom, sum: number, count: number): number[] {
  const weights = Array.from({ length: count }, () => 0.4 + random.next() * 1.2);
  const total = weights.reduce((all, weight) => all + weight, 0);
  const parts = weights.slice(1).map((weight) => Math.max(5, Math.round((sum * weight) / total / 5) * 5));
  return [sum - parts.reduce((all, part) => all + part, 0), ...parts];
}
