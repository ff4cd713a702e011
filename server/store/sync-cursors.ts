import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { SyncCursorTable } from './tables/sync-tables.ts';

export interface SyncCursor {
  readonly entity: string;
  readonly state: 'waiting' | 'loading' | 'ready';
  /** Last id read; 0 before the first page. */
  readonly position: bigint;
  readonly rows: bigint;
  readonly expectedRows: bigint | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly modifiedUntil: Date | null;
  readonly updatedAt: Date | null;
  readonly failure: string | null;
}

export async function listCursors(tx: PortalTransaction): Promise<SyncCursor[]> {
  const rows = await tx.db.selectFrom('sync_cursor').selectAll().where('portal_id', '=', tx.portalId).orderBy('entity').execute();
  return rows.map(toCursor);
}

export async function findCursor(tx: PortalTransaction, entity: string): Promise<SyncCursor | undefined> {
  const row = await tx.db
    .selectFrom('sync_cursor')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .executeTakeFirst();
  return row && toCursor(row);
}

/** Waiting cursors for entities that have none yet. */
export async function addCursors(tx: PortalTransaction, entities: readonly string[]): Promise<void> {
  await tx.db
    .insertInto('sync_cursor')
    .values(entities.map((entity) => ({ portal_id: tx.portalId, entity, state: 'waiting' as const, position: 0n, rows: 0n })))
    .onConflict((conflict) => conflict.columns(['portal_id', 'entity']).doNothing())
    .execute();
}

export type CursorChange = Partial<Omit<SyncCursor, 'entity' | 'updatedAt'>> & { readonly updatedAt: Date };

/** Written in the transaction of the rows it stands for. */
export async function saveCursor(tx: PortalTransaction, entity: string, change: CursorChange): Promise<void> {
  const { state, position, rows, expectedRows, startedAt, finishedAt, modifiedUntil, updatedAt, failure } = change;
  await tx.db
    .updateTable('sync_cursor')
    .set({
      updated_at: updatedAt,
      ...(state === undefined ? {} : { state }),
      ...(position === undefined ? {} : { position }),
      ...(rows === undefined ? {} : { rows }),
      ...(expectedRows === undefined ? {} : { expected_rows: expectedRows }),
      ...(startedAt === undefined ? {} : { started_at: startedAt }),
      ...(finishedAt === undefined ? {} : { finished_at: finishedAt }),
      ...(modifiedUntil === undefined ? {} : { modified_until: modifiedUntil }),
      ...(failure === undefined ? {} : { failure }),
    })
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .execute();
}

/** The portal was asked and these entities are as fresh as `at`. */
export async function touchCursors(tx: PortalTransaction, entities: readonly string[], at: Date): Promise<void> {
  await tx.db
    .updateTable('sync_cursor')
    .set({ updated_at: at })
    .where('portal_id', '=', tx.portalId)
    .where('entity', 'in', [...entities])
    .execute();
}

/** Why reading has stopped, kept beside the cursor of deals; null when it works. */
export async function saveSyncFailure(tx: PortalTransaction, failure: string | null): Promise<void> {
  await tx.db
    .updateTable('sync_cursor')
    .set({ failure })
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', 'deals')
    .where('failure', 'is distinct from', failure)
    .execute();
}

function toCursor(row: Selectable<SyncCursorTable>): SyncCursor {
  return {
    entity: row.entity,
    state: row.state,
    position: row.position,
    rows: row.rows,
    expectedRows: row.expected_rows,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    modifiedUntil: row.modified_until,
    updatedAt: row.updated_at,
    failure: row.failure,
  };
}
