import type { CallSource } from '#domain/month-facts.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { listCursors } from '#store/sync-cursors.ts';

/** A reading that the portal has refused ends with the reason, and is not tried again. */
export async function readCallSource(tx: PortalTransaction): Promise<CallSource> {
  const refused = new Set((await listCursors(tx)).filter((cursor) => cursor.failure !== null).map((cursor) => cursor.entity));
  if (!refused.has('calls')) return 'statistics';
  return refused.has('activities') ? 'none' : 'activities';
}
