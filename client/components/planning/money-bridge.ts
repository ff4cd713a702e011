import type { MetricFacts } from '#contract/metric-facts.ts';
import type { Metric, Scope } from '#contract/wire.ts';

/** From the deal to the money, in the order it goes; each is counted by its own date. */
export const bridgeMetrics = [
  'revenue',
  'invoices-sum',
  'payments-sum',
  'receivables',
  'overdue-receivables',
] as const satisfies readonly Metric[];
export type BridgeMetric = (typeof bridgeMetrics)[number];

export interface BridgeStep {
  readonly metric: BridgeMetric;
  readonly state: MetricFacts['state'];
  /** In the currency; null where it cannot be told. */
  readonly value: string | null;
  /** Of the longest bar, 0 to 1; sums below zero have no bar. */
  readonly length: number;
}

/** One scope's steps; undefined until all of them are known. */
export function bridgeOf(facts: ReadonlyMap<Metric, MetricFacts>, scope: Scope): BridgeStep[] | undefined {
  const known = bridgeMetrics.flatMap((metric) => {
    const answer = facts.get(metric);
    return answer === undefined ? [] : [{ metric, state: answer.state, value: valueOf(answer, scope) }];
  });
  if (known.length < bridgeMetrics.length) return undefined;
  // Only lengths are drawn from these: what is shown stays the exact sum.
  const longest = Math.max(...known.map(({ value }) => Number(value ?? 0)), 0);
  return known.map((step) => ({ ...step, length: longest === 0 ? 0 : Math.max(Number(step.value ?? 0), 0) / longest }));
}

/** Everybody of whom there is something to show, as the facts name them. */
export function bridgeScopes(facts: ReadonlyMap<Metric, MetricFacts>): Scope[] {
  return (facts.get('revenue')?.facts ?? []).map(({ scope }) => scope);
}

function valueOf({ state, facts }: MetricFacts, scope: Scope): string | null {
  return state === 'counted' ? (facts.find((one) => one.scope === scope)?.values[0] ?? null) : null;
}
