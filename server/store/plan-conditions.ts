import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredConditions {
  readonly scope: string;
  /** To be parsed by whoever owns its shape. */
  readonly conditions: unknown;
}

export interface StoredDraftConditions extends StoredConditions {
  readonly savedAt: Date;
  readonly savedBy: bigint;
}

export async function listConditions(tx: PortalTransaction, planId: string, version: number): Promise<StoredConditions[]> {
  return tx.db
    .selectFrom('plan_condition')
    .select(['scope', 'conditions'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .where('version', '=', version)
    .orderBy('scope')
    .execute();
}

/** Conditions of all versions of a plan. */
export async function listConditionsOfVersions(tx: PortalTransaction, planId: string): Promise<Map<number, StoredConditions[]>> {
  const rows = await tx.db
    .selectFrom('plan_condition')
    .select(['version', 'scope', 'conditions'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('scope')
    .execute();
  return Map.groupBy(rows, (row) => row.version);
}

export async function listDraftConditions(tx: PortalTransaction, planId: string): Promise<StoredDraftConditions[]> {
  const rows = await tx.db
    .selectFrom('plan_draft_condition')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('scope')
    .execute();
  return rows.map((row) => ({ scope: row.scope, conditions: row.conditions, savedAt: row.saved_at, savedBy: row.saved_by }));
}

/** Scopes with drafted conditions, by month. */
export async function listDraftConditionScopes(tx: PortalTransaction, months: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.db
    .selectFrom('plan_draft_condition as draft')
    .innerJoin('plan', (join) => join.onRef('plan.portal_id', '=', 'draft.portal_id').onRef('plan.plan_id', '=', 'draft.plan_id'))
    .where('draft.portal_id', '=', tx.portalId)
    .where('plan.month', 'in', [...months])
    .select(['plan.month', 'draft.scope'])
    .orderBy('draft.scope')
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.month)].map(([month, drafts]) => [month, drafts.map(({ scope }) => scope)]));
}

/** `conditions` null is a draft that takes them out. */
export async function saveDraftConditions(
  tx: PortalTransaction,
  planId: string,
  { scope, conditions }: StoredConditions,
  author: { userId: bigint; now: Date },
): Promise<void> {
  const values = {
    conditions: conditions === null ? null : JSON.stringify(conditions),
    saved_at: author.now,
    saved_by: author.userId,
  };
  await tx.db
    .insertInto('plan_draft_condition')
    .values({ portal_id: tx.portalId, plan_id: planId, scope, ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'plan_id', 'scope']).doUpdateSet(values))
    .execute();
}

export async function deleteDraftConditions(tx: PortalTransaction, planId: string, scopes: readonly string[]): Promise<void> {
  if (scopes.length === 0) return;
  await tx.db
    .deleteFrom('plan_draft_condition')
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .where('scope', 'in', [...scopes])
    .execute();
}

export async function saveVersionConditions(
  tx: PortalTransaction,
  { planId, version }: { planId: string; version: number },
  all: readonly StoredConditions[],
): Promise<void> {
  for (const { scope, conditions } of all) {
    await sql`insert into plan_condition (portal_id, plan_id, version, scope, conditions)
      values (${tx.portalId}, ${planId}, ${version}, ${scope}, ${JSON.stringify(conditions)}::jsonb)`.execute(tx.db);
  }
}
