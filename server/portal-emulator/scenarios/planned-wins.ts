import { novemberByDay } from './november.ts';
import { isWorkday, lastDayOf, workdaysBetween, workMoment } from './moscow-time.ts';
import { allSellers, wonByMonth } from './past-months.ts';
import { type SellerKey, type TeamKey, teamOf } from './people.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';
import { splitInParts } from './split-in-parts.ts';

/** A win of which only sum, person and moment are known yet; thousands of roubles. */
export interface PlannedWin {
  readonly seller: SellerKey;
  readonly team: TeamKey;
  readonly amount: number;
  readonly wonAt: number;
  /** False for a repeat order that is entered at once as won. */
  readonly throughPipeline: boolean;
}

/** Wins of two years whose sums by person and month are those of `wonByMonth`. */
export function planWins(random: SeededRandom): PlannedWin[] {
  const wins: PlannedWin[] = [];
  for (const [month, sums] of wonByMonth(random)) {
    const undated = allSellers.flatMap((seller) => splitSum(random, seller, month, sums[seller]));
    wins.push(...(month === '2026-11' ? dateByCurve(random, undated) : dateEvenly(random, undated, month)));
  }
  return wins;
}

type UndatedWin = Omit<PlannedWin, 'wonAt'>;

function splitSum(random: SeededRandom, seller: SellerKey, month: string, sum: number): UndatedWin[] {
  const team = teamOf(seller);
  if (team === null || sum === 0) return [];
  const beginning = month === '2024-11' || (seller === 'galiev' && month === '2026-10');
  if (team === 'fresh') {
    const amounts = splitInParts(random, sum, Math.max(2, Math.round(sum / 430)));
    return amounts.map((amount) => ({ seller, team, amount, throughPipeline: !beginning }));
  }
  const big = beginning || seller === 'kovaleva' ? [] : bigWins(random, team, sum);
  const rest = sum - big.reduce((total, amount) => total + amount, 0);
  const repeats = splitInParts(random, rest, Math.max(1, Math.round(rest / (team === 'keys' ? 270 : 165))));
  return [
    ...big.map((amount) => ({ seller, team, amount, throughPipeline: true })),
    ...repeats.map((amount) => ({ seller, team, amount, throughPipeline: false })),
  ];
}

/** Deals of weight that go through the pipeline; they leave at least a third of the sum to repeat orders. */
function bigWins(random: SeededRandom, team: TeamKey, sum: number): number[] {
  const count = sum < 1000 ? 1 : random.chance(team === 'keys' ? 0.7 : 0.45) ? 2 : 1;
  const median = team === 'keys' ? 1250 : 1100;
  return Array.from({ length: count }, () => Math.round(Math.min(random.spread(median, 0.5), (sum * 0.66) / count) / 10) * 10);
}

function dateEvenly(random: SeededRandom, wins: readonly UndatedWin[], month: string): PlannedWin[] {
  const days = workdaysBetween(month === '2024-11' ? '2024-11-19' : `${month}-01`, lastDayOf(month));
  return wins.map((win) => ({ ...win, wonAt: workMoment(random, random.pick(win.throughPipeline ? days.slice(4) : days)) }));
}

/** The largest win goes to the day that misses most, so the company follows its curve. */
function dateByCurve(random: SeededRandom, wins: readonly UndatedWin[]): PlannedWin[] {
  const missing = new Map(Object.entries(novemberByDay).filter(([day]) => isWorkday(day)));
  return wins
    .toSorted((left, right) => right.amount - left.amount)
    .map((win) => {
      const [day, rest] = itemAt(
        [...missing].sort((left, right) => right[1] - left[1]),
        0,
      );
      missing.set(day, rest - win.amount);
      return { ...win, wonAt: workMoment(random, day) };
    });
}
