import type { Metric, Scope } from '#domain/plan.ts';
import { ratioOf } from '#domain/planning/combine-targets.ts';
import { hasFacts, hasFactsBy, partsOf, type CountableCode } from '#domain/planning/countable-metrics.ts';
import { createDimensionTree, keysOfFact, type DimensionTrees } from '#domain/planning/dimension-tree.ts';
import {
  isDimensionCode,
  listDimensions,
  parseDimensionKey,
  type DimensionKey,
  type Dimensions,
} from '#domain/planning/line-dimensions.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { hasBegun, sumByGroup, type GroupSums } from '#domain/planning/metric-facts.ts';
import { isOwnDimension } from '#domain/planning/own-dimensions.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listDimensionShares } from '#store/dimension-facts.ts';
import { listSections } from '#store/goods.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { ThingsFilter } from '#store/things.ts';
import type { MetricReading } from './metric-source.ts';
import { listPlannedDimensions, toThingDimension } from './own-dimensions.ts';
import type { PortalContext } from './portal-context.ts';

/** Dimensions that stand in trees in Bitrix24, which only goods do, and the flat ones of the portal's own that all deals were read with. */
export async function readDimensionTrees(tx: PortalTransaction): Promise<DimensionTrees> {
  const sections = await listSections(tx);
  const parents = sections.flatMap(({ section_id, parent_id }) => (parent_id === null ? [] : [[`${section_id}`, `${parent_id}`] as const]));
  const flat = createDimensionTree(new Map());
  const own = (await listPlannedDimensions(tx)).flatMap(({ code, isCounted }) => (isCounted ? [[code, flat] as const] : []));
  return { ...Object.fromEntries(own), 'product-section': createDimensionTree(new Map(parents)) };
}

/** What things a line counts; undefined where nothing tells them apart. A group of clients has a name and no members. */
export function toFilters(metric: Metric, dimensions: Dimensions, trees: DimensionTrees): ThingsFilter[] | undefined {
  if (!hasFacts(metric) || dimensions.client?.startsWith('group:') === true) return undefined;
  const filters: ThingsFilter[] = [];
  for (const [dimension, value] of listDimensions(dimensions)) {
    if (!hasFactsBy(metric, dimension) || (isOwnDimension(dimension) && trees[dimension] === undefined)) return undefined;
    filters.push({ dimension: toThingDimension(dimension), values: trees[dimension]?.listUnder(value) ?? [value] });
  }
  return filters;
}

/** The fact of a scope about a part of what is sold, in the metric's smallest unit; null where it is not counted. */
export type DimensionFactOf = (scope: Scope, key: DimensionKey) => bigint | null;

interface Asked {
  readonly metric: CountableCode;
  readonly reading: MetricReading;
  readonly month: PeriodKey;
  readonly keys: readonly DimensionKey[];
  readonly trees: DimensionTrees;
}

/** Reads the facts of a period for many lines at once: one question for each set of dimensions that they name. */
export async function readDimensionFacts(context: PortalContext, asked: Asked): Promise<DimensionFactOf> {
  const { metric, reading, month, trees } = asked;
  if (reading.isRefused || !hasBegun(month, context.today)) return () => null;
  const known = asked.keys.flatMap((key) => {
    const dimensions = parseDimensionKey(key);
    return dimensions === undefined || toFilters(metric, dimensions, trees) === undefined ? [] : [{ key, dimensions }];
  });
  const shapes = Map.groupBy(known, ({ dimensions }) =>
    listDimensions(dimensions)
      .map(([code]) => code)
      .toSorted()
      .join(' '),
  );
  const sums = new Map<DimensionKey, GroupSums[]>();
  for (const [shape, lines] of shapes) {
    const codes = shape.split(' ').filter(isDimensionCode);
    for (const part of partsOf(metric)) {
      const shares = await listDimensionShares(context.tx, part, reading.thingsOf(month), codes.map(toThingDimension));
      const byKey = Map.groupBy(
        shares.flatMap(({ values, ...share }) => {
          const fact = Object.fromEntries(codes.flatMap((code, at) => (values[at] == null ? [] : [[code, values[at]]]))) as Dimensions;
          return keysOfFact(fact, [codes], trees).map((key) => ({ key, share: { ...share, month } }));
        }),
        ({ key }) => key,
      );
      for (const { key } of lines) sums.set(key, [...(sums.get(key) ?? []), sumByGroup((byKey.get(key) ?? []).map(({ share }) => share))]);
    }
  }
  return (scope, key) => {
    const parts = sums.get(key)?.map((sumOf) => sumOf(peopleInScope(context.team, scope)).get(month) ?? 0n);
    if (parts === undefined) return null;
    const [first = 0n, second] = parts;
    return second === undefined ? first : ratioOf(metricCatalogue[metric], first, second);
  };
}
