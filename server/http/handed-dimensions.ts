import type { HandoverResult } from '#contract/people-changes.ts';
import { idOfScope, type Metric, type Scope } from '#domain/plan.ts';
import { applyDimensionDraft, type DimensionLine } from '#domain/planning/dimension-line.ts';
import { handOver, type Handover } from '#domain/planning/handover.ts';
import { findMetric } from '#domain/planning/metric-catalogue.ts';
import type { PlanPeriod } from '#domain/planning/plan-period.ts';
import { listDimensionLines, listDraftDimensionLines } from '#store/dimension-lines.ts';
import { findLastVersion, findPlan } from '#store/plans.ts';
import { listOwnLines } from './plan-months.ts';
import { writePlanValue } from './plan-value.ts';
import { listName, type PortalContext } from './portal-context.ts';

/** What of a whole target stays with its owner, to what it was. */
export interface KeptShare {
  readonly kept: bigint;
  readonly whole: bigint;
}

/** Targets by dimensions of the one who hands over: of each the same part goes as of the whole target, to the same people. */
export async function handOverDimensions(
  context: PortalContext,
  period: PlanPeriod,
  handover: Handover,
  keeps: ReadonlyMap<Metric, KeptShare>,
): Promise<HandoverResult['dimensions']> {
  const lines = await readLines(context, period);
  const titles = new Map(lines.map(({ metric, key, title }) => [`${metric} ${key}`, title]));
  const before = new Map(lines.map(({ metric, scope, key, value }) => [`${metric} ${scope} ${key}`, value]));
  const handed = handOver(
    lines
      .filter(({ metric }) => keeps.has(metric))
      .map(({ metric, scope, key, value }) => ({ metric, scope, dimensions: key, period: period.key, value })),
    period,
    {
      ...handover,
      keeps: ({ metric, value }) => {
        const share = keeps.get(metric as Metric);
        return share === undefined || share.whole === 0n ? value : (value * share.kept) / share.whole;
      },
    },
    findMetric,
  );
  const write = (metric: Metric, value: bigint): string => writePlanValue(context, { metric, value });
  return handed.lines.flatMap(({ metric: code, scope, dimensions: key, value }) => {
    const metric = code as Metric;
    const from = before.get(`${metric} ${scope} ${key}`) ?? null;
    if (from === value) return [];
    return [
      {
        metric,
        scope,
        name: listName(context.team, idOfScope(scope) ?? 0n),
        key,
        title: titles.get(`${metric} ${key}`) ?? key,
        from: from === null ? null : write(metric, from),
        to: value === 0n ? null : write(metric, value),
      },
    ];
  });
}

/** Published lines with the viewer's draft over them. */
async function readLines(context: PortalContext, { key }: PlanPeriod): Promise<DimensionLine[]> {
  const plan = await findPlan(context.tx, key);
  if (plan === undefined) return [];
  const last = await findLastVersion(context.tx, plan.planId);
  const published = last === undefined ? [] : await listDimensionLines(context.tx, last);
  const draft = listOwnLines(context, await listDraftDimensionLines(context.tx, plan.planId));
  return applyDimensionDraft(
    published,
    draft.map(({ metric, scope, key: about, title, value }) => ({ metric, scope, key: about, title, value })),
  );
}

/** What each whole target keeps, as the lines before and after a handover say. */
export function keptShares(
  before: readonly { readonly metric: string; readonly scope: Scope; readonly value: bigint }[],
  after: readonly { readonly metric: string; readonly scope: Scope; readonly value: bigint }[],
  scope: Scope,
): ReadonlyMap<Metric, KeptShare> {
  const own = before.filter((line) => line.scope === scope);
  return new Map(
    own.map(({ metric, value: whole }) => {
      const kept = after.find((line) => line.scope === scope && line.metric === metric)?.value ?? 0n;
      return [metric as Metric, { kept, whole }];
    }),
  );
}
