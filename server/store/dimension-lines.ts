import { sql } from 'kysely';
import type { Metric } from '#domain/plan.ts';
import type { DimensionDraft, DimensionLine } from '#domain/planning/dimension-line.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

/** Lines of a version about parts of what is sold. */
export async function listDimensionLines(
  tx: PortalTransaction,
  { planId, version }: { planId: string; version: number },
): Promise<DimensionLine[]> {
  return (await listDimensionLinesOfVersions(tx, planId, version)).get(version) ?? [];
}

/** Lines of all versions of a plan, or of one of them. */
export async function listDimensionLinesOfVersions(
  tx: PortalTransaction,
  planId: string,
  version: number | null = null,
): Promise<Map<number, DimensionLine[]>> {
  const result = await sql<DimensionLine & { version: number }>`
    select version, metric, scope, dimensions as key, title, value from plan_dimension_line
    where portal_id = ${tx.portalId} and plan_id = ${planId} and version = coalesce(${version}::integer, version)
    order by version, metric, scope, dimensions`.execute(tx.db);
  const byVersion = Map.groupBy(result.rows, (row) => row.version);
  return new Map(
    [...byVersion].map(([of, rows]) => [of, rows.map(({ metric, scope, key, title, value }) => ({ metric, scope, key, title, value }))]),
  );
}

export type StoredDimensionDraft = DimensionDraft & { readonly savedAt: Date; readonly savedBy: bigint };

export async function listDraftDimensionLines(tx: PortalTransaction, planId: string): Promise<StoredDimensionDraft[]> {
  const rows = await tx.db
    .selectFrom('plan_draft_dimension_line')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('metric')
    .orderBy('scope')
    .orderBy('dimensions')
    .execute();
  return rows.map((row) => ({
    metric: row.metric as Metric,
    scope: row.scope,
    key: row.dimensions,
    title: row.title,
    value: row.value,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
  }));
}

/** Scopes with drafted lines, by month. */
export async function listDraftDimensionScopes(tx: PortalTransaction, months: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.db
    .selectFrom('plan_draft_dimension_line as draft')
    .innerJoin('plan', (join) => join.onRef('plan.portal_id', '=', 'draft.portal_id').onRef('plan.plan_id', '=', 'draft.plan_id'))
    .where('draft.portal_id', '=', tx.portalId)
    .where('plan.month', 'in', [...months])
    .select(['plan.month', 'draft.scope'])
    .distinct()
    .orderBy('draft.scope')
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.month)].map(([month, drafts]) => [month, drafts.map(({ scope }) => scope)]));
}

export async function saveDraftDimensionLines(
  tx: PortalTransaction,
  planId: string,
  lines: readonly DimensionDraft[],
  author: { userId: bigint; now: Date },
): Promise<void> {
  for (const { metric, scope, key, title, value } of lines) {
    const values = { title, value, saved_at: author.now, saved_by: author.userId };
    await tx.db
      .insertInto('plan_draft_dimension_line')
      .values({ portal_id: tx.portalId, plan_id: planId, metric, scope, dimensions: key, ...values })
      .onConflict((conflict) => conflict.columns(['portal_id', 'plan_id', 'metric', 'scope', 'dimensions']).doUpdateSet(values))
      .execute();
  }
}

type LineAddress = Pick<DimensionLine, 'metric' | 'scope' | 'key'>;

export async function deleteDraftDimensionLines(tx: PortalTransaction, planId: string, lines: readonly LineAddress[]): Promise<void> {
  if (lines.length === 0) return;
  const column = (name: keyof LineAddress) =>
    toArray(
      'text',
      lines.map((line) => line[name]),
    );
  await sql`
    delete from plan_draft_dimension_line as draft
    using unnest(${column('metric')}, ${column('scope')}, ${column('key')}) as gone (metric, scope, dimensions)
    where draft.portal_id = ${tx.portalId} and draft.plan_id = ${planId}
      and draft.metric = gone.metric and draft.scope = gone.scope and draft.dimensions = gone.dimensions`.execute(tx.db);
}

export async function saveVersionDimensionLines(
  tx: PortalTransaction,
  { planId, version }: { planId: string; version: number },
  lines: readonly DimensionLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.db
    .insertInto('plan_dimension_line')
    .values(lines.map(({ key, ...line }) => ({ portal_id: tx.portalId, plan_id: planId, version, dimensions: key, ...line })))
    .execute();
}
