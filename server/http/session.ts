import { SignJWT, jwtVerify } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Session } from '#contract/session.ts';
import type { Store } from '#store/open-store.ts';
import { findPortal, isOpen, type Portal } from '#store/portals.ts';
import { findSession, saveSession } from '#store/sessions.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { SessionClaims } from './portal-context.ts';

const tokenMs = 600_000;
const idleMs = 3_600_000;
const audience = 'kurs-api';
const issuer = 'kurs';

const Claims = z.object({
  tid: z.string().regex(/^[1-9]\d{0,17}$/),
  uid: z.string().regex(/^[1-9]\d{0,17}$/),
  sid: z.uuid(),
  sv: z.number().int(),
});

export interface Sessions {
  /** A new session of a verified person, with a token for ten minutes. */
  open(
    tx: PortalTransaction,
    portal: Portal,
    person: { userId: bigint; isAdmin: boolean },
  ): Promise<{ session: Session; claims: SessionClaims }>;
  /** Reads a bearer token; the session row decides, so that a revoked one ends at once. `onProven` may refuse before the store is asked. */
  read(token: string, onProven?: (who: { portalId: bigint; userId: string }) => void): Promise<SessionClaims>;
}

/** `key` is 32 random bytes of this installation; time here is the system clock. */
export function createSessions(options: { store: Store; key: Uint8Array; systemClock: () => Date }): Sessions {
  const { store, key, systemClock } = options;
  return {
    open: async (tx, portal, person) => {
      const now = systemClock();
      const sessionId = uuidv7();
      await saveSession(tx, { sessionId, userId: person.userId, isAdmin: person.isAdmin, sessionVersion: portal.sessionVersion, now });
      const expiresAt = new Date(Math.floor((now.getTime() + tokenMs) / 1000) * 1000);
      const token = await new SignJWT({
        tid: String(portal.portalId),
        uid: String(person.userId),
        sid: sessionId,
        sv: portal.sessionVersion,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'kurs+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now.getTime() / 1000))
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(key);
      return {
        session: { token, expiresAt: expiresAt.toISOString() },
        claims: { portalId: portal.portalId, userId: person.userId, sessionId, isAdmin: person.isAdmin, verifiedAt: now },
      };
    },
    read: async (token, onProven) => {
      const claims = await verify(token, key, systemClock());
      const portalId = BigInt(claims.tid);
      onProven?.({ portalId, userId: claims.uid });
      const found = await store
        .forPortal(portalId)
        .transaction(async (tx) => ({ portal: await findPortal(tx), session: await findSession(tx, claims.sid) }));
      const { portal, session } = found;
      const idle = session === undefined ? 0 : systemClock().getTime() - session.verified_at.getTime();
      if (
        portal === undefined ||
        !isOpen(portal) ||
        session === undefined ||
        session.revoked_at !== null ||
        session.is_dismissed ||
        session.session_version !== portal.sessionVersion ||
        idle > idleMs
      ) {
        throw expired();
      }
      return {
        portalId,
        userId: session.user_id,
        sessionId: session.session_id,
        isAdmin: session.is_admin,
        verifiedAt: session.verified_at,
      };
    },
  };
}

async function verify(token: string, key: Uint8Array, now: Date): Promise<z.infer<typeof Claims>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: 'kurs+jwt',
      audience,
      issuer,
      currentDate: now,
      clockTolerance: 10,
    });
    return Claims.parse(payload);
  } catch {
    // The reason stays out of the answer and the token out of every message.
    throw expired();
  }
}

function expired(): AppError {
  return new AppError('session-expired', 'The session is not valid any more');
}
