import type { Attribution, MetricFactList, MetricThing } from '#contract/metric-facts.ts';
import type { Metric, Scope } from '#domain/plan.ts';
import { hasFacts, isRatio, partsOf, type CountableCode, type ThingCode } from '#domain/planning/countable-metrics.ts';
import { ratioOf } from '#domain/planning/combine-targets.ts';
import { parseDimensionKey } from '#domain/planning/line-dimensions.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { hasBegun } from '#domain/planning/metric-facts.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { AppError } from '#kernel/errors.ts';
import { peopleInScope } from '#domain/scope.ts';
import { listThings, sumThings, type ThingRow } from '#store/metric-facts.ts';
import type { ThingsAsked, ThingsFilter } from '#store/things.ts';
import { readDimensionTrees, toFilters } from '../dimension-facts.ts';
import { readMetric } from '../metric-source.ts';
import type { PortalContext } from '../portal-context.ts';
import { scopeName } from '../scope-name.ts';
import { orNull, type Money } from '../wire-values.ts';
import { createWriter, describeMetric } from './metric-facts.ts';

interface ListRequest {
  readonly metric: Metric;
  readonly month: PeriodKey;
  readonly scope: Scope;
  readonly about?: string | undefined;
  readonly attribution: Attribution;
  readonly offset: number;
  readonly limit: number;
}

type Content = Pick<MetricFactList, 'sum' | 'total' | 'withoutValue' | 'items' | 'parts'>;

const nothing: Content = { sum: null, total: 0, withoutValue: 0, items: [], parts: [] };

export async function replyMetricFactList(context: PortalContext, request: ListRequest): Promise<MetricFactList> {
  const { metric, month, scope, offset } = request;
  const reading = hasFacts(metric) ? await readMetric(context, metric, request.attribution) : null;
  const isCounted = reading !== null && !reading.isRefused && hasBegun(month, context.today);
  const about = await readFilters(context, request);
  const content =
    hasFacts(metric) && isCounted && about !== undefined
      ? await readContent(context, { ...request, metric }, { ...reading.thingsOf(month), about })
      : nothing;
  return { ...describeMetric(context, metric, reading), month, scope, name: scopeName(context, scope), offset, ...content };
}

/** Undefined where nothing tells the things of a line apart. */
async function readFilters({ tx }: PortalContext, { metric, about }: ListRequest): Promise<ThingsFilter[] | undefined> {
  if (about === undefined) return [];
  const dimensions = parseDimensionKey(about);
  if (dimensions === undefined) throw new AppError('bad-request', 'These are no dimensions');
  return toFilters(metric, dimensions, await readDimensionTrees(tx));
}

async function readContent(context: PortalContext, request: ListRequest & { metric: CountableCode }, asked: ThingsAsked): Promise<Content> {
  const { metric, scope, offset, limit } = request;
  const inScope = peopleInScope(context.team, scope);
  const whose = inScope === undefined ? null : [...inScope];
  if (isRatio(metric)) return readRatio(context, metric, asked, whose);
  const write = createWriter(context, metric);
  const sums = await sumThings(context.tx, metric, asked, whose);
  const rows = await listThings(context.tx, metric, asked, { whose, offset, limit });
  return {
    sum: write(sums.value),
    total: sums.things,
    withoutValue: sums.withoutValue,
    items: rows.map((row) => toThing(row, inScope, write)),
    parts: [],
  };
}

async function readRatio(context: PortalContext, metric: CountableCode, asked: ThingsAsked, whose: bigint[] | null): Promise<Content> {
  const sums: { part: ThingCode; things: number; value: bigint; withoutValue: number }[] = [];
  for (const part of partsOf(metric)) sums.push({ part, ...(await sumThings(context.tx, part, asked, whose)) });
  const [of, to] = sums;
  return {
    ...nothing,
    sum: orNull(ratioOf(metricCatalogue[metric], of?.value ?? null, to?.value ?? null), createWriter(context, metric)),
    parts: sums.map(({ part, things, value, withoutValue }) => ({
      metric: part,
      unit: metricCatalogue[part].unit,
      sum: createWriter(context, part)(value),
      total: things,
      withoutValue,
    })),
  };
}

/** Of a client that several share, only those whom the list is about are named. */
function toThing(row: ThingRow, inScope: ReadonlySet<bigint> | undefined, write: Money): MetricThing {
  return {
    kind: row.kind,
    id: String(row.id),
    userIds: row.people.filter((userId) => inScope === undefined || inScope.has(userId)).map(String),
    day: row.day,
    dealId: row.dealId === null ? null : String(row.dealId),
    value: orNull(row.value, write),
  };
}
