import { divideHalfEven, percentOf, sum } from '../money.ts';
import type { DealCategory } from './deal-category.ts';
import { monthOf, type Day, type Month } from '../period.ts';
import { chanceInWindow, type ForecastWindow } from './weighted-pipeline.ts';

/** A deal at a moment, as far as a forecast of a month asks. */
export interface DealState {
  readonly semantics: 'P' | 'S' | 'F';
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  /** In the deal's own currency: where it stayed, another amount is another rate. */
  readonly original?: { readonly amount: bigint; readonly currency: string };
  readonly closeDay: Day | null;
  /** The day it counts as won on; null while it is not won. */
  readonly wonDay: Day | null;
  /** Win probability by its stage or by hand, 0–100. */
  readonly winPercent: number;
  /** What it counts as while it is open, by its stage or by hand. */
  readonly category: DealCategory;
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
  'rate',
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

/** People whose deals count; undefined is everybody. */
type People = ReadonlySet<bigint> | undefined;

interface Moments {
  readonly month: Month;
  readonly before: ForecastWindow;
  readonly now: ForecastWindow;
  readonly people: People;
}

/** What a deal brings to a forecast at both moments, and what its amount of now would have brought at the chance it had. */
interface Brings {
  readonly before: bigint;
  readonly now: bigint;
  readonly rescaled: bigint;
}

/** What has moved a forecast by the table (fact + weighted open deals) between two moments, deal by deal and to the kopeck. */
export function listForecastChanges(deals: readonly DealBetween[], moments: Moments): ForecastChanges {
  return listChanges(deals, moments.people, ({ before, now }) => ({
    before: bringsOf(before, moments.before, moments.month),
    now: bringsOf(now, moments.now, moments.month),
    rescaled: before === null || now === null ? 0n : percentOf(now.amount, chanceInWindow(before, moments.before)),
  }));
}

/** The same of a forecast that says itself what each open deal brings; won deals bring their amounts to their month. */
export function listLearnedChanges(
  deals: readonly DealBetween[],
  of: {
    readonly month: Month;
    readonly people: People;
    readonly before: ReadonlyMap<bigint, bigint>;
    readonly now: ReadonlyMap<bigint, bigint>;
  },
): ForecastChanges {
  const brings = (state: DealState | null, expected: bigint | undefined): bigint =>
    state?.semantics === 'P' ? (expected ?? 0n) : wonIn(state, of.month);
  return listChanges(deals, of.people, ({ dealId, before, now }) => {
    const own = brings(before, of.before.get(dealId));
    const isScaled = before !== null && now !== null && before.amount > 0n;
    return {
      before: own,
      now: brings(now, of.now.get(dealId)),
      rescaled: isScaled ? divideHalfEven(own * now.amount, before.amount) : own,
    };
  });
}

function listChanges(deals: readonly DealBetween[], people: People, value: (deal: DealBetween) => Brings): ForecastChanges {
  const isOurs = (state: DealState | null): boolean => state !== null && people?.has(state.responsibleId) !== false;
  const parts = deals.map((deal) => {
    const all = value(deal);
    const brings = { ...all, before: isOurs(deal.before) ? all.before : 0n, now: isOurs(deal.now) ? all.now : 0n };
    return { brings, changes: brings.before === brings.now ? [] : explain(deal, brings, isOurs) };
  });
  return {
    start: sum(parts.map(({ brings }) => brings.before)),
    end: sum(parts.map(({ brings }) => brings.now)),
    changes: parts.flatMap(({ changes }) => changes),
  };
}

function bringsOf(state: DealState | null, window: ForecastWindow, month: Month): bigint {
  return state?.semantics === 'P' ? percentOf(state.amount, chanceInWindow(state, window)) : wonIn(state, month);
}

function wonIn(state: DealState | null, month: Month): bigint {
  const isWon = state?.semantics === 'S' && state.wonDay !== null && monthOf(state.wonDay) === month;
  return isWon ? state.amount : 0n;
}

function explain({ dealId, before, now }: DealBetween, brings: Brings, isOurs: (state: DealState | null) => boolean): DealChange[] {
  const all = (kind: ChangeKind): DealChange[] => [{ dealId, kind, change: brings.now - brings.before }];
  if (before === null) return all('new');
  if (now === null || now.semantics === 'F') return all('lost');
  if (isOurs(before) !== isOurs(now)) return all('owner');
  if (now.semantics === 'S') return all(before.semantics === 'S' ? moved(before, now, brings) : brings.now === 0n ? 'pushed-out' : 'won');
  // A won deal that was opened again weighs by its chance.
  if (before.semantics !== 'P') return all('chance-down');
  if (brings.now === 0n) return all(now.winPercent === 0 && before.winPercent > 0 ? 'chance-down' : 'pushed-out');
  if (brings.before === 0n) return all(before.winPercent === 0 && now.winPercent > 0 ? 'chance-up' : 'pulled-in');
  const [byAmount, byChance] = [brings.rescaled - brings.before, brings.now - brings.rescaled];
  return [
    { dealId, kind: sized(before, now, byAmount), change: byAmount },
    // The rest: another stage, another chance by hand, fewer days left.
    { dealId, kind: byChance > 0n ? ('chance-up' as const) : ('chance-down' as const), change: byChance },
  ].filter(({ change }) => change !== 0n);
}

/** A won deal keeps its chance: its amount or its day is another one. */
function moved(before: DealState, now: DealState, brings: Brings): ChangeKind {
  if (brings.before === 0n) return 'pulled-in';
  if (brings.now === 0n) return 'pushed-out';
  return sized(before, now, brings.now - brings.before);
}

/** An amount that changed in the base currency only has met another rate. */
function sized(before: DealState, now: DealState, change: bigint): ChangeKind {
  const [then, present] = [before.original, now.original];
  const isRate = then !== undefined && present !== undefined && then.amount === present.amount && then.currency === present.currency;
  if (isRate && before.amount !== now.amount) return 'rate';
  return change > 0n ? 'grown' : 'shrunk';
}
