import type { OAuthTokens, RefreshOutcome } from '#bitrix/oauth.ts';
import { noteExchange } from '#store/portal-lifecycle.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { dropTokenLease, listTokens, saveNewToken, saveRefreshedToken, takeTokenLease, type PortalToken } from '#store/portal-tokens.ts';
import { getPortal, savePortalEndpoint, savePortalScopes, type Portal } from '#store/portals.ts';
import type { RefreshDeps } from './refresh-token.ts';

const leaseMs = 40_000;

/** Asks the authorization server about a token, also one that was put aside, without drawing conclusions from a refusal. */
export async function exchangeToken(deps: RefreshDeps, userId: bigint): Promise<RefreshOutcome> {
  const { portal, token } = await deps.store.transaction(async (tx) => {
    const found = await getPortal(tx);
    const tokens = await listTokens(tx, deps.secretText, found.memberId);
    return { portal: found, token: tokens.find((candidate) => candidate.userId === userId) };
  });
  if (token === undefined) return { kind: 'unavailable', code: 'no-token' };
  const lease = { userId, generation: token.generation, node: deps.node };
  if (token.isActive && !(await deps.store.transaction((tx) => takeTokenLease(tx, lease, leaseMs))))
    return { kind: 'unavailable', code: 'refresh-busy' };
  const outcome = await ask(deps, portal, token);
  await deps.store.transaction(async (tx) => {
    if (outcome.kind === 'refreshed') await save(deps, tx, { portal, token, tokens: outcome.tokens });
    else await dropTokenLease(tx, lease);
  });
  return outcome;
}

async function ask(deps: RefreshDeps, portal: Portal, token: PortalToken): Promise<RefreshOutcome> {
  let outcome = await deps.oauth.refresh(portal.serverEndpoint, token.refreshToken);
  if (outcome.kind === 'refused' && outcome.reason === 'invalid-grant' && token.previousRefreshToken !== null)
    outcome = await deps.oauth.refresh(portal.serverEndpoint, token.previousRefreshToken);
  if (outcome.kind === 'refreshed' && outcome.tokens.memberId !== portal.memberId) return { kind: 'unavailable', code: 'foreign-portal' };
  return outcome;
}

/** A portal that was renamed is found at the address the authorization server names, and at no other. */
async function save(
  deps: RefreshDeps,
  tx: PortalTransaction,
  { portal, token, tokens }: { portal: Portal; token: PortalToken; tokens: OAuthTokens },
): Promise<void> {
  const { userId, generation } = token;
  const { memberId } = portal;
  const now = deps.systemClock();
  if (token.isActive) await saveRefreshedToken(tx, deps.secretText, { userId, generation, node: deps.node, memberId }, tokens);
  else await saveNewToken(tx, deps.secretText, { memberId, userId }, tokens);
  await noteExchange(tx, now);
  await savePortalScopes(tx, tokens.scopes, now);
  const endpoint = deps.egress.check(tokens.clientEndpoint);
  if (endpoint.kind === 'refused') return;
  await savePortalEndpoint(tx, { clientEndpoint: tokens.clientEndpoint, origin: endpoint.endpoint.origin }, now);
}
