import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

/** Says with the commit that facts have changed; waits for nobody else who says so. */
export async function raiseTotalsRevision(tx: PortalTransaction): Promise<void> {
  tx.sums.hasChangedFacts = true;
  await sql`
    with free as (
      select slot from totals_revision where portal_id = ${tx.portalId} order by slot limit 1 for update skip locked
    ), raised as (
      update totals_revision as own set revision = own.revision + 1
      from free where own.portal_id = ${tx.portalId} and own.slot = free.slot returning own.slot
    )
    insert into totals_revision (portal_id, slot, revision)
    select ${tx.portalId}::bigint, gen_random_uuid(), 1 where not exists (select from raised)`.execute(tx.db);
}

/** The same for whoever has counted the changes: none says nothing. */
export async function noteChanges(tx: PortalTransaction, changed: number): Promise<number> {
  if (changed > 0) await raiseTotalsRevision(tx);
  return changed;
}

/** Another text after every change of facts, never one that has been before; undefined before the first. */
export async function findTotalsRevision(tx: PortalTransaction): Promise<string | undefined> {
  const found = await sql<{ revision: string | null }>`
    select string_agg(slot || ' ' || revision, ' ' order by slot) as revision
    from totals_revision where portal_id = ${tx.portalId}`.execute(tx.db);
  return found.rows[0]?.revision ?? undefined;
}
