import { sum } from '../money.ts';
import type { Scope } from '../plan.ts';

/** What a target gets or gives; `key` names the part of what is sold, an empty one is the whole target. */
export interface Move {
  readonly scope: Scope;
  readonly key: string;
  readonly delta: bigint;
}

export interface Target {
  readonly scope: Scope;
  readonly key: string;
  readonly value: bigint;
}

export type Redistribution =
  | {
      readonly kind: 'moved';
      readonly changes: readonly { readonly target: Omit<Target, 'value'>; readonly from: bigint; readonly to: bigint }[];
    }
  | { readonly kind: 'refused'; readonly reason: 'not-zero' | 'nothing' | 'below-zero' | 'twice' | 'mixed' | 'no-target' };

/**
 * Moves a plan between people, or between clients or goods: Σ of what is given and taken is nothing, so that every total stays what it
 * was to the smallest part of the unit. Nobody gives more than there is, and only somebody with a target gives.
 */
export function redistribute(targets: readonly Target[], moves: readonly Move[]): Redistribution {
  const given = moves.filter(({ delta }) => delta !== 0n);
  if (given.length === 0) return { kind: 'refused', reason: 'nothing' };
  if (sum(given.map(({ delta }) => delta)) !== 0n) return { kind: 'refused', reason: 'not-zero' };
  if (new Set(given.map(({ key }) => key === '')).size > 1) return { kind: 'refused', reason: 'mixed' };
  if (new Set(given.map(addressOf)).size !== given.length) return { kind: 'refused', reason: 'twice' };
  const known = new Map(targets.map((target) => [addressOf(target), target.value]));
  if (given.some((move) => move.delta < 0n && !known.has(addressOf(move)))) return { kind: 'refused', reason: 'no-target' };
  const changes = given.map((move) => {
    const from = known.get(addressOf(move)) ?? 0n;
    return { target: { scope: move.scope, key: move.key }, from, to: from + move.delta };
  });
  return changes.some(({ to }) => to < 0n) ? { kind: 'refused', reason: 'below-zero' } : { kind: 'moved', changes };
}

const addressOf = ({ scope, key }: Omit<Target, 'value'>): string => `${scope} ${key}`;
