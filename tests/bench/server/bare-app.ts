import express, { type Express, type Request } from 'express';
import { jwtVerify } from 'jose';
import { replyOverview } from '#http/api/overview.ts';
import { readPortalContext, type SessionClaims } from '#http/portal-context.ts';
import { getPortal } from '#store/portals.ts';
import { findSession } from '#store/sessions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { ServedParts } from './own-app.ts';

/**
 * The least a server could do for the dashboard: it checks the session, asks the same SQL as a role that row-level security
 * does not hold, and answers the same bytes; without policy, parsing, limits and headers.
 */
export function createBareApp({ store, portalId, key, now }: ServedParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.get('/api/overview', async (request, response) => {
    const { month, scope } = request.query as { month: string; scope?: string };
    const answer = await store.forPortal(portalId).transaction(async (tx) => {
      const session = await readSession(tx, request, key);
      return replyOverview(await readPortalContext(tx, { session, portal: await getPortal(tx) }, now, () => undefined), { month, scope });
    });
    response.json(answer);
  });
  return app;
}

async function readSession(tx: PortalTransaction, request: Request, key: Uint8Array): Promise<SessionClaims> {
  const { payload } = await jwtVerify((request.get('authorization') ?? '').slice('Bearer '.length), key);
  const session = await findSession(tx, String(payload['sid']));
  if (session === undefined || session.revoked_at !== null) throw new Error('There is no session');
  const { user_id: userId, session_id: sessionId, is_admin: isAdmin, verified_at: verifiedAt } = session;
  return { portalId: tx.portalId, userId, sessionId, isAdmin, verifiedAt };
}
