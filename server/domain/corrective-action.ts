import type { Day, Month } from './period.ts';
import type { Scope } from './plan.ts';

export const actionKinds = ['task', 'talk', 'team-talk', 'marketing', 'redistribution', 'terms', 'accepted-risk'] as const;
export type ActionKind = (typeof actionKinds)[number];

export const actionOrigins = ['alert', 'review', 'forecast'] as const;
export type ActionOrigin = (typeof actionOrigins)[number];

export type Effectiveness = 'helped' | 'not-helped' | 'unclear';

/** What was decided about a deviation: of which number, who does it until when, and when the number is looked at again. */
export interface CorrectiveAction {
  readonly actionId: string;
  readonly origin: ActionOrigin;
  /** The alert or the item of a review; null where the page itself is the place. */
  readonly originId: string | null;
  readonly kind: ActionKind;
  /** A metric of the catalogue or one of the portal's own. */
  readonly metric: string;
  readonly scope: Scope;
  readonly month: Month;
  readonly words: string;
  readonly ownerId: bigint;
  readonly deadline: Day | null;
  readonly checkOn: Day | null;
  /** Fact as a share of what should be there by then, 1 being all of it; null where nothing was expected. */
  readonly levelBefore: number | null;
}

/** From here on a number counts as recovered: the limit between yellow and green of the workspace. */
const recoveredLevel = 1;

/**
 * Whether the number has recovered: it is where it should be, or has made up at least half of what it was behind.
 * Shares as in `levelBefore`; without one of the two nobody can tell.
 */
export function judgeEffectiveness(before: number | null, atCheck: number | null): Effectiveness {
  if (atCheck === null) return 'unclear';
  if (atCheck >= recoveredLevel) return 'helped';
  if (before === null) return 'unclear';
  return recoveredLevel - atCheck <= (recoveredLevel - before) / 2 ? 'helped' : 'not-helped';
}

/** An action that nobody has closed although its deadline has passed. */
export function isOverdue(action: { state: 'open' | 'done' | 'dropped'; deadline: Day | null }, today: Day): boolean {
  return action.state === 'open' && action.deadline !== null && action.deadline < today;
}
