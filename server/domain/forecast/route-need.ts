import { divideHalfEven, sum } from '../money.ts';
import { shiftDay, type Day } from '../period.ts';
import type { Scope } from '../plan.ts';
import { usualOf } from './won-cycle.ts';

/** What some people did and won in a span of the past. */
export interface FunnelCounts {
  readonly wins: number;
  /** Minor units of the base currency. */
  readonly revenue: bigint;
  readonly leads: number;
  readonly meetings: number;
  readonly calls: number;
}

/** Whose past it is: of the scope itself, of the department above, of the company. */
export interface FunnelLevel {
  readonly scope: Scope;
  readonly counts: FunnelCounts;
}

export const routeSteps = ['leads', 'meetings', 'calls'] as const;
export type RouteStep = (typeof routeSteps)[number];

export interface RouteNeed {
  /** Amount of an average won deal and how many say so; null where nobody has won enough. */
  readonly averageDeal: { readonly value: bigint; readonly wins: number; readonly scope: Scope } | null;
  /** Deals that have to be won beside those in work. */
  readonly deals: number | null;
  /** What so many deals take by one's own past; a step that the past does not know is left out. */
  readonly steps: readonly {
    readonly step: RouteStep;
    readonly count: number;
    /** Per won deal. */
    readonly perDeal: number;
    /** How many there were in the past, with the deals won beside them. */
    readonly seen: number;
    readonly wins: number;
    readonly scope: Scope;
  }[];
}

/** Below these the past of a scope is its neighbours' luck, and the level above speaks. */
const fewestWins = 5;
const fewestThings = 10;

/**
 * What an uncovered amount takes: deals = ⌈U ÷ average deal⌉, then leads, meetings and calls = ⌈deals × their number ÷ deals won⌉, each
 * by the nearest level with enough of them (peers.md 5.8).
 */
export function needForPlan(uncovered: bigint, levels: readonly FunnelLevel[]): RouteNeed {
  const known = levels.find(({ counts }) => counts.wins >= fewestWins && counts.revenue > 0n);
  if (uncovered <= 0n || known === undefined) return { averageDeal: toAverage(known), deals: uncovered <= 0n ? 0 : null, steps: [] };
  // Rounded to whole minor units, so that the deals shown times the deal shown reach the amount.
  const average = averageOf(known.counts);
  const deals = Number((uncovered + average - 1n) / average);
  const steps = routeSteps.flatMap((step) => {
    const level = levels.find(({ counts }) => counts.wins >= fewestWins && counts[step] >= fewestThings);
    if (level === undefined) return [];
    const { wins, [step]: seen } = level.counts;
    // A lead brings one deal at most; more wins than leads are of clients who come back.
    const perDeal = step === 'leads' ? Math.max(1, seen / wins) : seen / wins;
    return [{ step, count: Math.ceil(deals * perDeal), perDeal, seen, wins, scope: level.scope }];
  });
  return { averageDeal: toAverage(known), deals, steps };
}

function averageOf({ revenue, wins }: FunnelCounts): bigint {
  const average = divideHalfEven(revenue, BigInt(wins));
  return average > 0n ? average : 1n;
}

function toAverage(level: FunnelLevel | undefined): RouteNeed['averageDeal'] {
  return level === undefined ? null : { value: averageOf(level.counts), wins: level.counts.wins, scope: level.scope };
}

export interface CycleCheck {
  /** Median calendar days from creation to winning, and the deals it stands on. */
  readonly days: number;
  readonly deals: number;
  /** The last day on which such a deal can begin and still be won in the month; null when it has passed. */
  readonly startBy: Day | null;
}

/** Whether a deal that begins now is still won in time; undefined where too few were won to tell. */
export function checkCycle(
  cycles: readonly { readonly value: number; readonly count: number }[],
  { today, lastDay }: { readonly today: Day; readonly lastDay: Day },
): CycleCheck | undefined {
  const usual = usualOf(cycles);
  if (usual === undefined) return undefined;
  const startBy = shiftDay(lastDay, -Math.ceil(usual.days));
  return { days: usual.days, deals: usual.deals, startBy: startBy < today ? null : startBy };
}

/** Counts of several people together. */
export function addCounts(all: readonly FunnelCounts[]): FunnelCounts {
  const total = (of: (counts: FunnelCounts) => number): number => all.reduce((amount, counts) => amount + of(counts), 0);
  return {
    wins: total(({ wins }) => wins),
    revenue: sum(all.map(({ revenue }) => revenue)),
    leads: total(({ leads }) => leads),
    meetings: total(({ meetings }) => meetings),
    calls: total(({ calls }) => calls),
  };
}
