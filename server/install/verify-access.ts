import { readIdentity } from '#bitrix/application.ts';
import type { PortalClients } from '#bitrix/portal-clients.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import type { Log } from '#kernel/log.ts';

/** A person looks at an empty frame meanwhile. */
const patienceMs = 8_000;

export interface VerifyDeps {
  readonly clients: PortalClients;
  /** What `app.info` must answer as CODE. */
  readonly applicationCode: string;
  readonly log: Log;
}

export interface VerifiedPerson {
  readonly userId: bigint;
  /** May manage application settings. */
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly timeZone: string;
  readonly applicationVersion: number;
  readonly licenseFamily: string;
}

export type AccessRefusal = 'expired' | 'wrong-application' | 'inactive' | 'denied' | 'unavailable';

export type AccessVerdict =
  | { readonly kind: 'verified'; readonly person: VerifiedPerson }
  | { readonly kind: 'refused'; readonly reason: AccessRefusal };

/** Asks the portal we are bound to, never an address from a request, whose token this is. */
export async function verifyAccess(
  deps: VerifyDeps,
  portal: { readonly memberId: string; readonly clientEndpoint: string },
  accessToken: string,
): Promise<AccessVerdict> {
  try {
    const client = deps.clients.open({
      memberId: portal.memberId,
      clientEndpoint: portal.clientEndpoint,
      priority: 'interactive',
      getAccessToken: async () => accessToken,
      signal: AbortSignal.timeout(patienceMs),
    });
    const identity = await readIdentity(client);
    if (identity.applicationCode !== deps.applicationCode) return { kind: 'refused', reason: 'wrong-application' };
    if (!identity.person) return { kind: 'refused', reason: 'inactive' };
    const { applicationVersion, licenseFamily } = identity;
    return { kind: 'verified', person: { ...identity.person, isActive: true, applicationVersion, licenseFamily } };
  } catch (failure) {
    return { kind: 'refused', reason: toRefusal(deps, failure) };
  }
}

function toRefusal(deps: VerifyDeps, failure: unknown): AccessRefusal {
  if (failure instanceof PortalError) {
    deps.log.info({ kind: failure.kind, code: failure.code, method: failure.method }, 'a token was not accepted by its portal');
    if (failure.kind === 'expired-token') return 'expired';
    if (failure.kind === 'access-lost' || failure.kind === 'refused' || failure.kind === 'application-gone') return 'denied';
    return 'unavailable';
  }
  // Whether a request or the pause before the next one was cut off, the portal did not answer in time.
  if (failure instanceof Error && (failure.name === 'AbortError' || failure.name === 'TimeoutError')) return 'unavailable';
  throw failure;
}
