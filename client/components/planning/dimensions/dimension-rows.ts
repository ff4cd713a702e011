import type { DimensionCode, DimensionValues, PlanDimensionLine } from '#contract/plan-dimensions.ts';
import type { Scope } from '#contract/wire.ts';
import { splitByWeights, sum } from '#domain/money.ts';
import { listDimensions, parseDimensionKey, toDimensionKey } from '#domain/planning/line-dimensions.ts';
import { type AmountScale, readAmount } from '../plan-amount.ts';

export interface DimensionRow {
  readonly key: string;
  readonly title: string;
  readonly value: bigint | null;
  readonly published: bigint | null;
  /** Of the month, and of the month before; null where nothing is counted. */
  readonly fact: bigint | null;
  readonly before: bigint | null;
}

export interface TypedLine {
  readonly scope: Scope;
  readonly key: string;
  readonly title: string;
  readonly value?: string | null;
}

/** A line about several dimensions stands with the first of them. */
function dimensionOf(key: string): string | undefined {
  return listDimensions(parseDimensionKey(key) ?? {})[0]?.[0];
}

/** Lines of a scope by one dimension as they will be when the draft is published, the largest first. */
export function dimensionRows(
  lines: readonly PlanDimensionLine[],
  typed: ReadonlyMap<string, TypedLine>,
  { scope, dimension, scale }: { scope: Scope; dimension: DimensionCode; scale: AmountScale },
): DimensionRow[] {
  const read = (value: string | null): bigint | null => (value === null ? null : readAmount(value, scale));
  const rows = new Map<string, DimensionRow>();
  for (const line of lines) {
    if (line.scope !== scope || dimensionOf(line.key) !== dimension) continue;
    const value = read(line.draft === null ? line.published : line.draft.value);
    const { key, title } = line;
    rows.set(key, { key, title, value, published: read(line.published), fact: read(line.fact), before: read(line.before) });
  }
  for (const { scope: of, key, title, value } of typed.values()) {
    if (of !== scope || dimensionOf(key) !== dimension) continue;
    const known = rows.get(key) ?? { key, title, published: null, fact: null, before: null };
    rows.set(key, { ...known, value: value === undefined ? known.published : read(value) });
  }
  return [...rows.values()]
    .filter(({ value, published }) => value !== null || published !== null)
    .toSorted((a, b) => compare(b.value ?? -1n, a.value ?? -1n) || a.title.localeCompare(b.title));
}

/** Clients put together under a name; what they have bought is not counted. */
export const clientGroup = (name: string): string => toDimensionKey({ client: `group:${name}` });

/** What the lines come to, and how far the whole target is above (or below, with a minus) them. */
export function restOf(rows: readonly DimensionRow[], whole: bigint | null): { sum: bigint; rest: bigint | null } {
  const total = sum(rows.map(({ value }) => value ?? 0n));
  return { sum: total, rest: whole === null ? null : whole - total };
}

/** What is left is shared out by what was sold of late, in whole shown units; what nobody has bought gets nothing. */
export function shareOut(
  rest: bigint,
  values: readonly { readonly key: string; readonly sum: bigint }[],
  scale: AmountScale,
): { key: string; value: bigint }[] {
  const sold = values.filter((one) => one.sum > 0n);
  if (rest <= 0n || sold.length === 0) return [];
  const unit = 10n ** BigInt(scale.digits + scale.shift);
  const step = rest % unit === 0n ? unit : 1n;
  const shares = splitByWeights(
    rest / step,
    sold.map((one) => one.sum),
  );
  return sold.map(({ key }, at) => ({ key, value: (shares[at] ?? 0n) * step }));
}

/** Values that no line names yet; groups of goods keep the order of their tree. */
export function openValues(values: DimensionValues['values'], rows: readonly DimensionRow[], dimension: DimensionCode) {
  const taken = new Set(rows.filter(({ value }) => value !== null).map(({ key }) => key));
  return values.map((value) => ({ ...value, key: toDimensionKey({ [dimension]: value.value }) })).filter(({ key }) => !taken.has(key));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
