import { createHash } from 'node:crypto';
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
];

/** A hash of every table of a portal, to be compared before and after; `except` names tables that may change. */
export async function digestOf(store: Store, portalId: bigint, except: readonly string[] = []): Promise<Record<string, string>> {
  const tables = [...keptTables, ...purgedTables].filter((table) => !ofReading.includes(table) && !except.includes(table)).sort();
  return store.forPortal(portalId).transaction(async (tx) => {
    const digest: Record<string, string> = {};
    for (const table of tables) {
      const rows = await tx.db.selectFrom(table).selectAll().where('portal_id', '=', portalId).execute();
      const lines = rows
        .map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
        .sort();
      digest[table] = `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)}`;
    }
    return digest;
  });
}

/** Of all portals there are, with their list. */
export async function digestOfStore(store: Store, except: readonly string[] = []): Promise<Record<string, Record<string, string>>> {
  const digests: Record<string, Record<string, string>> = {};
  for (const portalId of await store.directory.listPortalIds()) digests[String(portalId)] = await digestOf(store, portalId, except);
  return digests;
}
