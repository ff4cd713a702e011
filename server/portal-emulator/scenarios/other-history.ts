import { lastLossBefore, lostDeal, repeatOrder, skipSteps, winThroughPipeline } from './closed-deals.ts';
import type { CompanyNames } from './company-names.ts';
import type { DealDraft } from './deal-draft.ts';
import { wentLiveAt } from './deal-path.ts';
import type { TeamKey } from './people.ts';
import type { PlannedWin } from './planned-wins.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Losses for each won deal of the pipeline. */
const lossesPerWin = { keys: 2.1, fresh: 0.95 } as const;

/** How many of a hundred lost deals end on each step. */
const lostOn = { keys: [12, 18, 25, 27, 12, 5, 1, 0], fresh: [26, 22, 24, 18, 7, 2, 1, 0] } as const;

/** Closed deals of a pipeline whose statistics no picture fixes. */
export function otherHistory(
  random: SeededRandom,
  names: CompanyNames,
  team: Exclude<TeamKey, 'wholesale'>,
  wins: readonly PlannedWin[],
): DealDraft[] {
  const won = wins.filter((win) => win.throughPipeline).map((win) => skipSteps(random, winThroughPipeline(random, names, win)));
  const repeats = wins.filter((win) => !win.throughPipeline).map((win) => repeatOrder(random, names, win));
  const steps = lostOn[team].flatMap((count, step) => Array.from({ length: count }, () => step));
  const losses = Array.from({ length: Math.round(won.length * lossesPerWin[team]) }, () =>
    lostDeal(random, names, {
      team,
      lastStep: random.pick(steps),
      createdFrom: wentLiveAt,
      createdBefore: lastLossBefore,
      lostBefore: lastLossBefore,
    }),
  );
  return [...won, ...repeats, ...losses];
}
