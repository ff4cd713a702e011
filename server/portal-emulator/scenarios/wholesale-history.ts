import { type LossFrame, lastLossBefore, lostDeal, repeatOrder, skipSteps, winThroughPipeline } from './closed-deals.ts';
import type { CompanyNames } from './company-names.ts';
import { type DealDraft, createdAtOf } from './deal-draft.ts';
import { wentLiveAt } from './deal-path.ts';
import { moscow } from './moscow-time.ts';
import { wholesaleStageHistory } from './november.ts';
import { stage } from './pipelines.ts';
import type { PlannedWin } from './planned-wins.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';

const countedFrom = moscow(wholesaleStageHistory.since);

/** Closed wholesale deals; the last twelve months give exactly the statistics of `wholesaleStageHistory`. */
export function wholesaleHistory(random: SeededRandom, names: CompanyNames, wins: readonly PlannedWin[]): DealDraft[] {
  const candidates = wins.filter((win) => win.throughPipeline).map((win) => ({ win, deal: winThroughPipeline(random, names, win) }));
  const older = candidates.filter(({ deal }) => createdAtOf(deal) < countedFrom).map(({ deal }) => skipSteps(random, deal));
  const recent = random.shuffle(candidates.filter(({ deal }) => createdAtOf(deal) >= countedFrom));
  const wanted = itemAt(wholesaleStageHistory.won, 0);
  if (recent.length < wanted) throw new Error(`only ${recent.length} wholesale wins began in the last twelve months`);
  const repeats = [...wins.filter((win) => !win.throughPipeline), ...recent.slice(wanted).map(({ win }) => win)];
  const olderLosses = lossesBefore(random, names);
  const counted = skipExactly(
    random,
    older,
    recent.slice(0, wanted).map(({ deal }) => deal),
  );
  return [
    ...older,
    ...olderLosses,
    ...counted,
    ...lossesExactly(random, names, olderLosses),
    ...repeats.map((win) => repeatOrder(random, names, win)),
  ];
}

/** Of deals begun before the counted year, how many entered each step inside it. */
function enteredInside(deals: readonly DealDraft[]): number[] {
  return wholesaleStageHistory.entered.map(
    (_, step) => deals.filter((deal) => deal.moves.some((move) => move.step === step && move.at >= countedFrom)).length,
  );
}

function skipExactly(random: SeededRandom, older: readonly DealDraft[], deals: readonly DealDraft[]): DealDraft[] {
  const before = enteredInside(older);
  const kept = wholesaleStageHistory.won.map((won, step) => {
    const wanted = won - itemAt(before, step);
    if (wanted < 0 || wanted > deals.length) throw new Error(`step ${step} needs ${wanted} of ${deals.length} won deals`);
    return new Set(step === 0 ? deals : random.shuffle(deals).slice(0, wanted));
  });
  return deals.map((deal) => ({ ...deal, moves: deal.moves.filter(({ step }) => itemAt(kept, step).has(deal)) }));
}

function lossesBefore(random: SeededRandom, names: CompanyNames): DealDraft[] {
  const frame = { team: 'wholesale', createdFrom: wentLiveAt, createdBefore: countedFrom, lostBefore: lastLossBefore } as const;
  const lastSteps = wholesaleStageHistory.entered.flatMap((_, step) => Array.from({ length: Math.floor(lostOn(step) * 0.82) }, () => step));
  return lastSteps.map((lastStep) => {
    const lostBefore = lastStep > stage.negotiation ? countedFrom : frame.lostBefore;
    return lostDeal(random, names, { ...frame, lastStep, lostBefore });
  });
}

function lossesExactly(random: SeededRandom, names: CompanyNames, older: readonly DealDraft[]): DealDraft[] {
  const before = enteredInside(older);
  const frame = { team: 'wholesale', createdFrom: countedFrom, createdBefore: lastLossBefore, lostBefore: lastLossBefore } as const;
  return before.flatMap((already, step) => {
    const count = lostOn(step) - already + (before[step + 1] ?? 0);
    if (count < 0) throw new Error(`step ${step} has too many older losses`);
    return Array.from({ length: count }, () => lostDeal(random, names, { ...frame, lastStep: step } satisfies LossFrame));
  });
}

/** Losses whose last step was this one: entered without winning here, less those that went on. */
function lostOn(step: number): number {
  const { entered, won } = wholesaleStageHistory;
  const next = step + 1 < entered.length ? itemAt(entered, step + 1) - itemAt(won, step + 1) : 0;
  return itemAt(entered, step) - itemAt(won, step) - next;
}
