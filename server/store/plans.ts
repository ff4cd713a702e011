import { v7 as uuidv7 } from 'uuid';
import type { Metric, PlanLine } from '#domain/plan.ts';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredPlan {
  readonly planId: string;
  readonly month: string;
  /** Null while it is open. */
  readonly closedAt: Date | null;
}

export interface StoredVersion {
  readonly planId: string;
  readonly version: number;
  readonly publishedAt: Date;
  readonly publishedBy: bigint;
  readonly reason: string;
  readonly rationale: string;
  /** The first day that is judged by it. */
  readonly effectiveFrom: string;
}

export async function findPlan(tx: PortalTransaction, month: string): Promise<StoredPlan | undefined> {
  const row = await tx.db
    .selectFrom('plan')
    .select(['plan_id', 'month', 'closed_at'])
    .where('portal_id', '=', tx.portalId)
    .where('month', '=', month)
    .executeTakeFirst();
  return row === undefined ? undefined : toPlan(row);
}

/** The plan of a month, made on first use and locked until the end of the transaction. */
export async function takePlan(tx: PortalTransaction, month: string, author: { userId: bigint; now: Date }): Promise<StoredPlan> {
  await tx.db
    .insertInto('plan')
    .values({ portal_id: tx.portalId, plan_id: uuidv7(), month, created_at: author.now, created_by: author.userId })
    .onConflict((conflict) => conflict.columns(['portal_id', 'month']).doNothing())
    .execute();
  const row = await tx.db
    .selectFrom('plan')
    .select(['plan_id', 'month', 'closed_at'])
    .where('portal_id', '=', tx.portalId)
    .where('month', '=', month)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return toPlan(row);
}

function toPlan(row: { plan_id: string; month: string; closed_at: Date | null }): StoredPlan {
  return { planId: row.plan_id, month: row.month, closedAt: row.closed_at };
}

export async function findLastVersion(tx: PortalTransaction, planId: string): Promise<StoredVersion | undefined> {
  const row = await tx.db
    .selectFrom('plan_version')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toVersion(row);
}

export async function listVersions(tx: PortalTransaction, planId: string): Promise<StoredVersion[]> {
  const rows = await tx.db
    .selectFrom('plan_version')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('version')
    .execute();
  return rows.map(toVersion);
}

function toVersion(row: {
  plan_id: string;
  version: number;
  published_at: Date;
  published_by: bigint;
  reason: string;
  rationale: string;
  effective_from: string;
}): StoredVersion {
  return {
    planId: row.plan_id,
    version: row.version,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    reason: row.reason,
    rationale: row.rationale,
    effectiveFrom: row.effective_from,
  };
}

export async function listPlanLines(tx: PortalTransaction, planId: string, version: number): Promise<PlanLine[]> {
  const rows = await tx.db
    .selectFrom('plan_line')
    .select(['metric', 'scope', 'value'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .where('version', '=', version)
    .execute();
  return rows.map((row) => ({ metric: row.metric as Metric, scope: row.scope, value: row.value }));
}

/** The lines of all versions of a plan. */
export async function listLinesOfVersions(tx: PortalTransaction, planId: string): Promise<Map<number, PlanLine[]>> {
  const rows = await tx.db
    .selectFrom('plan_line')
    .select(['version', 'metric', 'scope', 'value'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .execute();
  const byVersion = Map.groupBy(rows, (row) => row.version);
  return new Map(
    [...byVersion].map(([version, lines]) => [
      version,
      lines.map((line) => ({ metric: line.metric as Metric, scope: line.scope, value: line.value })),
    ]),
  );
}

export async function savePlanVersion(tx: PortalTransaction, version: StoredVersion, lines: readonly PlanLine[]): Promise<void> {
  await tx.db
    .insertInto('plan_version')
    .values({
      portal_id: tx.portalId,
      plan_id: version.planId,
      version: version.version,
      published_at: version.publishedAt,
      published_by: version.publishedBy,
      reason: version.reason,
      rationale: version.rationale,
      effective_from: version.effectiveFrom,
    })
    .execute();
  if (lines.length === 0) return;
  await tx.db
    .insertInto('plan_line')
    .values(
      lines.map((line) => ({
        portal_id: tx.portalId,
        plan_id: version.planId,
        version: version.version,
        metric: line.metric,
        scope: line.scope,
        value: line.value,
      })),
    )
    .execute();
}
