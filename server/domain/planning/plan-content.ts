import type { Scope } from '../plan.ts';
import type { EvaluationBand } from './evaluation.ts';
import type { FactBasis } from './metric.ts';
import { compareText, lineKey, type PlanLine } from './plan-line.ts';

/** How much a metric counts in the evaluation of a scope's people; basis points, and the most it can give (1 = 100 %). */
export interface MetricWeight {
  readonly scope: Scope;
  readonly metric: string;
  readonly weight: number;
  readonly cap: number | null;
}

/** A condition printed on the sheets of a scope's people. */
export interface PlanTerm {
  readonly scope: Scope;
  readonly code: string;
  readonly text: string;
}

/** Why the numbers of a scope are what they are. */
export interface Rationale {
  readonly scope: Scope;
  readonly text: string;
}

/** Everything a version of a plan says. */
export interface PlanContent {
  readonly basis: FactBasis;
  readonly lines: readonly PlanLine[];
  readonly weights: readonly MetricWeight[];
  readonly bands: readonly EvaluationBand[];
  readonly terms: readonly PlanTerm[];
  readonly rationales: readonly Rationale[];
}

export const weightKey = (one: Pick<MetricWeight, 'scope' | 'metric'>): string => `${one.scope} ${one.metric}`;
export const termKey = (one: Pick<PlanTerm, 'scope' | 'code'>): string => `${one.scope} ${one.code}`;

/** The one form of a content: in order, each key once with the last value given. */
export function toCanonical(content: PlanContent): PlanContent {
  return {
    basis: content.basis,
    lines: inOrder(content.lines, lineKey),
    weights: inOrder(content.weights, weightKey),
    bands: content.bands,
    terms: inOrder(content.terms, termKey),
    rationales: inOrder(content.rationales, ({ scope }) => scope),
  };
}

function inOrder<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  return [...byKey].toSorted(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}
