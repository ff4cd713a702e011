/** How a target stands to what is set below it. */
export type RollUpStatus =
  | { readonly kind: 'matches' }
  /** «не сходится: +450 тыс.»: the sum minus the target. */
  | { readonly kind: 'differs'; readonly by: bigint }
  /** «не задан: 1 · −2 400 тыс.»: how many lack a value and what is missing; null without a target to compare with. */
  | { readonly kind: 'not-set'; readonly lacking: number; readonly by: bigint | null }
  /** No target of its own, or nothing below it. */
  | { readonly kind: 'nothing-to-compare' };

/** Compares a target with the sum of what is below, of which `lacking` have no value. */
export function compareTotals(target: bigint | null, sum: bigint | null, lacking: number): RollUpStatus {
  const by = target === null ? null : (sum ?? 0n) - target;
  if (lacking > 0 && (target !== null || sum !== null)) return { kind: 'not-set', lacking, by };
  if (by === null || sum === null) return { kind: 'nothing-to-compare' };
  return by === 0n ? { kind: 'matches' } : { kind: 'differs', by };
}

/** Upper limits of Σ below ÷ target − 1, 1 = 100 %; a limit belongs to the milder word. */
export interface Corridor {
  readonly allowed: number;
  readonly warn: number;
  readonly alarm: number;
}

/** Typical is 10–20 %, over 20 % wears the plan out, over 50 % nobody believes it. Source: peers.md 5.11. */
export const defaultCorridor: Corridor = { allowed: 0.1, warn: 0.2, alarm: 0.5 };

export interface OverAssignment {
  /** 1 = 100 %, rounded to millionths towards nothing; negative is a shortfall. */
  readonly share: number;
  readonly verdict: 'shortfall' | 'exact' | 'allowed' | 'above-allowed' | 'warning' | 'alarm';
}

/** O = Σ below / target − 1 (peers.md 5.11); a shortfall is always said. Null where there is nothing to compare. */
export function overAssignment(target: bigint | null, sum: bigint | null, corridor: Corridor = defaultCorridor): OverAssignment | null {
  if (target === null || sum === null || target <= 0n) return null;
  const over = sum - target;
  const share = Number((over * 1_000_000n) / target) / 1_000_000;
  const exceeds = (limit: number): boolean => over * 1_000_000n > target * BigInt(Math.round(limit * 1_000_000));
  if (over < 0n) return { share, verdict: 'shortfall' };
  if (over === 0n) return { share, verdict: 'exact' };
  if (exceeds(corridor.alarm)) return { share, verdict: 'alarm' };
  if (exceeds(corridor.warn)) return { share, verdict: 'warning' };
  return { share, verdict: exceeds(corridor.allowed) ? 'above-allowed' : 'allowed' };
}
