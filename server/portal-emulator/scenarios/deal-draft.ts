import type { SellerKey, TeamKey } from './people.ts';

/** Arrival at a step of the ladder. */
export interface StageEntry {
  readonly step: number;
  readonly at: number;
}

/** A planned activity that waits on an open deal. */
export interface NextStep {
  readonly kind: 'call' | 'meeting' | 'todo';
  readonly at: number;
  readonly plannedAt: number;
  readonly subject: string;
}

/** Something a person did about a deal. */
export interface Touch {
  readonly kind: 'call' | 'meeting' | 'mail';
  readonly at: number;
  readonly direction: 1 | 2;
  /** Length of a call that is fixed; null leaves it to chance. */
  readonly seconds: number | null;
  readonly subject: string;
}

/** A deal before the portal numbers it; instants are milliseconds, amounts roubles. */
export interface DealDraft {
  readonly title: string;
  readonly team: TeamKey;
  readonly responsible: SellerKey;
  readonly amount: number;
  readonly company: string | null;
  readonly outcome: 'open' | 'won' | 'lost';
  /** Empty for a repeat order entered at once as won. */
  readonly moves: readonly StageEntry[];
  readonly closedAt: number | null;
  readonly closeDate: string | null;
  readonly modifiedAt: number | null;
  /** The number that must come out, where a picture shows it. */
  readonly number: number | null;
  /** Touches that must be there besides the usual ones. */
  readonly touches: readonly Touch[];
  /** Nobody touched the deal after this instant. */
  readonly quietAfter: number | null;
  readonly nextSteps: readonly NextStep[];
}

export function createDealDraft(
  draft: Pick<DealDraft, 'title' | 'team' | 'responsible' | 'amount' | 'company' | 'outcome' | 'closeDate'> & Partial<DealDraft>,
): DealDraft {
  return { moves: [], closedAt: null, modifiedAt: null, number: null, touches: [], quietAfter: null, nextSteps: [], ...draft };
}

export function createdAtOf(draft: DealDraft): number {
  const first = draft.moves[0]?.at ?? draft.closedAt;
  if (first === null) throw new Error(`«${draft.title}» has no beginning`);
  return first;
}

export function movedAtOf(draft: DealDraft): number {
  return draft.closedAt ?? draft.moves.at(-1)?.at ?? createdAtOf(draft);
}
