import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredCause {
  readonly causeId: string;
  readonly name: string;
}

/** Causes that the company has added, in the order of their names. */
export async function listCauses(tx: PortalTransaction): Promise<StoredCause[]> {
  const rows = await tx.db
    .selectFrom('review_cause')
    .select(['cause_id', 'name'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('name')
    .orderBy('cause_id')
    .execute();
  return rows.map((row) => ({ causeId: row.cause_id, name: row.name }));
}

/** The same cause once, however often it is sent. */
export async function addCause(tx: PortalTransaction, cause: StoredCause & { by: bigint; now: Date }): Promise<void> {
  await tx.db
    .insertInto('review_cause')
    .values({ portal_id: tx.portalId, cause_id: cause.causeId, name: cause.name, created_at: cause.now, created_by: cause.by })
    .onConflict((conflict) => conflict.columns(['portal_id', 'cause_id']).doNothing())
    .execute();
}

/** What people have made of a cause since it was added. */
export interface CauseChange {
  readonly causeId: string;
  readonly revision: number;
  /** Null leaves the name as it was made. */
  readonly name: string | null;
  readonly isArchived: boolean;
}

/** The last change of each cause that was ever changed. */
export async function listCauseChanges(tx: PortalTransaction): Promise<Map<string, CauseChange>> {
  const rows = await tx.db
    .selectFrom('review_cause_change')
    .select(['cause_id', 'revision', 'name', 'is_archived'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('cause_id')
    .orderBy('revision')
    .execute();
  return new Map(
    rows.map((row) => [row.cause_id, { causeId: row.cause_id, revision: row.revision, name: row.name, isArchived: row.is_archived }]),
  );
}

/** A change is written once; false when somebody was faster. */
export async function addCauseChange(tx: PortalTransaction, change: CauseChange & { by: bigint; now: Date }): Promise<boolean> {
  const added = await tx.db
    .insertInto('review_cause_change')
    .values({
      portal_id: tx.portalId,
      cause_id: change.causeId,
      revision: change.revision,
      name: change.name,
      is_archived: change.isArchived,
      changed_at: change.now,
      changed_by: change.by,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'cause_id', 'revision']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

const lockSpace = 7_042;

/** Who looks whether a name is taken and takes it does so alone in the portal until the transaction ends. */
export async function lockCauses(tx: PortalTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
}

/** Which cause the last text of each subject names, over all reviews. */
export async function listNamedCauses(tx: PortalTransaction): Promise<{ reviewId: string; subject: string; causeId: string }[]> {
  const rows = await tx.db
    .selectFrom('review_text')
    .select(['review_id', 'subject', 'value'])
    .where('portal_id', '=', tx.portalId)
    .where('field', '=', 'cause')
    .where('revision', 'is not', null)
    .where('settled_at', 'is', null)
    .where('value', '<>', '')
    .orderBy('review_id')
    .orderBy('subject')
    .execute();
  return rows.map((row) => ({ reviewId: row.review_id, subject: row.subject, causeId: row.value }));
}
