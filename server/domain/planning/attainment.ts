import { divideHalfEven, shareOf } from '../money.ts';

export type Direction = 'more' | 'less';

/** How far a fact has got against its plan; a plan nobody has set is never 0 %. */
export type Attainment =
  | { readonly kind: 'no-plan' }
  /** Nothing is known of the fact: a number nobody has entered, a ratio of nothing. */
  | { readonly kind: 'no-fact' }
  /** A plan of nothing or less has no percent; `surplus` is how much better than the plan the fact is. */
  | { readonly kind: 'plan-of-nothing'; readonly surplus: bigint; readonly isMet: boolean }
  /** 1 = 100 %, exact to millionths and rounded down; not capped. */
  | { readonly kind: 'share'; readonly share: number };

/**
 * A = F / P; where less is better A = (2P − F) / P, so that the plan is 100 %, nothing is 200 % and twice the plan is 0 %.
 * Source: peers.md 5.1. The linear form is chosen because P / F has no value at a fact of nothing, the best there is.
 */
export function attainmentOf(plan: bigint | null, fact: bigint | null, direction: Direction = 'more'): Attainment {
  if (plan === null) return { kind: 'no-plan' };
  if (fact === null) return { kind: 'no-fact' };
  if (plan <= 0n) {
    const surplus = surplusOf(plan, fact, direction);
    return { kind: 'plan-of-nothing', surplus, isMet: surplus >= 0n };
  }
  return { kind: 'share', share: Number(floorDivide(reachedPart(plan, fact, direction) * millionths, plan)) / Number(millionths) };
}

/** D = F − P in the metric's unit, negative when there is less than planned; without a plan it is the fact itself. Source: peers.md 5.2. */
export function deviationOf(plan: bigint | null, fact: bigint | null): bigint | null {
  return fact === null ? null : fact - (plan ?? 0n);
}

/** (F − P) / P, 1 = 100 %; null without a plan, without a fact and for a plan of nothing. Source: peers.md 5.2. */
export function deviationShare(plan: bigint | null, fact: bigint | null): number | null {
  return plan === null || fact === null ? null : shareOf(fact - plan, plan);
}

/** What a number that grows day by day should have come to: P · passed ÷ working days; a month without any is due as a whole. */
export function dueBy(plan: bigint, workdays: number, passed: number): bigint {
  return workdays === 0 ? plan : divideHalfEven(plan * BigInt(passed), BigInt(workdays));
}

/** What a deviation means: `better` also where less is better and the fact is below the plan. */
export function judgeDeviation(deviation: bigint, direction: Direction): 'better' | 'as-planned' | 'worse' {
  if (deviation === 0n) return 'as-planned';
  return deviation > 0n === (direction === 'more') ? 'better' : 'worse';
}

const millionths = 1_000_000n;

function surplusOf(plan: bigint, fact: bigint, direction: Direction): bigint {
  return direction === 'more' ? fact - plan : plan - fact;
}

function reachedPart(plan: bigint, fact: bigint, direction: Direction): bigint {
  return direction === 'more' ? fact : 2n * plan - fact;
}

/** Rounded down, so that 109,99999 % never reaches a limit of 110 %. */
function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
