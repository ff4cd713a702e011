import type { PlanDimensions } from '#contract/plan-dimensions.ts';
import { personScope, type Metric, type Scope } from '#domain/plan.ts';
import { hasFacts, hasFactsBy } from '#domain/planning/countable-metrics.ts';
import type { DimensionDraft, DimensionLine } from '#domain/planning/dimension-line.ts';
import { allowsDimension, metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { builtInDimensions, type DimensionCode, type DimensionKey } from '#domain/planning/line-dimensions.ts';
import { previousPeriod, type PeriodKey } from '#domain/planning/plan-period.ts';
import { largestTargetOf } from '#domain/planning/plan-value.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import {
  deleteDraftDimensionLines,
  listDimensionLines,
  listDraftDimensionLines,
  saveDraftDimensionLines,
  type StoredDimensionDraft,
} from '#store/dimension-lines.ts';
import { findLastVersion, findPlan } from '#store/plans.ts';
import { readPeriod } from '../asked-period.ts';
import { readDimensionFacts, readDimensionTrees, type DimensionFactOf } from '../dimension-facts.ts';
import { readTitles } from '../dimension-lines.ts';
import { readMetric } from '../metric-source.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { listShownDimensions } from '../own-dimensions.ts';
import { readKeptParts } from '../part-results.ts';
import { listVisibleScopes } from '../plan-owners.ts';
import { readPlanValue, writePlanValue } from '../plan-value.ts';
import type { PortalContext } from '../portal-context.ts';
import { orNull } from '../wire-values.ts';

export async function replyPlanDimensions(
  context: PortalContext,
  { month, metric }: { month: PeriodKey; metric: Metric },
): Promise<PlanDimensions> {
  const lines = await readLines(context, month, metric);
  const keys = [...new Set(lines.map(({ key }) => key))];
  const reading = hasFacts(metric) ? await readMetric(context, metric) : null;
  const trees = await readDimensionTrees(context.tx);
  const factsOf = async (of: PeriodKey): Promise<DimensionFactOf> => {
    const kept = of === month ? await readKeptParts(context, await findPlan(context.tx, of), metric) : null;
    if (kept !== null) return kept;
    return hasFacts(metric) && reading !== null ? readDimensionFacts(context, { metric, reading, month: of, keys, trees }) : () => null;
  };
  const [fact, before] = [await factsOf(month), await factsOf(previousPeriod(readPeriod(month)).key)];
  const write = (value: bigint): string => writePlanValue(context, { metric, value });
  return {
    month,
    metric,
    currency: context.portal.baseCurrency,
    factsAt: reading?.factsAt?.toISOString() ?? null,
    dimensions: await listDimensionsOf(context, metric, keys),
    lines: lines.map(({ scope, key, title, published, draft }) => ({
      scope,
      key,
      title,
      published: orNull(published, write),
      draft: draft === undefined ? null : { value: orNull(draft, write) },
      fact: orNull(fact(scope, key), write),
      before: orNull(before(scope, key), write),
    })),
  };
}

async function listDimensionsOf(
  { tx }: PortalContext,
  metric: Metric,
  keys: readonly DimensionKey[],
): Promise<PlanDimensions['dimensions']> {
  const tells = (code: DimensionCode): boolean => hasFacts(metric) && hasFactsBy(metric, code);
  const known = builtInDimensions.map((code) => ({ code, name: null, isCounted: tells(code), waitsFor: null }));
  const own = (await listShownDimensions(tx, keys)).map(({ code, name, ...is }) => ({
    code,
    name,
    isCounted: is.isCounted && tells(code),
    waitsFor: is.isArchived ? ('archived' as const) : is.isMissing ? ('field' as const) : is.isCounted ? null : ('reading' as const),
  }));
  return [...known, ...own].filter(({ code }) => allowsDimension(metricCatalogue[metric], code));
}

export async function replyPutDimensions(
  context: PortalContext,
  request: {
    month: PeriodKey;
    metric: Metric;
    lines: readonly { scope: Scope; key: string; title: string; value?: string | null | undefined }[];
  },
): Promise<PlanDimensions> {
  const { month, metric } = request;
  const titleOf = await readTitles(context);
  const kept = new Map((await readLines(context, month, metric)).map((line) => [`${line.scope} ${line.key}`, line.title]));
  const visible = listVisibleScopes(context);
  const lines = request.lines.map(({ scope, key, title, value }) => {
    if (!visible.has(scope)) throw new AppError('not-found', `There is no ${scope} here`);
    allowLine(context, scope);
    const line = { metric, scope, key, title: titleOf(metric, key, { title, kept: kept.get(`${scope} ${key}`) }) };
    return value === undefined ? { ...line, value } : { ...line, value: value === null ? null : readTarget(context, metric, value) };
  });
  const author = { userId: context.session.userId, now: context.now };
  const plan = await takeOpenPlan(context, month);
  const drafted = lines.flatMap((line): DimensionDraft[] => (line.value === undefined ? [] : [{ ...line, value: line.value }]));
  await saveDraftDimensionLines(context.tx, plan.planId, drafted, author);
  await deleteDraftDimensionLines(
    context.tx,
    plan.planId,
    lines.filter(({ value }) => value === undefined),
  );
  await context.changed('plans');
  return replyPlanDimensions(context, { month, metric });
}

function readTarget(context: PortalContext, metric: Metric, text: string): bigint {
  const value = readPlanValue(context, metric, text);
  if (value < 0n) throw new AppError('bad-request', 'A plan is not negative');
  if (value > largestTargetOf(metricCatalogue[metric])) throw new AppError('bad-request', `No plan of ${metric} is as large`);
  return value;
}

function allowLine(context: PortalContext, scope: Scope): void {
  if (can(context.actor, 'set-plan-line', { kind: 'scope', scope })) return;
  const isOwn = scope === personScope(context.session.userId);
  throw new AppError('forbidden', isOwn ? 'Nobody sets an own plan' : 'This line belongs to another team');
}

type ShownLine = Omit<DimensionLine, 'metric' | 'value'> & { readonly published: bigint | null; readonly draft: bigint | null | undefined };

/** Published lines with those that the viewer has drafted beside them. */
async function readLines(context: PortalContext, month: PeriodKey, metric: Metric): Promise<ShownLine[]> {
  const plan = await findPlan(context.tx, month);
  if (plan === undefined) return [];
  const last = await findLastVersion(context.tx, plan.planId);
  const published = last === undefined ? [] : await listDimensionLines(context.tx, last);
  const draft = plan.closedAt === null ? await listDraftDimensionLines(context.tx, plan.planId) : [];
  const shown = new Map<string, ShownLine>();
  for (const { scope, key, title, value } of published.filter((line) => line.metric === metric && isSeen(context, line.scope)))
    shown.set(`${scope} ${key}`, { scope, key, title, published: value, draft: undefined });
  for (const { scope, key, title, value } of listOwnDrafts(context, draft).filter((line) => line.metric === metric))
    shown.set(`${scope} ${key}`, { scope, key, title, published: shown.get(`${scope} ${key}`)?.published ?? null, draft: value });
  return [...shown].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

const isSeen = ({ actor }: PortalContext, scope: Scope): boolean => can(actor, 'see-plan', { kind: 'scope', scope });

/** Drafts that this author may set: whom a plan is for sees it when it is sent. */
function listOwnDrafts({ actor }: PortalContext, draft: readonly StoredDimensionDraft[]): StoredDimensionDraft[] {
  return draft.filter(({ scope }) => can(actor, 'set-plan-line', { kind: 'scope', scope }));
}
