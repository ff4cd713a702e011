import { sum } from '../money.ts';

/** What a head knows of a person's month and the deals do not say; it is added to the forecast. */
export interface Adjustment {
  readonly userId: bigint;
  /** Minor units of the base currency, of either sign. */
  readonly value: bigint;
  readonly reason: string;
  /** Deals that it holds already; none where nobody named any. */
  readonly dealIds: readonly bigint[];
}

/** Adjustments are of persons only, so that rows of persons add up to departments and these to the company. */
export function adjustmentsOf<Own extends Adjustment>(all: readonly Own[], people: ReadonlySet<bigint> | undefined): Own[] {
  return all.filter(({ userId, value }) => value !== 0n && (people === undefined || people.has(userId)));
}

export function sumAdjustments(adjustments: readonly Adjustment[]): bigint {
  return sum(adjustments.map(({ value }) => value));
}

/** Whether an adjustment is about a deal: it names it, it names others of the same person, or it names none. */
export interface HeldBy {
  readonly value: bigint;
  readonly as: 'this' | 'others' | 'unnamed';
}

/** What adjustments say of deals; of other deals a person has only what was added warns, because only that may be counted twice. */
export function createHolders(adjustments: readonly Adjustment[]): (deal: { dealId: bigint; responsibleId: bigint }) => HeldBy | undefined {
  const byDeal = new Map(adjustments.flatMap((one) => one.dealIds.map((dealId) => [dealId, one.value] as const)));
  const byPerson = new Map(adjustments.filter(({ value }) => value > 0n).map((one) => [one.userId, one]));
  return ({ dealId, responsibleId }) => {
    const held = byDeal.get(dealId);
    if (held !== undefined) return { value: held, as: 'this' };
    const own = byPerson.get(responsibleId);
    return own === undefined ? undefined : { value: own.value, as: own.dealIds.length > 0 ? 'others' : 'unnamed' };
  };
}

export interface AdjustmentChange {
  readonly userId: bigint;
  readonly change: bigint;
}

/** What has changed between two moments, person by person; who stayed the same is not in it. */
export function listAdjustmentChanges(before: readonly Adjustment[], now: readonly Adjustment[]): AdjustmentChange[] {
  const old = new Map(before.map(({ userId, value }) => [userId, value]));
  const own = new Map(now.map(({ userId, value }) => [userId, value]));
  return [...new Set([...old.keys(), ...own.keys()])]
    .map((userId) => ({ userId, change: (own.get(userId) ?? 0n) - (old.get(userId) ?? 0n) }))
    .filter(({ change }) => change !== 0n);
}
