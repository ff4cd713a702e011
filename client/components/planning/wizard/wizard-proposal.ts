import type { PlanCalculation } from '#contract/plan-calculation.ts';
import type { PlanHistory } from '#contract/plan-history.ts';
import type { Day, Scope } from '#contract/wire.ts';
import { type FactorCode, growthFactors, listNotConsidered } from '#domain/planning/growth-factor.ts';
import { type LearnedSeason, learnSeason } from '#domain/planning/learn-season.ts';
import { type Base, type BaseChoice, basePeriods, computeBase, isSeasonOffered, type PastPeriod } from '#domain/planning/plan-base.ts';
import { computePlanModel, type PlanModel } from '#domain/planning/plan-model.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { seasonFactor } from '#domain/planning/season-curve.ts';
import type { Amounts } from '../plan-sheet.ts';
import { type AmountScale, readAmount } from '../plan-amount.ts';

/** What a calculation comes to for one scope. */
export interface Proposal {
  readonly past: readonly PastPeriod[];
  readonly base: Base;
  readonly learned: LearnedSeason;
  readonly isSeasonOffered: boolean;
  /** Of the learned curve; null where it is not offered or not known. */
  readonly learnedFactor: number | null;
  /** Null while there is no base. */
  readonly model: PlanModel | null;
  readonly notConsidered: readonly FactorCode[];
}

/** Where an author begins: three months on average, the season as learned, no factor looked at. */
export function firstCalculation(): PlanCalculation {
  return {
    base: { kind: 'average', periods: 3 },
    season: { kind: 'learned' },
    factors: growthFactors.map((code) => ({ code, name: '', answer: { kind: 'not-considered' } })),
    limit: null,
    rationale: '',
  };
}

export function propose(
  given: { history: PlanHistory; scope: Scope; today: Day; scale: AmountScale },
  calculation: PlanCalculation,
): Proposal {
  const { history, scope, today, scale } = given;
  const target = parsePlanPeriod(history.month);
  if (target === undefined) throw new RangeError(`Not a month: ${history.month}`);
  const past = pastOf(history, scope, { choice: calculation.base, today, scale });
  const base = computeBase({ overTime: 'sum', ratio: null }, past, history.workdays);
  const whole = history.months.filter((month) => month.workdaysPassed === month.workdays);
  const sums = sumsOf(history, scope, scale);
  const learned = learnSeason(
    '',
    whole.map(({ month, workdays }) => ({ month, workdays, value: sums.get(month) ?? 0n })),
  );
  const periods = past.map(({ period }) => period);
  const isOffered = isSeasonOffered(calculation.base, target, periods);
  const learnedFactor = isOffered && learned.years > 0 ? seasonFactor(learned.distribution, target, periods) : null;
  const { season } = calculation;
  const multiplier = season.kind === 'own' ? season.multiplier : season.kind === 'learned' ? learnedFactor : null;
  const model =
    base.kind === 'base'
      ? computePlanModel({
          base: base.value,
          season: isOffered ? multiplier : null,
          factors: calculation.factors,
          step: 10n ** BigInt(scale.digits + scale.shift),
          limit: calculation.limit === null ? null : readAmount(calculation.limit.value, scale),
        })
      : null;
  return { past, base, learned, isSeasonOffered: isOffered, learnedFactor, model, notConsidered: listNotConsidered(calculation.factors) };
}

/** Which bases the history is long enough for. */
export function listBases(given: { history: PlanHistory; today: Day; scope: Scope; scale: AmountScale }, average: number): BaseOption[] {
  const choices: BaseChoice[] = [{ kind: 'average', periods: average }, { kind: 'same-period-last-year' }, { kind: 'previous-period' }];
  return choices.map((choice) => {
    const past = pastOf(given.history, given.scope, { choice, today: given.today, scale: given.scale });
    const base = computeBase({ overTime: 'sum', ratio: null }, past, given.history.workdays);
    return { choice, past, value: base.kind === 'base' ? base.value : null };
  });
}

export interface BaseOption {
  readonly choice: BaseChoice;
  readonly past: readonly PastPeriod[];
  /** Null where too little is known. */
  readonly value: bigint | null;
}

/** What each of those below has brought in the periods of the base: what the plan can be shared by. */
export function pastAmounts(given: { history: PlanHistory; scale: AmountScale }, past: readonly PastPeriod[]): Amounts {
  const months = past.map(({ period }) => period.key);
  return new Map(
    given.history.won.map(({ scope }) => {
      const sums = sumsOf(given.history, scope, given.scale);
      return [scope, months.reduce((total, month) => total + (sums.get(month) ?? 0n), 0n)];
    }),
  );
}

function pastOf(history: PlanHistory, scope: Scope, by: { choice: BaseChoice; today: Day; scale: AmountScale }): PastPeriod[] {
  const target = parsePlanPeriod(history.month);
  const sums = sumsOf(history, scope, by.scale);
  return (target === undefined ? [] : basePeriods(by.choice, target, by.today)).map((period) => ({
    period,
    value: sums.get(period.key) ?? null,
    workdays: history.months.find(({ month }) => month === period.key)?.workdays ?? 0,
  }));
}

function sumsOf(history: PlanHistory, scope: Scope, scale: AmountScale): ReadonlyMap<string, bigint> {
  const own = history.won.find((one) => one.scope === scope);
  return new Map(history.months.map(({ month }, at) => [month, own === undefined ? 0n : readAmount(own.sums[at] ?? '0', scale)]));
}
