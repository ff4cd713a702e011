import type { Day } from '../period.ts';

export const riskKinds = ['past-date', 'pushed', 'stalled', 'no-next-step', 'silent'] as const;
export type RiskKind = (typeof riskKinds)[number];

/** What can be seen of an open deal's health. */
export interface DealHealth {
  readonly closeDay: Day | null;
  readonly stageDays: number;
  /** Median days that won deals spent on the stage; null where too few were won. */
  readonly usualDays: number | null;
  readonly pushes: number;
  /** Days since something was done with it; null when nothing ever was. */
  readonly silentDays: number | null;
  readonly hasNextStep: boolean;
}

/** Twice the usual time on a stage is more than bad luck. */
const stalledFactor = 2;
const manyPushes = 2;
const silentAfterDays = 14;

/** Why a deal may not come as it stands; a deal can have several reasons. */
export function listRisks(deal: DealHealth, today: Day): RiskKind[] {
  const has: Readonly<Record<RiskKind, boolean>> = {
    'past-date': deal.closeDay !== null && deal.closeDay < today,
    pushed: deal.pushes >= manyPushes,
    stalled: deal.usualDays !== null && deal.stageDays > stalledFactor * Math.max(1, deal.usualDays),
    'no-next-step': !deal.hasNextStep,
    silent: deal.silentDays === null || deal.silentDays >= silentAfterDays,
  };
  return riskKinds.filter((kind) => has[kind]);
}

/** A forecast that stands on one deal falls with it. */
const heavyShare = 0.4;

/** The deal that holds more than two fifths of a forecast; undefined where none does. */
export function findHeavyDeal<Deal extends { readonly weighted: bigint }>(deals: readonly Deal[], expected: bigint): Deal | undefined {
  const largest = deals.reduce<Deal | undefined>(
    (best, deal) => (best === undefined || deal.weighted > best.weighted ? deal : best),
    undefined,
  );
  return largest !== undefined && expected > 0n && Number(largest.weighted) > heavyShare * Number(expected) ? largest : undefined;
}
