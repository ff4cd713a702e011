import type { PlanModel } from '#domain/planning/plan-model.ts';

/** A bar between two levels, as shares of the axis. */
export interface WaterfallBar {
  readonly code: string;
  readonly kind: 'level' | 'up' | 'down';
  readonly from: number;
  readonly to: number;
  readonly multiplier: number | null;
  /** The level of a level, the change of a step. */
  readonly amount: bigint;
}

export interface Waterfall {
  readonly bars: readonly WaterfallBar[];
  /** Where the axis begins; above zero the axis is cut, and says so. */
  readonly axisFrom: bigint;
}

/** From the base by its steps to the plan; small steps on a large base are told apart because the axis begins below the lowest level. */
export function toWaterfall(model: PlanModel): Waterfall {
  const levels = model.steps.reduce<bigint[]>((known, step) => [...known, (known.at(-1) ?? 0n) + step.change], [model.base]);
  const [lowest = 0n, highest = 0n] = [levels.reduce(lower), levels.reduce(higher)];
  const axisFrom = axisStart(lowest, highest);
  const place = (level: bigint): number => (highest === axisFrom ? 0 : Number(level - axisFrom) / Number(highest - axisFrom));
  const steps = model.steps.map((step, at): WaterfallBar => {
    const [before, after] = [levels[at] ?? 0n, levels[at + 1] ?? 0n];
    return {
      code: step.code,
      kind: step.change < 0n ? 'down' : 'up',
      from: place(lower(before, after)),
      to: place(higher(before, after)),
      multiplier: step.multiplier,
      amount: step.change,
    };
  });
  const level = (code: string, amount: bigint): WaterfallBar => ({
    code,
    kind: 'level',
    from: 0,
    to: place(amount),
    multiplier: null,
    amount,
  });
  return { bars: [level('base', model.base), ...steps, level('plan', model.result)], axisFrom };
}

/** Cut where the levels lie close to each other, at a round number of two digits. */
function axisStart(lowest: bigint, highest: bigint): bigint {
  if (lowest <= 0n || highest - lowest > lowest) return 0n;
  const below = lowest - (highest - lowest) / 2n;
  const round = 10n ** BigInt(Math.max(0, below.toString().length - 2));
  const start = (below / round) * round;
  return start === lowest ? start - round : start;
}

const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);
