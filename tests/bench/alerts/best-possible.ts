import { meanCalls } from './generated-people.ts';

const dispersion = 1.5;
const part = 0.6;
const workdaysInQuarter = 62;

/**
 * The most that any rule can find after `days` days: it knows the true mean, is asked on one day whether the drop has happened,
 * and alerts as seldom as is asked for. Neyman and Pearson: for these counts the sum of the days says all there is to say.
 */
export function bestPossible(alarmsPerQuarter: number, days: number): { readonly found: number } {
  const before = spreadOf(days, 1);
  const after = spreadOf(days, part);
  const perWindow = (alarmsPerQuarter * days) / workdaysInQuarter;
  let [passed, limit] = [0, 0];
  while (passed + chanceOf(before, limit) <= perWindow) {
    passed += chanceOf(before, limit);
    limit += 1;
  }
  // Part of the next value fills what is left of the allowed alarms.
  const rest = (perWindow - passed) / chanceOf(before, limit);
  let found = rest * chanceOf(after, limit);
  for (let value = 0; value < limit; value += 1) found += chanceOf(after, value);
  return { found };
}

interface Spread {
  readonly shape: number;
  readonly chance: number;
}

/** The sum of days is negative binomial again. */
function spreadOf(days: number, of: number): Spread {
  return { shape: (meanCalls * of * days) / (dispersion - 1), chance: 1 / dispersion };
}

function chanceOf({ shape, chance }: Spread, value: number): number {
  let log = shape * Math.log(chance) + value * Math.log(1 - chance);
  for (let at = 0; at < value; at += 1) log += Math.log(shape + at) - Math.log(at + 1);
  return Math.exp(log);
}
