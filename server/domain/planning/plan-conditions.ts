import type { Scope } from '../plan.ts';
import type { EvaluationBand } from './evaluation.ts';
import type { MetricWeight, PlanTerm } from './plan-content.ts';
import { compareText } from './plan-line.ts';

/** What goes with the numbers of everybody in a scope; the nearest scope that has any holds for a person. */
export interface PlanConditions {
  /** Whether targets of money hold value added tax; null where it is not said. */
  readonly vat: 'included' | 'excluded' | null;
  /** Commercial terms, a line each. */
  readonly terms: readonly string[];
  /** Basis points of the evaluation, 10 000 = the whole; `cap` is the most a metric can give, 1 = 100 %. */
  readonly weights: readonly Pick<MetricWeight, 'metric' | 'weight' | 'cap'>[];
  /** Limits of the evaluation, of the company alone; empty where the usual ones hold. */
  readonly bands: readonly EvaluationBand[];
}

export interface ScopedConditions {
  readonly scope: Scope;
  readonly conditions: PlanConditions;
}

const noConditions: PlanConditions = { vat: null, terms: [], weights: [], bands: [] };

/** Published conditions with drafted ones in their place; null takes a scope's out. */
export function applyConditions(
  published: readonly ScopedConditions[],
  draft: readonly { readonly scope: Scope; readonly conditions: PlanConditions | null }[],
): ScopedConditions[] {
  const byScope = new Map(published.map((one) => [one.scope, one.conditions]));
  for (const { scope, conditions } of draft) {
    if (conditions === null) byScope.delete(scope);
    else byScope.set(scope, conditions);
  }
  return [...byScope].map(([scope, conditions]) => ({ scope, conditions })).toSorted((a, b) => compareText(a.scope, b.scope));
}

/** What holds for somebody by the scopes they are in, the nearest first; the limits are those of the whole company. */
export function conditionsFor(all: readonly ScopedConditions[], scopes: readonly Scope[]): PlanConditions {
  const find = (scope: Scope | undefined): PlanConditions | undefined => all.find((one) => one.scope === scope)?.conditions;
  const nearest = find(scopes.find((scope) => find(scope) !== undefined)) ?? noConditions;
  return { ...nearest, bands: find('company')?.bands ?? [] };
}

/** The same in the parts that versions are compared by. */
export function contentOfConditions(all: readonly ScopedConditions[]): {
  weights: MetricWeight[];
  terms: PlanTerm[];
  bands: readonly EvaluationBand[];
} {
  return {
    weights: all.flatMap(({ scope, conditions }) => conditions.weights.map((weight) => ({ scope, ...weight }))),
    terms: all.flatMap(({ scope, conditions: { vat, terms } }) => [
      ...(vat === null ? [] : [{ scope, code: 'vat', text: vat }]),
      ...terms.map((text, at) => ({ scope, code: `term-${String(at + 1).padStart(2, '0')}`, text })),
    ]),
    bands: all.find(({ scope }) => scope === 'company')?.conditions.bands ?? [],
  };
}
