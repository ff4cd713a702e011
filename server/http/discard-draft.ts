import type { DroppedDraft } from '#contract/plan.ts';
import { deleteDraftDimensionLines, listDraftDimensionLines } from '#store/dimension-lines.ts';
import { deleteDraftLines, listDraftLines } from '#store/draft-lines.ts';
import { deleteDraftConditions } from '#store/plan-conditions.ts';
import { readDraftConditions } from './plan-conditions.ts';
import { listOwnLines } from './plan-months.ts';
import { writePlanValue } from './plan-value.ts';
import type { PortalContext } from './portal-context.ts';

/** Takes all that the author may set out of a draft, and tells what it was. */
export async function dropDraft(context: PortalContext, planId: string): Promise<DroppedDraft> {
  const { tx } = context;
  const lines = listOwnLines(context, await listDraftLines(tx, planId));
  const dimensions = listOwnLines(context, await listDraftDimensionLines(tx, planId));
  const conditions = listOwnLines(context, await readDraftConditions(context, planId));
  await deleteDraftLines(tx, planId, lines);
  await deleteDraftDimensionLines(tx, planId, dimensions);
  await deleteDraftConditions(
    tx,
    planId,
    conditions.map(({ scope }) => scope),
  );
  const write = <L extends { readonly metric: Parameters<typeof writePlanValue>[1]['metric']; readonly value: bigint | null }>(line: L) =>
    line.value === null ? null : writePlanValue(context, { metric: line.metric, value: line.value });
  return {
    lines: lines.map((line) => ({ metric: line.metric, scope: line.scope, value: write(line) })),
    dimensions: dimensions.map((line) => ({
      metric: line.metric,
      scope: line.scope,
      key: line.key,
      title: line.title,
      value: write(line),
    })),
    conditions: conditions.map((one) => ({ scope: one.scope, conditions: one.conditions })),
  };
}
