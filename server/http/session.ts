import { SignJWT, jwtVerify, type JWTHeaderParameters } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { ringOf, type KeyRing } from '#kernel/key-ring.ts';
import type { Session } from '#contract/session.ts';
import { findPortal, isOpen, type Portal } from '#store/portals.ts';
import { findSession, saveSession, type StoredSession } from '#store/sessions.ts';
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
  /** Whose token it is; without the store. */
  prove(token: string): Promise<ProvenToken>;
  /** The session row decides, so that a revoked one ends at once. */
  confirm(tx: PortalTransaction, proven: ProvenToken): Promise<{ claims: SessionClaims; portal: Portal }>;
}

/** What a genuine bearer token says; its session may have ended since. */
export interface ProvenToken {
  readonly portalId: bigint;
  readonly userId: bigint;
  readonly sessionId: string;
}

/** `key` is 32 random bytes of this installation, or the ring of those that are live; time here is the system clock. */
export function createSessions(options: { key: Uint8Array | KeyRing; systemClock: () => Date }): Sessions {
  const { systemClock } = options;
  const keys = options.key instanceof Uint8Array ? ringOf(options.key) : options.key;
  return {
    open: async (tx, portal, person) => {
      const now = systemClock();
      const sessionId = uuidv7();
      await saveSession(tx, { sessionId, userId: person.userId, isAdmin: person.isAdmin, sessionVersion: portal.sessionVersion, now });
      const expiresAt = new Date(Math.floor((now.getTime() + tokenMs) / 1000) * 1000);
      const signingKey = keys.current();
      const token = await new SignJWT({
        tid: String(portal.portalId),
        uid: String(person.userId),
        sid: sessionId,
        sv: portal.sessionVersion,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'kurs+jwt', kid: signingKey.keyId })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now.getTime() / 1000))
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(signingKey.bytes);
      return {
        session: { token, expiresAt: expiresAt.toISOString() },
        claims: { portalId: portal.portalId, userId: person.userId, sessionId, isAdmin: person.isAdmin, verifiedAt: now },
      };
    },
    prove: async (token) => {
      const { tid, uid, sid } = await verify(token, keys, systemClock());
      return { portalId: BigInt(tid), userId: BigInt(uid), sessionId: sid };
    },
    confirm: async (tx, { sessionId }) => {
      const portal = await findPortal(tx);
      const session = await findSession(tx, sessionId);
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
        throw expired(portal !== undefined && session !== undefined && isOpen(portal) ? reasonOf(session, idle) : 'nothing-open');
      }
      const claims = {
        portalId: tx.portalId,
        userId: session.user_id,
        sessionId,
        isAdmin: session.is_admin,
        verifiedAt: session.verified_at,
      };
      return { claims, portal };
    },
  };
}

async function verify(token: string, keys: KeyRing, now: Date): Promise<z.infer<typeof Claims>> {
  const keyOf = ({ kid }: Pick<JWTHeaderParameters, 'kid'>): Buffer => {
    const key = kid === undefined ? keys.current() : keys.find(kid);
    if (key === undefined) throw expired('unknown-key');
    return key.bytes;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
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
    throw expired('token-refused');
  }
}

/** For whoever counts rejections; the person learns only that the session is over. */
function reasonOf(session: StoredSession, idle: number): string {
  if (session.is_dismissed) return 'dismissed';
  if (session.revoked_at !== null) return 'revoked';
  return idle > idleMs ? 'idle' : 'session-version';
}

function expired(reason: string): AppError {
  return new AppError('session-expired', 'The session is not valid any more', { details: { reason } });
}
