import type { Scope } from '../plan.ts';
import type { EvaluationBand } from './evaluation.ts';
import type { FactBasis } from './metric.ts';
import { termKey, toCanonical, weightKey, type MetricWeight, type PlanContent } from './plan-content.ts';
import { lineKey, type PlanLine } from './plan-line.ts';

/** One difference between two versions, in codes: `from` null was added, `to` null was taken out. */
export type PlanChange =
  | { readonly kind: 'basis'; readonly from: FactBasis; readonly to: FactBasis }
  | { readonly kind: 'line'; readonly line: Omit<PlanLine, 'value'>; readonly from: bigint | null; readonly to: bigint | null }
  | {
      readonly kind: 'weight';
      readonly scope: Scope;
      readonly metric: string;
      readonly from: WeightValue | null;
      readonly to: WeightValue | null;
    }
  | { readonly kind: 'bands'; readonly from: readonly EvaluationBand[]; readonly to: readonly EvaluationBand[] }
  | { readonly kind: 'term'; readonly scope: Scope; readonly code: string; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'rationale'; readonly scope: Scope; readonly from: string | null; readonly to: string | null };

export type WeightValue = Pick<MetricWeight, 'weight' | 'cap'>;

/** What has changed between two contents, in the order of the sheet; nothing for equal ones. */
export function diffContents(before: PlanContent, after: PlanContent): PlanChange[] {
  const [old, now] = [toCanonical(before), toCanonical(after)];
  return [
    ...(old.basis === now.basis ? [] : [{ kind: 'basis' as const, from: old.basis, to: now.basis }]),
    ...pairUp(old.lines, now.lines, lineKey).flatMap(([was, is]) => {
      const { value: _, ...line } = (is ?? was) as PlanLine;
      return was?.value === is?.value ? [] : [{ kind: 'line' as const, line, from: was?.value ?? null, to: is?.value ?? null }];
    }),
    ...pairUp(old.weights, now.weights, weightKey).flatMap(([was, is]) => {
      const { scope, metric } = (is ?? was) as MetricWeight;
      const isSame = was?.weight === is?.weight && was?.cap === is?.cap;
      return isSame ? [] : [{ kind: 'weight' as const, scope, metric, from: weightOf(was), to: weightOf(is) }];
    }),
    ...(isSameBands(old.bands, now.bands) ? [] : [{ kind: 'bands' as const, from: old.bands, to: now.bands }]),
    ...pairUp(old.terms, now.terms, termKey).flatMap(([was, is]) => {
      const { scope, code } = (is ?? was) as PlanContent['terms'][number];
      return was?.text === is?.text ? [] : [{ kind: 'term' as const, scope, code, from: was?.text ?? null, to: is?.text ?? null }];
    }),
    ...pairUp(old.rationales, now.rationales, ({ scope }) => scope).flatMap(([was, is]) => {
      const { scope } = (is ?? was) as PlanContent['rationales'][number];
      return was?.text === is?.text ? [] : [{ kind: 'rationale' as const, scope, from: was?.text ?? null, to: is?.text ?? null }];
    }),
  ];
}

/** The content after these changes, canonical; `applyChanges(old, diffContents(old, new))` is the new one. */
export function applyChanges(content: PlanContent, changes: readonly PlanChange[]): PlanContent {
  const { basis, lines, weights, bands, terms, rationales } = toCanonical(content);
  const result = {
    basis,
    bands,
    lines: new Map(lines.map((line) => [lineKey(line), line])),
    weights: new Map(weights.map((one) => [weightKey(one), one])),
    terms: new Map(terms.map((one) => [termKey(one), one])),
    rationales: new Map(rationales.map((one) => [one.scope, one])),
  };
  for (const change of changes) {
    if (change.kind === 'basis') result.basis = change.to;
    else if (change.kind === 'bands') result.bands = change.to;
    else if (change.kind === 'line')
      put(result.lines, lineKey(change.line), change.to === null ? null : { ...change.line, value: change.to });
    else if (change.kind === 'weight')
      put(result.weights, weightKey(change), change.to && { scope: change.scope, metric: change.metric, ...change.to });
    else if (change.kind === 'term') put(result.terms, termKey(change), toText(change, { code: change.code }));
    else put(result.rationales, change.scope, toText(change, {}));
  }
  const listed = { lines: [...result.lines.values()], weights: [...result.weights.values()] };
  return toCanonical({ ...result, ...listed, terms: [...result.terms.values()], rationales: [...result.rationales.values()] });
}

function toText<T>(change: { readonly scope: Scope; readonly to: string | null }, rest: T): (T & { scope: Scope; text: string }) | null {
  return change.to === null ? null : { ...rest, scope: change.scope, text: change.to };
}

function put<T>(map: Map<string, T>, key: string, value: T | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function weightOf(one: MetricWeight | undefined): WeightValue | null {
  return one === undefined ? null : { weight: one.weight, cap: one.cap };
}

function isSameBands(one: readonly EvaluationBand[], other: readonly EvaluationBand[]): boolean {
  return one.length === other.length && one.every(({ code, from }, at) => code === other[at]?.code && from === other[at].from);
}

/** Values of two lists by key, those of the first list in its order, then what only the second has. */
function pairUp<T>(before: readonly T[], after: readonly T[], keyOf: (value: T) => string): [T | undefined, T | undefined][] {
  const now = new Map(after.map((value) => [keyOf(value), value]));
  const known = new Set(before.map(keyOf));
  return [
    ...before.map((value): [T | undefined, T | undefined] => [value, now.get(keyOf(value))]),
    ...after.filter((value) => !known.has(keyOf(value))).map((value): [T | undefined, T | undefined] => [undefined, value]),
  ];
}
