import type { CompanyNames } from './company-names.ts';
import { type DealDraft, type StageEntry, createDealDraft } from './deal-draft.ts';
import { earliestOf, notBefore, walkBack, wentLiveAt } from './deal-path.ts';
import { pipelineTitle, repeatTitle } from './deal-titles.ts';
import { addDays, dayMs, isWorkday, moscow, moscowDay, workMoment } from './moscow-time.ts';
import { type SellerKey, type TeamKey, sellers } from './people.ts';
import { stage } from './pipelines.ts';
import type { PlannedWin } from './planned-wins.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Share of won deals that jump over a step; goods mostly go out on the day of the payment. */
const skipped: Readonly<Record<number, number>> = {
  [stage.meeting]: 0.04,
  [stage.proposal]: 0.02,
  [stage.negotiation]: 0.03,
  [stage.contract]: 0.03,
  [stage.payment]: 0.04,
  [stage.delivery]: 0.78,
};

/** Turns a planned win into a deal with a whole path; steps are skipped later where that is counted. */
export function winThroughPipeline(random: SeededRandom, names: CompanyNames, win: PlannedWin): DealDraft {
  const path = walkBack(random, win.team, stage.delivery, win.wonAt);
  const regular = win.team !== 'fresh' && random.chance(0.55);
  return createDealDraft({
    title: pipelineTitle(random),
    team: win.team,
    responsible: win.seller,
    amount: win.amount * 1000,
    company: regular ? names.regular(win.seller) : names.prospect(),
    outcome: 'won',
    moves: notBefore(path, earliestOf(win.seller), win.wonAt),
    closedAt: win.wonAt,
    closeDate: addDays(moscowDay(win.wonAt), random.chance(0.6) ? 0 : random.between(-6, 9)),
  });
}

export function skipSteps(random: SeededRandom, draft: DealDraft): DealDraft {
  return { ...draft, moves: draft.moves.filter(({ step }) => !random.chance(skipped[step] ?? 0)) };
}

/** A regular client's order that was entered when it was already delivered. */
export function repeatOrder(random: SeededRandom, names: CompanyNames, win: PlannedWin): DealDraft {
  return createDealDraft({
    title: repeatTitle(random),
    team: win.team,
    responsible: win.seller,
    amount: win.amount * 1000,
    company: names.regular(win.seller),
    outcome: 'won',
    closedAt: win.wonAt,
    closeDate: moscowDay(win.wonAt),
  });
}

export interface LossFrame {
  readonly team: TeamKey;
  readonly lastStep: number;
  readonly createdFrom: number;
  readonly createdBefore: number;
  /** No such deal is lost later. */
  readonly lostBefore: number;
}

/** A lost deal whose first and last moments fall into the frame. */
export function lostDeal(random: SeededRandom, names: CompanyNames, frame: LossFrame): DealDraft {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const closedAt = anyMoment(random, frame.createdFrom + 2 * dayMs, Math.min(frame.lostBefore, frame.createdBefore + 60 * dayMs));
    const moves = walkBack(random, frame.team, frame.lastStep, closedAt, 1.25);
    const createdAt = moves[0]?.at ?? closedAt;
    if (createdAt < frame.createdFrom || createdAt >= frame.createdBefore) continue;
    return toLostDeal(random, names, { team: frame.team, responsible: pickSeller(random, frame.team, createdAt), moves, closedAt });
  }
  throw new Error(`no lost deal fits between ${moscowDay(frame.createdFrom)} and ${moscowDay(frame.createdBefore)}`);
}

function toLostDeal(
  random: SeededRandom,
  names: CompanyNames,
  known: { team: TeamKey; responsible: SellerKey; moves: readonly StageEntry[]; closedAt: number },
): DealDraft {
  const median = { wholesale: 900, keys: 1300, fresh: 420 }[known.team];
  const early = known.moves.length <= 2;
  return createDealDraft({
    ...known,
    title: pipelineTitle(random),
    amount: early && random.chance(0.25) ? 0 : Math.max(20, Math.round(random.spread(median, 0.6) / 10) * 10) * 1000,
    company: known.team !== 'fresh' && random.chance(0.35) ? names.regular(known.responsible) : names.prospect(),
    outcome: 'lost',
    closeDate: addDays(moscowDay(known.closedAt), random.between(-14, 21)),
  });
}

/** The head of wholesale carries no deals of the pipeline. */
function pickSeller(random: SeededRandom, team: TeamKey, createdAt: number): SellerKey {
  return random.pick<SellerKey>(sellers[team].filter((seller) => seller !== 'kovaleva' && earliestOf(seller) <= createdAt));
}

function anyMoment(random: SeededRandom, from: number, before: number): number {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const day = moscowDay(from + random.next() * (before - from));
    const at = workMoment(random, day);
    if (isWorkday(day) && at < before && at > wentLiveAt) return at;
  }
  throw new Error('no working day in the frame');
}

export const lastLossBefore = moscow('2026-11-13 18:00');
