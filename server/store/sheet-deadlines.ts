import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';

export interface SheetDeadline extends SheetKey {
  readonly planHash: string;
  /** The last day to answer, as it stands on the sheet. */
  readonly signBefore: string;
  /** When it was noted that nobody had answered in time. */
  readonly overdueAt: Date | null;
}

/** Deadlines of all sheets of some months. */
export async function listDeadlines(tx: PortalTransaction, months: readonly string[]): Promise<SheetDeadline[]> {
  const rows = await tx.db
    .selectFrom('plan_sheet as s')
    .innerJoin('plan as p', (join) => join.onRef('p.portal_id', '=', 's.portal_id').onRef('p.plan_id', '=', 's.plan_id'))
    .leftJoin('sheet_overdue as o', (join) =>
      join
        .onRef('o.portal_id', '=', 's.portal_id')
        .onRef('o.plan_id', '=', 's.plan_id')
        .onRef('o.version', '=', 's.version')
        .onRef('o.user_id', '=', 's.user_id'),
    )
    .where('s.portal_id', '=', tx.portalId)
    .where('p.month', 'in', [...months])
    .select(['s.plan_id', 's.version', 's.user_id', 's.plan_hash', 'o.noted_at'])
    .select(sql<string>`s.document::jsonb ->> 'signBefore'`.as('sign_before'))
    .execute();
  return rows.map((row) => ({
    planId: row.plan_id,
    version: row.version,
    userId: row.user_id,
    planHash: row.plan_hash,
    signBefore: row.sign_before,
    overdueAt: row.noted_at,
  }));
}

export async function saveOverdue(tx: PortalTransaction, sheet: SheetKey, act: { notedAt: Date; sequence: bigint }): Promise<void> {
  await tx.db
    .insertInto('sheet_overdue')
    .values({ ...ofSheet(tx, sheet), noted_at: act.notedAt, sequence: act.sequence })
    .execute();
}
