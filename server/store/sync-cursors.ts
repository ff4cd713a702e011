import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { SyncCursorTable } from './tables/sync-tables.ts';

export type Direction = SyncCursorTable['direction'];

export interface SyncCursor {
  readonly entity: string;
  /** Backward through the history, newest rows first; forward with what is new. */
  readonly direction: Direction;
  /** `recent`: everything since `recentSince` is here, older rows are still being read. */
  readonly state: SyncCursorTable['state'];
  readonly recentSince: Date | null;
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
  const rows = await tx.db
    .selectFrom('sync_cursor')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .orderBy('entity')
    .orderBy('direction')
    .execute();
  return rows.map(toCursor);
}

export async function findCursor(tx: PortalTransaction, entity: string, direction: Direction): Promise<SyncCursor | undefined> {
  const row = await tx.db
    .selectFrom('sync_cursor')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', entity)
    .where('direction', '=', direction)
    .executeTakeFirst();
  return row && toCursor(row);
}

/** When the reading of the history ended; null while it goes on. */
export async function findLoadEnd(tx: PortalTransaction): Promise<Date | null> {
  const rows = (await listCursors(tx)).filter((cursor) => cursor.direction === 'backward');
  const ends = rows.map((cursor) => (cursor.state === 'ready' ? cursor.finishedAt : null));
  return ends.reduce((last, end) => (last === null || end === null ? null : end > last ? end : last), ends[0] ?? null);
}

/** Waiting cursors for entities that have none yet. */
export async function addCursors(tx: PortalTransaction, entities: readonly string[], direction: Direction): Promise<void> {
  const fresh = { portal_id: tx.portalId, direction, state: 'waiting', position: 0n, rows: 0n } as const;
  await tx.db
    .insertInto('sync_cursor')
    .values(entities.map((entity) => ({ ...fresh, entity })))
    .onConflict((conflict) => conflict.columns(['portal_id', 'entity', 'direction']).doNothing())
    .execute();
}

export type CursorChange = Partial<Omit<SyncCursor, 'entity' | 'direction' | 'updatedAt'>> & { readonly updatedAt: Date };

/** Written in the transaction of the rows it stands for. */
export async function saveCursor(
  tx: PortalTransaction,
  cursor: { readonly entity: string; readonly direction: Direction },
  change: CursorChange,
): Promise<void> {
  const { state, recentSince, position, rows, expectedRows, startedAt, finishedAt, modifiedUntil, updatedAt, failure } = change;
  await tx.db
    .updateTable('sync_cursor')
    .set({
      updated_at: updatedAt,
      ...(state === undefined ? {} : { state }),
      ...(recentSince === undefined ? {} : { recent_since: recentSince }),
      ...(position === undefined ? {} : { position }),
      ...(rows === undefined ? {} : { rows }),
      ...(expectedRows === undefined ? {} : { expected_rows: expectedRows }),
      ...(startedAt === undefined ? {} : { started_at: startedAt }),
      ...(finishedAt === undefined ? {} : { finished_at: finishedAt }),
      ...(modifiedUntil === undefined ? {} : { modified_until: modifiedUntil }),
      ...(failure === undefined ? {} : { failure }),
    })
    .where('portal_id', '=', tx.portalId)
    .where('entity', '=', cursor.entity)
    .where('direction', '=', cursor.direction)
    .execute();
}

/** The portal was asked and these entities are as fresh as `at`. */
export async function touchCursors(tx: PortalTransaction, entities: readonly string[], at: Date): Promise<void> {
  await tx.db
    .updateTable('sync_cursor')
    .set({ updated_at: at })
    .where('portal_id', '=', tx.portalId)
    .where('direction', '=', 'forward')
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
    .where('direction', '=', 'backward')
    .where('failure', 'is distinct from', failure)
    .execute();
}

function toCursor(row: Selectable<SyncCursorTable>): SyncCursor {
  return {
    entity: row.entity,
    direction: row.direction,
    state: row.state,
    recentSince: row.recent_since,
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
