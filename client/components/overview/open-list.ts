import type { Measure } from '#contract/drill-down.ts';
import type { Scope } from '#contract/wire.ts';

/** A request to open the list that a number is made of. */
export interface OpenList {
  readonly measure: Measure;
  readonly scope: Scope;
}
