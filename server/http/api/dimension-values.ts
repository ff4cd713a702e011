import type { DimensionCode, DimensionValues } from '#contract/plan-dimensions.ts';
import { monthOf, shiftMonth } from '#domain/period.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import type { Metric, Scope } from '#domain/plan.ts';
import { hasFacts, hasFactsBy, isRatio, type ThingCode } from '#domain/planning/countable-metrics.ts';
import { fieldOfCode, isOwnDimension } from '#domain/planning/own-dimensions.ts';
import { sumByGroup, type GroupSums } from '#domain/planning/metric-facts.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listDimensionShares } from '#store/dimension-facts.ts';
import { listOwnTitles } from '#store/own-dimensions.ts';
import { listProductNames, listSections } from '#store/goods.ts';
import { listPipelines } from '#store/structure.ts';
import { listPlannedDimensions, toThingDimension } from '../own-dimensions.ts';
import { readPeriod } from '../asked-period.ts';
import { readMetric } from '../metric-source.ts';
import { writePlanValue } from '../plan-value.ts';
import type { PortalContext } from '../portal-context.ts';

/** Sales of so many months say what is worth a target of its own. */
const monthsBehind = 3;
const mostValues = 200;

interface Request {
  readonly month: PeriodKey;
  readonly metric: Metric;
  readonly scope: Scope;
  readonly dimension: DimensionCode;
}

/** Values to plan by, those with the largest facts first; groups of goods stand as their tree does. */
export async function replyDimensionValues(context: PortalContext, request: Request): Promise<DimensionValues> {
  const { month, scope, dimension } = request;
  const metric = measureOf(request);
  const [planned, present] = [monthOf(readPeriod(month).from), monthOf(context.today)];
  const from = shiftMonth(planned > present ? present : planned, -monthsBehind);
  const reading = await readMetric(context, metric);
  const sums = new Map<string, bigint>();
  const people = peopleInScope(context.team, scope);
  const isRead =
    !isOwnDimension(dimension) || (await listPlannedDimensions(context.tx)).some((one) => one.code === dimension && one.isCounted);
  for (let at = 0; at < monthsBehind && isRead && !reading.isRefused; at += 1) {
    const of = shiftMonth(from, at);
    const shares = await listDimensionShares(context.tx, metric, reading.thingsOf(of), [toThingDimension(dimension)]);
    for (const [value, group] of Map.groupBy(shares, ({ values }) => values[0] ?? '')) {
      const sumOf: GroupSums = sumByGroup(group.map((share) => ({ people: share.people, month: of, value: share.value })));
      const sum = sumOf(people).get(of) ?? 0n;
      if (value !== '' && sum !== 0n) sums.set(value, (sums.get(value) ?? 0n) + sum);
    }
  }
  const named = await nameValues(context, dimension, sums);
  return {
    from,
    months: monthsBehind,
    metric,
    currency: context.portal.baseCurrency,
    values: named.slice(0, mostValues).map((value) => ({ ...value, sum: writePlanValue(context, { metric, value: value.sum }) })),
  };
}

/** A ratio and a metric without facts of its own are looked at by what was won. */
function measureOf({ metric, dimension }: Request): ThingCode {
  return hasFacts(metric) && !isRatio(metric) && hasFactsBy(metric, dimension) ? metric : 'revenue';
}

interface NamedValue {
  readonly value: string;
  readonly title: string | null;
  readonly depth: number;
  readonly sum: bigint;
}

async function nameValues({ tx }: PortalContext, dimension: DimensionCode, sums: ReadonlyMap<string, bigint>): Promise<NamedValue[]> {
  const sumOf = (value: string): bigint => sums.get(value) ?? 0n;
  if (dimension === 'pipeline')
    return (await listPipelines(tx)).map(({ pipelineId: id, name }) => ({ value: `${id}`, title: name, depth: 0, sum: sumOf(`${id}`) }));
  if (dimension === 'product-section') return walkSections(await listSections(tx), sumOf);
  const titles = isOwnDimension(dimension) ? (await listOwnTitles(tx)).get(fieldOfCode(dimension)) : undefined;
  if (titles !== undefined) return [...titles].map(([value, title]) => ({ value, title, depth: 0, sum: sumOf(value) }));
  const largest = [...sums].toSorted(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1)).slice(0, mostValues);
  const names =
    dimension === 'product'
      ? await listProductNames(
          tx,
          largest.map(([value]) => BigInt(value)),
        )
      : null;
  const titleOf = (value: string): string | null =>
    dimension === 'brand' || isOwnDimension(dimension) ? value : (names?.get(BigInt(value)) ?? null);
  return largest.map(([value, sum]) => ({ value, title: titleOf(value), depth: 0, sum }));
}

type Section = Awaited<ReturnType<typeof listSections>>[number];

/** Each group with what was sold of it and of all below it. */
function walkSections(sections: readonly Section[], sumOf: (value: string) => bigint): NamedValue[] {
  const known = new Set(sections.map(({ section_id }) => section_id));
  const below = Map.groupBy(sections, ({ parent_id }) => (parent_id !== null && known.has(parent_id) ? parent_id : null));
  const walk = (parent: bigint | null, depth: number, seen: ReadonlySet<bigint>): NamedValue[] =>
    (below.get(parent) ?? []).flatMap(({ section_id: id, name }) => {
      if (seen.has(id)) return [];
      const inside = walk(id, depth + 1, new Set([...seen, id]));
      const own = sumOf(`${id}`) + inside.filter((one) => one.depth === depth + 1).reduce((total, one) => total + one.sum, 0n);
      return [{ value: `${id}`, title: name, depth, sum: own }, ...inside];
    });
  return walk(null, 0, new Set());
}
