import { sql } from 'kysely';
import type { DraftLine, PlanLine } from '#domain/plan.ts';
import type { StoredVersion } from './plans.ts';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

/** A month's plan: its last version with that version's lines, and the draft lines of all authors. */
export interface WindowPlan {
  readonly version: Pick<StoredVersion, 'version' | 'publishedAt' | 'publishedBy' | 'effectiveFrom'> | undefined;
  readonly closed: { readonly at: Date; readonly by: bigint } | null;
  readonly lines: readonly PlanLine[];
  readonly draft: readonly (DraftLine & { readonly savedAt: Date })[];
}

/** Plans of some months by month, in three questions however many months there are; a month nobody has planned is missing. */
export async function readPlanWindow(tx: PortalTransaction, months: readonly string[]): Promise<ReadonlyMap<string, WindowPlan>> {
  const plans = await sql<LastVersion>`
    select plan.plan_id as "planId", plan.month, plan.closed_at as "closedAt", plan.closed_by as "closedBy",
      last.version, last.published_at as "publishedAt", last.published_by as "publishedBy", last.effective_from as "effectiveFrom"
    from plan left join lateral (
      select version.version, version.published_at, version.published_by, version.effective_from from plan_version as version
      where version.portal_id = plan.portal_id and version.plan_id = plan.plan_id order by version.version desc limit 1
    ) as last on true
    where plan.portal_id = ${tx.portalId} and plan.month = any(${toArray('text', months)})`.execute(tx.db);
  const published = plans.rows.filter((plan) => plan.version !== null);
  const lines = await sql<PlanLine & { planId: string }>`
    select line.plan_id as "planId", line.metric, line.scope, line.value
    from unnest(${toArray(
      'uuid',
      published.map(({ planId }) => planId),
    )}, ${toArray(
      'integer',
      published.map(({ version }) => version),
    )})
        as last (plan_id, version)
      join plan_line as line on line.portal_id = ${tx.portalId} and line.plan_id = last.plan_id and line.version = last.version
    order by line.metric, line.scope`.execute(tx.db);
  const draft = await sql<WindowPlan['draft'][number] & { planId: string }>`
    select plan_id as "planId", metric, scope, value, saved_at as "savedAt"
    from plan_draft_line
    where portal_id = ${tx.portalId} and plan_id = any(${toArray(
      'uuid',
      plans.rows.map(({ planId }) => planId),
    )})
    order by metric, scope`.execute(tx.db);
  const linesOf = Map.groupBy(lines.rows, (line) => line.planId);
  const draftOf = Map.groupBy(draft.rows, (line) => line.planId);
  return new Map(
    plans.rows.map((plan) => [
      plan.month,
      {
        version: plan.version === null ? undefined : toVersion(plan.version, plan),
        closed: plan.closedAt === null || plan.closedBy === null ? null : { at: plan.closedAt, by: plan.closedBy },
        lines: (linesOf.get(plan.planId) ?? []).map(({ metric, scope, value }) => ({ metric, scope, value })),
        draft: (draftOf.get(plan.planId) ?? []).map(({ metric, scope, value, savedAt }) => ({ metric, scope, value, savedAt })),
      },
    ]),
  );
}

interface LastVersion {
  readonly planId: string;
  readonly month: string;
  /** Null while nothing was published. */
  readonly version: number | null;
  readonly publishedAt: Date;
  readonly publishedBy: bigint;
  readonly effectiveFrom: string;
  readonly closedAt: Date | null;
  readonly closedBy: bigint | null;
}

function toVersion(version: number, { publishedAt, publishedBy, effectiveFrom }: LastVersion): WindowPlan['version'] {
  return { version, publishedAt, publishedBy, effectiveFrom };
}
