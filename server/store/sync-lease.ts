import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

/** Makes the caller the only writer of the portal's facts: whoever wrote before is shut out from now on. */
export async function takeSyncLease(tx: PortalTransaction): Promise<bigint> {
  const taken = await sql<{ epoch: bigint }>`
    insert into sync_lease (portal_id, epoch) values (${tx.portalId}, 1)
    on conflict (portal_id) do update set epoch = sync_lease.epoch + 1, taken_at = now()
    returning epoch`.execute(tx.db);
  const row = taken.rows[0];
  if (!row) throw new Error('the lease was not written');
  return row.epoch;
}

/** Whether nobody took over since; until the transaction ends nobody can. */
export async function holdsSyncLease(tx: PortalTransaction, epoch: bigint): Promise<boolean> {
  const row = await tx.db
    .selectFrom('sync_lease')
    .select('epoch')
    .where('portal_id', '=', tx.portalId)
    .where('epoch', '=', epoch)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}
