import { shiftDay, type Day } from '../period.ts';
import type { JudgedChance } from './deal-category.ts';
import type { DealBetween, DealState } from './forecast-changes.ts';

/** A deal at a moment as the copy has recorded it. */
export interface RecordedState {
  readonly pipelineId: bigint;
  readonly stageId: string;
  readonly semantics: 'P' | 'S' | 'F';
  readonly amount: bigint;
  readonly original: bigint;
  readonly currency: string;
  readonly responsibleId: bigint;
  readonly closeDay: Day | null;
}

/** A deal when a day began and now; null before it was made, and once it is gone. */
export interface RecordedDeal {
  readonly dealId: bigint;
  readonly before: RecordedState | null;
  readonly now: (RecordedState & { readonly wonDay: Day | null }) | null;
}

export interface Reading {
  readonly since: Day;
  /** The month has ended: what is still open brings nothing to it. */
  readonly isOver: boolean;
  /** Chance of a deal on a stage and what it counts as, by what was set of it at that moment. */
  judge(deal: { dealId: bigint; pipelineId: bigint; stageId: string }, moment: 'before' | 'now'): JudgedChance;
}

/** Both moments are weighed by the same percents of stages, so that a difference tells of deals and not of settings. */
export function readRecorded({ dealId, before, now }: RecordedDeal, { since, isOver, judge }: Reading): DealBetween {
  const stateOf = (state: RecordedState, wonDay: Day | null, moment: 'before' | 'now'): DealState => {
    const { category, winPercent } = judge({ dealId, ...state }, moment);
    return {
      semantics: state.semantics,
      responsibleId: state.responsibleId,
      amount: state.amount,
      original: { amount: state.original, currency: state.currency },
      closeDay: state.closeDay,
      wonDay: state.semantics === 'S' ? wonDay : null,
      category,
      winPercent: moment === 'now' && isOver ? 0 : winPercent,
    };
  };
  // A deal that was won then and is so still was won on the day that counts now; one opened again was won by the day before.
  const wonBefore = now?.wonDay ?? shiftDay(since, -1);
  return {
    dealId,
    before: before === null ? null : stateOf(before, wonBefore, 'before'),
    now: now === null ? null : stateOf(now, now.wonDay, 'now'),
  };
}
