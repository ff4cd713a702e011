import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';

/** Requests of some seconds to one portal, packed and sealed. */
export interface RestLogGroup {
  readonly since: Date;
  readonly until: Date;
  readonly records: number;
  readonly keyId: string;
  readonly sealed: string;
}

export async function addToRestLog(tx: PortalTransaction, group: RestLogGroup): Promise<void> {
  const { since, until, records, keyId, sealed } = group;
  await tx.db
    .insertInto('rest_log')
    .values({ portal_id: tx.portalId, log_id: uuidv7(), since, until, records, key_id: keyId, sealed })
    .execute();
}

/** Groups that have a request at or behind this time, oldest first. */
export async function listRestLog(tx: PortalTransaction, since: Date): Promise<RestLogGroup[]> {
  const rows = await tx.db
    .selectFrom('rest_log')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('until', '>=', since)
    .orderBy('since')
    .orderBy('log_id')
    .execute();
  return rows.map(({ since: from, until, records, key_id, sealed }) => ({ since: from, until, records, keyId: key_id, sealed }));
}

/** How much the portal's log takes since a time, in characters. */
export async function measureRestLog(tx: PortalTransaction, since: Date): Promise<number> {
  const found = await sql<{ size: number }>`
    select coalesce(sum(length(sealed)), 0)::double precision as size from rest_log
    where portal_id = ${tx.portalId} and until >= ${since.toISOString()}::timestamptz`.execute(tx.db);
  return found.rows[0]?.size ?? 0;
}

/** Deletes groups whose last request is older; at most `limit` in one transaction. */
export async function deleteRestLog(tx: PortalTransaction, before: Date, limit = 500): Promise<number> {
  const gone = await sql`
    delete from rest_log where portal_id = ${tx.portalId} and log_id = any(array(
      select log_id from rest_log where portal_id = ${tx.portalId} and until < ${before.toISOString()}::timestamptz
      order by until limit ${limit}))`.execute(tx.db);
  return Number(gone.numAffectedRows ?? 0n);
}
