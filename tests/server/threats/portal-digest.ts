import { sql } from 'kysely';
import type { Store } from '#store/open-store.ts';
import { keptTables, purgedTables } from '#store/purge-portal.ts';

/** Tables that a running service writes by itself, whoever asks what. */
const ofReading: readonly string[] = [
  'sync_lease',
  'sync_stream',
  'sync_lag',
  'method_time',
  'request_budget',
  'reconcile_run',
  'sync_cursor',
  'rest_log',
  'totals_revision',
];

/** A hash of every table of a portal, to be compared before and after; `except` names tables that may change. */
export async function digestOf(store: Store, portalId: bigint, except: readonly string[] = []): Promise<Record<string, string>> {
  const tables = [...keptTables, ...purgedTables].filter((table) => !ofReading.includes(table) && !except.includes(table)).sort();
  return store.forPortal(portalId).transaction(async (tx) => {
    const ofTable = (table: string) => sql<{ name: string; hash: string }>`
      select ${table}::text as name, count(*)::text || ' ' || coalesce(md5(string_agg(each::text, ' ' order by each::text)), '') as hash
      from ${sql.table(table)} as each where portal_id = ${portalId}`;
    const { rows } = await sql<{ name: string; hash: string }>`${sql.join(tables.map(ofTable), sql` union all `)}`.execute(tx.db);
    return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
  });
}

/** Of all portals there are, with their list. */
export async function digestOfStore(store: Store, except: readonly string[] = []): Promise<Record<string, Record<string, string>>> {
  const digests: Record<string, Record<string, string>> = {};
  for (const portalId of await store.directory.listPortalIds()) digests[String(portalId)] = await digestOf(store, portalId, except);
  return digests;
}
