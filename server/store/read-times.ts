import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { toArray } from './upsert-rows.ts';

export interface ReadTime {
  readonly entity: string;
  /** Until when our copy of it is complete. */
  readonly at: Date | null;
  /** The portal does not let us read it. */
  readonly isRefused: boolean;
}

/** How the reading of some entities goes; one that never began is not among them. */
export async function listReadTimes(tx: PortalTransaction, entities: readonly string[]): Promise<ReadTime[]> {
  const result = await sql<ReadTime>`
    select entity, max(updated_at) as at, bool_or(failure is not null) as "isRefused" from sync_cursor
    where portal_id = ${tx.portalId} and entity = any(${toArray('text', entities)}) group by entity`.execute(tx.db);
  return result.rows;
}
