import type { PortalTransaction } from './portal-store.ts';
import type { SessionTable } from './tables/portal-tables.ts';

/** With what our copy of the structure says about its person. */
export type StoredSession = SessionTable & { readonly is_dismissed: boolean };

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
  const row = await tx.db
    .selectFrom('session')
    .leftJoin('person', (join) => join.onRef('person.portal_id', '=', 'session.portal_id').onRef('person.user_id', '=', 'session.user_id'))
    .selectAll('session')
    .select('person.is_active as is_active')
    .where('session.portal_id', '=', tx.portalId)
    .where('session.session_id', '=', sessionId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { is_active, ...session } = row;
  return { ...session, is_dismissed: is_active === false };
}

export async function deleteSessions(tx: PortalTransaction): Promise<void> {
  await tx.db.deleteFrom('session').where('portal_id', '=', tx.portalId).execute();
}
