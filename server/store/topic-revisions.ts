import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';

const lockSpace = 7_021;

/** Marks a topic as changed; call `announce` after the commit so that waiting screens wake up. */
export async function touchTopic(tx: PortalTransaction, topic: string): Promise<void> {
  // Revisions become visible in their order: a screen that asks between two commits misses neither.
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, (${tx.portalId}::bigint % 2147483647)::int)`.execute(tx.db);
  await sql`
    insert into topic_revision (portal_id, topic, revision)
    select ${tx.portalId}, ${topic}, coalesce(max(revision), 0) + 1 from topic_revision where portal_id = ${tx.portalId}
    on conflict (portal_id, topic) do update set revision = excluded.revision`.execute(tx.db);
}

export async function listTopicsAfter(tx: PortalTransaction, revision: bigint): Promise<{ revision: bigint; topics: string[] }> {
  const rows = await tx.db.selectFrom('topic_revision').select(['topic', 'revision']).where('portal_id', '=', tx.portalId).execute();
  return {
    revision: rows.reduce((top, row) => (row.revision > top ? row.revision : top), 0n),
    topics: rows.filter((row) => row.revision > revision).map((row) => row.topic),
  };
}
