import type { PortalTransaction } from './portal-store.ts';
import type { SessionTable } from './tables/portal-tables.ts';

export type StoredSession = SessionTable;

export async function saveSession(
  tx: PortalTransaction,
  session: { sessionId: string; userId: bigint; isAdmin: boolean; sessionVersion: number; now: Date },
): Promise<void> {
  await tx.db
    .insertInto('session')
    .values({
      portal_id: tx.portalId,
      session_id: session.sessionId,
      user_id: session.userId,
      is_admin: session.isAdmin,
      session_version: session.sessionVersion,
      created_at: session.now,
      verified_at: session.now,
      revoked_at: null,
    })
    .execute();
}

export async function findSession(tx: PortalTransaction, sessionId: string): Promise<StoredSession | undefined> {
  return tx.db
    .selectFrom('session')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
}
