import type { DrillDown, Measure } from '#contract/drill-down.ts';
import type { Month } from '#domain/period.ts';
import type { Scope } from '#domain/plan.ts';

export interface DrillDownRequest {
  readonly month: Month;
  readonly scope: Scope;
  readonly measure: Measure;
  readonly offset: number;
  readonly limit: number;
}

/** The part of an answer that is about its lines. */
export type List = Pick<DrillDown, 'unit' | 'sum' | 'items' | 'total'>;
