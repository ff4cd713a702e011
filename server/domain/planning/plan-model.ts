import { divideHalfEven, splitByWeights, sum } from '../money.ts';
import type { FactorCode, GrowthFactor } from './growth-factor.ts';

export interface ModelInput {
  /** In the metric's unit, like all amounts here. */
  readonly base: bigint;
  /** 11 000 = ×1,10; null where no season is taken. */
  readonly season: number | null;
  /** In the order of the waterfall; only considered ones change anything. */
  readonly factors: readonly GrowthFactor[];
  /** Growth multiplies, or its percents are added up and taken of the base. */
  readonly growth?: 'multiplied' | 'added';
  /** The result is a multiple of it before the limit. */
  readonly step?: bigint;
  /** What supply or capacity allows at most; null is no limit. */
  readonly limit: bigint | null;
}

export interface WaterfallStep {
  readonly code: 'season' | FactorCode | 'rounding' | 'limit';
  /** Multiplier in basis points, 10 500 = ×1,05; null for a step that is no factor. */
  readonly multiplier: number | null;
  readonly change: bigint;
}

/** Base + the changes of all steps = result, exactly. */
export interface PlanModel {
  readonly base: bigint;
  readonly steps: readonly WaterfallStep[];
  /** What the factors come to before the limit. */
  readonly calculated: bigint;
  readonly result: bigint;
}

const whole = 10_000;

/**
 * R = min(base × season × Π(1 + fᵢ), limit) (peers.md 5.17): supply limits a plan and never multiplies it. Each level of the
 * waterfall is the exact product rounded half to even once, so that the order of the factors does not change the result.
 */
export function computePlanModel(input: ModelInput): PlanModel {
  const factors = input.factors.flatMap(({ code, answer }) =>
    answer.kind === 'considered' ? [{ code, multiplier: whole + answer.basisPoints }] : [],
  );
  const multiplied = [...(input.season === null ? [] : [{ code: 'season' as const, multiplier: input.season }]), ...factors];
  if (multiplied.some(({ multiplier }) => multiplier < 0)) throw new RangeError('A factor cannot take away more than everything');
  const steps: WaterfallStep[] = [];
  let level = input.base;
  const climb = (code: WaterfallStep['code'], multiplier: number | null, next: bigint): void => {
    steps.push({ code, multiplier, change: next - level });
    level = next;
  };
  const levels = input.growth === 'added' ? addedLevels : multipliedLevels;
  for (const [at, next] of levels(input.base, multiplied).entries()) {
    const { code, multiplier } = multiplied[at] ?? { code: 'rounding', multiplier: null };
    climb(code, multiplier, next);
  }
  const step = input.step ?? 1n;
  const rounded = divideHalfEven(level, step) * step;
  if (rounded !== level) climb('rounding', null, rounded);
  const calculated = level;
  if (input.limit !== null && level > input.limit) climb('limit', null, input.limit);
  return { base: input.base, steps, calculated, result: level };
}

export interface PartInput extends Omit<ModelInput, 'limit'> {
  /** The client, product or what else the part is for; '' for all the rest. */
  readonly key: string;
  readonly limit: bigint | null;
}

export interface PartModel extends PlanModel {
  readonly key: string;
  /** The part's share of the whole after the limit of the whole; these add up to the result. */
  readonly allowed: bigint;
}

/** Parts with factors of their own, then one limit for the whole that each part carries by its size. */
export function computePartModels(parts: readonly PartInput[], limit: bigint | null): { whole: PlanModel; parts: PartModel[] } {
  const models = parts.map((part) => ({ key: part.key, ...computePlanModel(part) }));
  const calculated = sum(models.map((model) => model.result));
  const result = limit !== null && calculated > limit ? limit : calculated;
  const limited: WaterfallStep[] = result === calculated ? [] : [{ code: 'limit', multiplier: null, change: result - calculated }];
  const steps = Map.groupBy([...models.flatMap((model) => model.steps), ...limited], ({ code }) => code);
  const merged = [...steps].map(([code, own]): WaterfallStep => {
    const multiplier = own.every((step) => step.multiplier === own[0]?.multiplier) ? (own[0]?.multiplier ?? null) : null;
    return { code, multiplier, change: sum(own.map(({ change }) => change)) };
  });
  const taken = splitByWeights(
    calculated - result,
    models.map((model) => (model.result > 0n ? model.result : 0n)),
  );
  return {
    whole: { base: sum(models.map((model) => model.base)), steps: merged, calculated, result },
    parts: models.map((model, at) => ({ ...model, allowed: model.result - (taken[at] ?? 0n) })),
  };
}

interface Multiplier {
  readonly multiplier: number;
}

function multipliedLevels(base: bigint, factors: readonly Multiplier[]): bigint[] {
  let [product, divisor] = [base, 1n];
  return factors.map(({ multiplier }) => {
    product *= BigInt(multiplier);
    divisor *= BigInt(whole);
    return divideHalfEven(product, divisor);
  });
}

function addedLevels(base: bigint, factors: readonly Multiplier[]): bigint[] {
  let percent = BigInt(whole);
  return factors.map(({ multiplier }) => {
    percent += BigInt(multiplier - whole);
    return divideHalfEven(base * percent, BigInt(whole));
  });
}
