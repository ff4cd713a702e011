import { idOfScope, isPersonScope, type Metric, type Scope } from '../plan.ts';
import type { DimensionKey } from './line-dimensions.ts';

/** An owner's target about a part of what is sold. It stands beside the owner's whole target and is no part of its sum. */
export interface DimensionLine {
  readonly metric: Metric;
  readonly scope: Scope;
  /** Never empty. */
  readonly key: DimensionKey;
  /** What the part is called, as its author saw it. */
  readonly title: string;
  /** In the smallest part of the metric's unit. */
  readonly value: bigint;
}

/** A null value takes the line out. */
export type DimensionDraft = Omit<DimensionLine, 'value'> & { readonly value: bigint | null };

const keyOf = ({ metric, scope, key }: Pick<DimensionLine, 'metric' | 'scope' | 'key'>): string => `${metric} ${scope} ${key}`;

/** The lines after a draft: drafted ones replace or remove, all others stay. In the order of their keys. */
export function applyDimensionDraft(lines: readonly DimensionLine[], draft: readonly DimensionDraft[]): DimensionLine[] {
  const result = new Map(lines.map((line) => [keyOf(line), line]));
  for (const { value, ...line } of draft) {
    if (value === null) result.delete(keyOf(line));
    else result.set(keyOf(line), { ...line, value });
  }
  return [...result].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

export interface DimensionChange {
  readonly line: Omit<DimensionLine, 'value'>;
  /** Null was added. */
  readonly from: bigint | null;
  /** Null was taken out. */
  readonly to: bigint | null;
}

/** Lines that were added, changed or taken out; a new title alone is no change. */
export function listDimensionChanges(before: readonly DimensionLine[], after: readonly DimensionLine[]): DimensionChange[] {
  const old = new Map(before.map((line) => [keyOf(line), line]));
  const now = new Map(after.map((line) => [keyOf(line), line]));
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((key): DimensionChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const line = is ?? was;
    if (line === undefined || was?.value === is?.value) return [];
    const { value: _, ...rest } = line;
    return [{ line: rest, from: was?.value ?? null, to: is?.value ?? null }];
  });
}

/** People whose own lines are different: only they are asked to sign again. */
export function listPeopleOfChanges(changes: readonly DimensionChange[]): bigint[] {
  const ids = changes.flatMap(({ line }) => (isPersonScope(line.scope) ? (idOfScope(line.scope) ?? []) : []));
  return [...new Set(ids)].toSorted((a, b) => (a < b ? -1 : 1));
}
