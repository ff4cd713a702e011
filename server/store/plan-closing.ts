import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { PlanClosedFactTable } from './tables/plan-tables.ts';
import { toArray } from './upsert-rows.ts';

/** Who has closed a plan, and who has opened it again after a closing; null where nobody has. */
export interface PlanClosing {
  readonly closed: { readonly at: Date; readonly by: bigint } | null;
  readonly reopened: { readonly at: Date; readonly by: bigint; readonly reason: string } | null;
}

export async function readClosing(tx: PortalTransaction, planId: string): Promise<PlanClosing> {
  const row = await tx.db
    .selectFrom('plan')
    .select(['closed_at', 'closed_by', 'reopened_at', 'reopened_by', 'reopen_reason'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow();
  const { closed_at: closedAt, closed_by: closedBy, reopened_at: reopenedAt, reopened_by: reopenedBy, reopen_reason: reason } = row;
  return {
    closed: closedAt === null || closedBy === null ? null : { at: closedAt, by: closedBy },
    reopened: reopenedAt === null || reopenedBy === null || reason === null ? null : { at: reopenedAt, by: reopenedBy, reason },
  };
}

/** A target and a fact as they stood when the month was closed, with what they rest on. */
export interface ClosedFact {
  readonly metric: string;
  readonly scope: string;
  /** About what part of what is sold, '' for everything. */
  readonly dimensions: string;
  readonly version: number;
  readonly target: bigint | null;
  /** Null where it cannot be read. */
  readonly fact: bigint | null;
  /** Deals or calls behind the fact. */
  readonly items: bigint | null;
  readonly source: unknown;
}

export async function saveClosing(tx: PortalTransaction, planId: string, by: { userId: bigint; now: Date }): Promise<void> {
  await tx.db
    .updateTable('plan')
    .set({ closed_at: by.now, closed_by: by.userId })
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .execute();
}

const atOnce = 500;

export async function saveClosedFacts(tx: PortalTransaction, planId: string, facts: readonly ClosedFact[], frozenAt: Date): Promise<void> {
  for (let begin = 0; begin < facts.length; begin += atOnce) {
    const rows = facts.slice(begin, begin + atOnce).map((one) => ({
      ...one,
      portal_id: tx.portalId,
      plan_id: planId,
      source: JSON.stringify(one.source),
      frozen_at: frozenAt,
    }));
    await tx.db.insertInto('plan_closed_fact').values(rows).execute();
  }
}

/** Opens a closed plan: what the closing has kept goes. */
export async function saveReopening(
  tx: PortalTransaction,
  planId: string,
  by: { userId: bigint; now: Date; reason: string },
): Promise<void> {
  await tx.db.deleteFrom('plan_closed_fact').where('portal_id', '=', tx.portalId).where('plan_id', '=', planId).execute();
  await tx.db
    .updateTable('plan')
    .set({ closed_at: null, closed_by: null, reopened_at: by.now, reopened_by: by.userId, reopen_reason: by.reason })
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .execute();
}

export async function listClosedFacts(tx: PortalTransaction, planId: string): Promise<ClosedFact[]> {
  return tx.db
    .selectFrom('plan_closed_fact')
    .select(['metric', 'scope', 'dimensions', 'version', 'target', 'fact', 'items', 'source'])
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('metric')
    .orderBy('scope')
    .orderBy('dimensions')
    .execute();
}

/** Facts of one metric that closed plans have kept, of those of some periods that are closed. */
export async function listClosedFactsOf(
  tx: PortalTransaction,
  metric: string,
  months: readonly string[],
): Promise<(Pick<PlanClosedFactTable, 'scope' | 'fact'> & { month: string })[]> {
  const found = await sql<Pick<PlanClosedFactTable, 'scope' | 'fact'> & { month: string }>`
    select plan.month, kept.scope, kept.fact
    from plan join plan_closed_fact as kept on kept.portal_id = plan.portal_id and kept.plan_id = plan.plan_id
    where plan.portal_id = ${tx.portalId} and plan.month = any(${toArray('text', months)}) and plan.closed_at is not null
      and kept.metric = ${metric} and kept.dimensions = ''`.execute(tx.db);
  return found.rows;
}

/** Keys of periods with a published plan that nobody has closed. */
export async function listOpenPlans(tx: PortalTransaction): Promise<string[]> {
  const found = await sql<{ month: string }>`
    select month from plan
    where portal_id = ${tx.portalId} and closed_at is null
      and exists (select 1 from plan_version as version where version.portal_id = plan.portal_id and version.plan_id = plan.plan_id)
    order by month`.execute(tx.db);
  return found.rows.map(({ month }) => month);
}

/** Keys of other periods than months that have a published plan, or lines that somebody has drafted. */
export async function listOtherPlans(tx: PortalTransaction, authorId: bigint): Promise<string[]> {
  const found = await sql<{ month: string }>`
    select month from plan
    where portal_id = ${tx.portalId} and month !~ '^[0-9]{4}-[0-9]{2}$' and (
      exists (select 1 from plan_version as version where version.portal_id = plan.portal_id and version.plan_id = plan.plan_id)
      or exists (
        select 1 from plan_draft_line as draft
        where draft.portal_id = plan.portal_id and draft.plan_id = plan.plan_id and draft.saved_by = ${authorId}
      )
    )`.execute(tx.db);
  return found.rows.map(({ month }) => month);
}
