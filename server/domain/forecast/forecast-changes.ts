import { percentOf, sum } from '../money.ts';
import { monthOf, type Day, type Month } from '../period.ts';
import { chanceInWindow, type ForecastWindow } from './weighted-pipeline.ts';

/** A deal at a moment, as far as a forecast of a month asks. */
export interface DealState {
  readonly semantics: 'P' | 'S' | 'F';
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly closeDay: Day | null;
  /** The day it counts as won on; null while it is not won. */
  readonly wonDay: Day | null;
  /** Win probability by its stage, 0–100. */
  readonly winPercent: number;
}

export interface DealBetween {
  readonly dealId: bigint;
  /** Null before it was made. */
  readonly before: DealState | null;
  /** Null when it is gone. */
  readonly now: DealState | null;
}

/** Why a deal brings more or less than it did, in the order of the waterfall. */
export const changeKinds = [
  'new',
  'won',
  'grown',
  'pulled-in',
  'chance-up',
  'owner',
  'shrunk',
  'chance-down',
  'lost',
  'pushed-out',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface DealChange {
  readonly dealId: bigint;
  readonly kind: ChangeKind;
  /** Minor units, never zero. */
  readonly change: bigint;
}

export interface ForecastChanges {
  readonly start: bigint;
  readonly end: bigint;
  /** Every part of every deal: start + Σ change = end. */
  readonly changes: readonly DealChange[];
}

interface Moments {
  readonly month: Month;
  readonly before: ForecastWindow;
  readonly now: ForecastWindow;
  /** People whose deals count; undefined is everybody. */
  readonly people: ReadonlySet<bigint> | undefined;
}

/** What has moved a forecast of a month (fact + weighted open deals) between two moments, deal by deal and to the kopeck. */
export function listForecastChanges(deals: readonly DealBetween[], moments: Moments): ForecastChanges {
  const parts = deals.map((deal) => {
    const before = bringsOf(deal.before, moments.before, moments);
    const now = bringsOf(deal.now, moments.now, moments);
    return { before, now, changes: before === now ? [] : explain(deal, { before, now }, moments) };
  });
  return {
    start: sum(parts.map((part) => part.before)),
    end: sum(parts.map((part) => part.now)),
    changes: parts.flatMap((part) => part.changes),
  };
}

function bringsOf(state: DealState | null, window: ForecastWindow, { month, people }: Moments): bigint {
  if (state === null || people?.has(state.responsibleId) === false) return 0n;
  if (state.semantics === 'S') return state.wonDay !== null && monthOf(state.wonDay) === month ? state.amount : 0n;
  return state.semantics === 'F' ? 0n : percentOf(state.amount, chanceInWindow(state, window));
}

function explain({ dealId, before, now }: DealBetween, brings: { before: bigint; now: bigint }, moments: Moments): DealChange[] {
  const all = (kind: ChangeKind): DealChange[] => [{ dealId, kind, change: brings.now - brings.before }];
  if (before === null) return all('new');
  if (now === null || now.semantics === 'F') return all('lost');
  const isOurs = (state: DealState): boolean => moments.people?.has(state.responsibleId) !== false;
  if (isOurs(before) !== isOurs(now)) return all('owner');
  if (now.semantics === 'S') return all(before.semantics === 'S' ? moved(brings) : brings.now === 0n ? 'pushed-out' : 'won');
  // A won deal that was opened again weighs by its chance.
  if (before.semantics !== 'P') return all('chance-down');
  if (brings.before === 0n || brings.now === 0n) return all(brings.now === 0n ? 'pushed-out' : 'pulled-in');
  return [
    { dealId, ...byAmount(before, now, brings, moments) },
    { dealId, ...byChance(before, now, brings, moments) },
  ].filter(({ change }) => change !== 0n);
}

/** A won deal keeps its chance: its amount or its day is another one. */
function moved({ before, now }: { before: bigint; now: bigint }): ChangeKind {
  if (before === 0n) return 'pulled-in';
  if (now === 0n) return 'pushed-out';
  return now > before ? 'grown' : 'shrunk';
}

/** What the amount alone has changed, at the chance the deal had. */
function byAmount(before: DealState, now: DealState, brings: { before: bigint }, moments: Moments): Omit<DealChange, 'dealId'> {
  const change = percentOf(now.amount, chanceInWindow(before, moments.before)) - brings.before;
  return { kind: change > 0n ? 'grown' : 'shrunk', change };
}

/** The rest: another stage, fewer days left, or both. */
function byChance(before: DealState, now: DealState, brings: { now: bigint }, moments: Moments): Omit<DealChange, 'dealId'> {
  const change = brings.now - percentOf(now.amount, chanceInWindow(before, moments.before));
  return { kind: change > 0n ? 'chance-up' : 'chance-down', change };
}
