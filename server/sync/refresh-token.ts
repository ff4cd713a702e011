import type { OAuth, RefreshOutcome, RefreshRefusal } from '#bitrix/oauth.ts';
import type { EgressPolicy } from '#bitrix/egress-policy.ts';
import type { FreshAccess } from '#bitrix/portal-client.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import type { Log } from '#kernel/log.ts';
import { noteExchange, noteRefusal, reportRemoval, suspendPortal } from '#store/portal-lifecycle.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import {
  dropTokenLease,
  listActiveTokens,
  revokeToken,
  saveRefreshedToken,
  takeTokenLease,
  type PortalToken,
  type TokenLease,
} from '#store/portal-tokens.ts';
import { getPortal, savePortalEndpoint, savePortalScopes, setPortalState, type Portal } from '#store/portals.ts';
import type { SecretText } from '#store/secret-text.ts';

export interface RefreshDeps {
  readonly store: PortalStore;
  readonly oauth: OAuth;
  readonly secretText: SecretText;
  readonly egress: EgressPolicy;
  readonly systemClock: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** Tells this process from others that share the store. */
  readonly node: string;
  readonly log: Log;
}

/** Longer than an exchange by both tokens may take, so that no second one begins meanwhile. */
const leaseMs = 40_000;
const patienceMs = 45_000;

/** One exchange at a time over all processes: whoever finds the lease taken waits for the next generation. */
export async function refreshToken(deps: RefreshDeps, userId: bigint, stale: string): Promise<FreshAccess> {
  const giveUpAt = deps.systemClock().getTime() + patienceMs;
  for (let round = 0; ; round += 1) {
    const { portal, token } = await readToken(deps, userId);
    // Whoever was waited for has learned that the portal does not pay; asking again would teach nothing.
    if (round > 0 && portal.state === 'suspended') throw new PortalError('payment-required', { code: 'suspended', method: 'oauth' });
    if (!token) throw new PortalError('access-lost', { code: 'token-revoked', method: 'oauth' });
    if (token.accessToken !== stale) return { accessToken: token.accessToken, clientEndpoint: portal.clientEndpoint };
    const now = deps.systemClock();
    const lease = { userId, generation: token.generation, node: deps.node };
    if (await deps.store.transaction((tx) => takeTokenLease(tx, lease, leaseMs))) return exchange(deps, portal, token);
    if (now.getTime() > giveUpAt) throw new PortalError('unavailable', { code: 'refresh-busy', method: 'oauth' });
    await deps.sleep(200);
  }
}

async function readToken(deps: RefreshDeps, userId: bigint): Promise<{ portal: Portal; token: PortalToken | undefined }> {
  return deps.store.transaction(async (tx) => {
    const portal = await getPortal(tx);
    const tokens = await listActiveTokens(tx, deps.secretText, portal.memberId);
    return { portal, token: tokens.find((token) => token.userId === userId) };
  });
}

async function exchange(deps: RefreshDeps, portal: Portal, token: PortalToken): Promise<FreshAccess> {
  const lease = { userId: token.userId, generation: token.generation, node: deps.node };
  let outcome = await deps.oauth.refresh(portal.serverEndpoint, token.refreshToken);
  // A crash between the exchange and its saving leaves us with the older of two tokens.
  if (outcome.kind === 'refused' && outcome.reason === 'invalid-grant' && token.previousRefreshToken !== null) {
    outcome = await deps.oauth.refresh(portal.serverEndpoint, token.previousRefreshToken);
  }
  if (outcome.kind === 'unavailable' || (outcome.kind === 'refused' && ourFaults.has(outcome.reason)))
    return waitForBetter(deps, lease, outcome);
  if (outcome.kind === 'refused' || outcome.tokens.memberId !== portal.memberId) return giveUp(deps, portal, token, outcome);
  const { tokens } = outcome;
  const endpoint = deps.egress.check(tokens.clientEndpoint);
  await deps.store.transaction(async (tx) => {
    await saveRefreshedToken(tx, deps.secretText, { ...lease, memberId: portal.memberId }, tokens);
    await noteExchange(tx, deps.systemClock());
    await savePortalScopes(tx, tokens.scopes, deps.systemClock());
    if (endpoint.kind === 'refused') return;
    await savePortalEndpoint(tx, { clientEndpoint: tokens.clientEndpoint, origin: endpoint.endpoint.origin }, deps.systemClock());
  });
  return { accessToken: tokens.accessToken, clientEndpoint: endpoint.kind === 'refused' ? portal.clientEndpoint : tokens.clientEndpoint };
}

/** What a wrong secret, a wrong request or a missing host of ours is refused for: the tokens of the portal are as good as before. */
const ourFaults: ReadonlySet<RefreshRefusal> = new Set<RefreshRefusal>(['invalid-client', 'host-not-allowed', 'refused']);

/** Nothing is known about the token, so it stays, and so does the state of the portal. */
async function waitForBetter(
  deps: RefreshDeps,
  lease: TokenLease,
  outcome: Exclude<RefreshOutcome, { kind: 'refreshed' }>,
): Promise<never> {
  await deps.store.transaction(async (tx) => {
    await dropTokenLease(tx, lease);
    // An application that was removed is answered like a wrong secret of ours: which of both it is shows with the days.
    if (outcome.kind === 'refused' && outcome.reason === 'invalid-client') await noteRefusal(tx, deps.systemClock());
  });
  if (outcome.kind === 'unavailable') throw new PortalError('unavailable', { code: outcome.code, method: 'oauth' });
  const portalId = String(deps.store.portalId);
  deps.log.error({ portalId, code: outcome.code }, 'the authorization server refuses our own credentials or request, tokens are kept');
  throw new PortalError('unavailable', { code: outcome.reason === 'refused' ? outcome.code : outcome.reason, method: 'oauth' });
}

/** Data is read in another administrator's name from now on; without one the portal waits for somebody to open the application. */
async function giveUp(deps: RefreshDeps, portal: Portal, token: PortalToken, outcome: RefreshOutcome): Promise<never> {
  const reason = outcome.kind === 'refused' ? outcome.reason : 'foreign-portal';
  await deps.store.transaction((tx) => putAside(deps, tx, { portal, token, reason }));
  deps.log.warn({ portalId: String(portal.portalId), userId: String(token.userId), reason }, 'a token is of no use any more');
  throw new PortalError(reason === 'payment-required' ? 'payment-required' : 'access-lost', { code: reason, method: 'oauth' });
}

async function putAside(
  deps: RefreshDeps,
  tx: PortalTransaction,
  { portal, token, reason }: { portal: Portal; token: PortalToken; reason: RefreshRefusal | 'foreign-portal' },
): Promise<void> {
  const now = deps.systemClock();
  if (reason === 'payment-required' || reason === 'portal-gone') {
    await dropTokenLease(tx, { userId: token.userId, generation: token.generation, node: deps.node });
    return reason === 'portal-gone' ? reportRemoval(tx, { at: now, wantsClean: false }) : suspendPortal(tx, now);
  }
  await revokeToken(tx, token);
  const left = await listActiveTokens(tx, deps.secretText, portal.memberId);
  if (left.length > 0 || (await getPortal(tx)).state === 'uninstall-pending') return;
  await noteRefusal(tx, now);
  await setPortalState(tx, 'needs-reauth', now);
}
