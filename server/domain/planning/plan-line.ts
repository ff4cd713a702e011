import type { Scope } from '../plan.ts';
import type { DimensionKey } from './line-dimensions.ts';
import type { MetricCode } from './metric-catalogue.ts';
import type { PeriodKey } from './plan-period.ts';

/** One target: what, whose, about what, for when. The value is in the smallest part of the metric's unit. */
export interface PlanLine {
  readonly metric: MetricCode;
  readonly scope: Scope;
  readonly dimensions: DimensionKey;
  readonly period: PeriodKey;
  readonly value: bigint;
}

export type LineKey = string;

/** No part of the key holds a space. */
export function lineKey(line: Omit<PlanLine, 'value'>): LineKey {
  return `${line.period} ${line.metric} ${line.scope} ${line.dimensions}`;
}

/** In the order of their keys, which is the order a version is stored and compared in. */
export function sortLines(lines: readonly PlanLine[]): PlanLine[] {
  return lines.toSorted((a, b) => compareText(lineKey(a), lineKey(b)));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
