import { sum } from '../money.ts';
import { ratioOf } from './combine-targets.ts';
import type { Metric } from './metric.ts';

/** A fact in the form that can still be combined: an amount, the things counted, or the two totals of a ratio. */
export type Fact =
  | { readonly kind: 'amount'; readonly value: bigint }
  | { readonly kind: 'things'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'ratio'; readonly of: Fact; readonly to: Fact };

/** The number of a fact in the metric's unit; null for a ratio of nothing. */
export function valueOfFact(fact: Fact, metric: Pick<Metric, 'unit'>): bigint | null {
  if (fact.kind === 'amount') return fact.value;
  if (fact.kind === 'things') return BigInt(fact.ids.size);
  return ratioOf(metric, valueOfFact(fact.of, metric), valueOfFact(fact.to, metric));
}

/** The fact of a group from those of its people: amounts add up, things shared by several count once, ratios are divided anew. */
export function combineOverPeople(facts: readonly Fact[]): Fact | null {
  const [first] = facts;
  if (first === undefined) return null;
  if (first.kind === 'amount') return { kind: 'amount', value: sum(facts.map((fact) => (fact.kind === 'amount' ? fact.value : 0n))) };
  if (first.kind === 'things') {
    return { kind: 'things', ids: new Set(facts.flatMap((fact) => (fact.kind === 'things' ? [...fact.ids] : []))) };
  }
  const ratios = facts.filter((fact) => fact.kind === 'ratio');
  const of = combineOverPeople(ratios.map((fact) => fact.of));
  const to = combineOverPeople(ratios.map((fact) => fact.to));
  return of === null || to === null ? null : { kind: 'ratio', of, to };
}

/** The fact of a period from those of its parts in order of time: of a state the last one holds, all others combine as over people. */
export function combineFactsOverTime(metric: Pick<Metric, 'overTime'>, facts: readonly Fact[]): Fact | null {
  return metric.overTime === 'latest' ? (facts.at(-1) ?? null) : combineOverPeople(facts);
}
