import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { ActingHeadTable } from './tables/team-tables.ts';

export interface StoredActingHead {
  readonly id: string;
  readonly departmentId: bigint;
  /** Who was the head when it was decided. */
  readonly headId: bigint | null;
  readonly actingId: bigint;
  readonly fromDay: string;
  /** The last day; null until it is ended. */
  readonly toDay: string | null;
  readonly reason: string;
  readonly createdAt: Date;
  readonly createdBy: bigint;
  readonly revokedAt: Date | null;
  readonly revokedBy: bigint | null;
}

/** Those that a day lies in and that nobody has ended. */
export async function listActingOn(tx: PortalTransaction, day: string): Promise<StoredActingHead[]> {
  const rows = await tx.db
    .selectFrom('acting_head')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('revoked_at', 'is', null)
    .where('from_day', '<=', day)
    .where((eb) => eb.or([eb('to_day', 'is', null), eb('to_day', '>=', day)]))
    .execute();
  return rows.map(toActing);
}

/** All there ever were, those that begin last first. */
export async function listActingHeads(tx: PortalTransaction): Promise<StoredActingHead[]> {
  const rows = await tx.db
    .selectFrom('acting_head')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('from_day', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(toActing);
}

/** One department is decided about at a time, so that no two who act for its head overlap. */
export async function lockDepartment(tx: PortalTransaction, departmentId: bigint): Promise<void> {
  await sql`select from department where portal_id = ${tx.portalId} and department_id = ${departmentId} for update`.execute(tx.db);
}

export async function addActingHead(tx: PortalTransaction, one: Omit<StoredActingHead, 'revokedAt' | 'revokedBy'>): Promise<void> {
  await tx.db
    .insertInto('acting_head')
    .values({
      portal_id: tx.portalId,
      id: one.id,
      department_id: one.departmentId,
      head_id: one.headId,
      acting_id: one.actingId,
      from_day: one.fromDay,
      to_day: one.toDay,
      reason: one.reason,
      created_at: one.createdAt,
      created_by: one.createdBy,
    })
    .execute();
}

/** Ends it at once; one that was ended before stays as it is. */
export async function revokeActingHead(tx: PortalTransaction, id: string, by: { userId: bigint; now: Date }): Promise<void> {
  await tx.db
    .updateTable('acting_head')
    .set({ revoked_at: by.now, revoked_by: by.userId })
    .where('portal_id', '=', tx.portalId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

function toActing(row: ActingHeadTable): StoredActingHead {
  return {
    id: row.id,
    departmentId: row.department_id,
    headId: row.head_id,
    actingId: row.acting_id,
    fromDay: row.from_day,
    toDay: row.to_day,
    reason: row.reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
  };
}
