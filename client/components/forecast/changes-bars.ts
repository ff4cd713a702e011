import type { ForecastChanges, StepKind } from '#contract/forecast-changes.ts';
import { fromDecimal } from '#domain/money.ts';

/** Four places are more than any currency has. */
const digits = 4;

export interface ChangeBar {
  readonly code: 'start' | StepKind | 'end';
  readonly kind: 'level' | 'up' | 'down';
  /** Of the level, or by how much it moves. */
  readonly amount: string;
  /** Shares of the track, 0–1. */
  readonly from: number;
  readonly to: number;
  readonly deals: number;
}

export interface ChangeBars {
  readonly bars: readonly ChangeBar[];
  /** The axis is cut here; zero where it is not. */
  readonly axisFrom: bigint;
}

/** From the forecast of then to the forecast of now. The axis is cut where the steps would be too thin to be seen. */
export function toChangeBars({ start, end, steps }: Pick<ForecastChanges, 'start' | 'end' | 'steps'>): ChangeBars {
  let level = fromDecimal(start, digits);
  const levels = steps.map(({ change }) => {
    const before = level;
    level += fromDecimal(change, digits);
    return { before, after: level };
  });
  const all = [fromDecimal(start, digits), fromDecimal(end, digits), ...levels.map(({ after }) => after)];
  const [lowest, highest] = [all.reduce(min), all.reduce(max)];
  const axisFrom = lowest > 0n && (highest - lowest) * 3n < highest ? lowest - (highest - lowest) / 4n : 0n;
  const span = Number(highest - axisFrom) || 1;
  const share = (value: bigint): number => Math.max(0, Number(value - axisFrom) / span);
  const edge = (code: 'start' | 'end', amount: string): ChangeBar => {
    return { code, kind: 'level', amount, from: 0, to: share(fromDecimal(amount, digits)), deals: 0 };
  };
  return {
    axisFrom,
    bars: [
      edge('start', start),
      ...steps.map(({ kind, change, deals }, at): ChangeBar => {
        const { before = 0n, after = 0n } = levels[at] ?? {};
        return {
          code: kind,
          kind: after >= before ? 'up' : 'down',
          amount: change,
          from: share(min(before, after)),
          to: share(max(before, after)),
          deals,
        };
      }),
      edge('end', end),
    ],
  };
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
