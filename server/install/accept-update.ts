import type { PortalEvent } from '#bitrix/portal-request.ts';
import { noteConnected, noteExchange, saveLifecycle } from '#store/portal-lifecycle.ts';
import { saveNewToken } from '#store/portal-tokens.ts';
import { getPortal, savePortal } from '#store/portals.ts';
import { saveLicenseFamily } from '#store/request-budget.ts';
import { fingerprintOf } from './application-token.ts';
import { bindEverything } from './bind-everything.ts';
import type { InstallDeps } from './install.ts';
import { verifyAccess } from './verify-access.ts';

/**
 * ONAPPUPDATE may bring another application token, so it is accepted by the same proof as an installation:
 * the refresh token it carries must belong to this very portal. Bindings are made again.
 */
export async function acceptUpdate(deps: InstallDeps, portalId: bigint, event: PortalEvent): Promise<'updated' | 'refused'> {
  if (event.refreshToken === null || event.serverEndpoint === null) return 'refused';
  const outcome = await deps.unproven.exchangeInTurn(portalId, event.serverEndpoint, event.refreshToken);
  if (outcome.kind !== 'refreshed' || outcome.tokens.memberId !== event.memberId) return 'refused';
  const { tokens } = outcome;
  if (deps.clients.egress.check(tokens.clientEndpoint).kind === 'refused') return 'refused';
  const verdict = await verifyAccess(deps, tokens, tokens.accessToken);
  if (verdict.kind === 'refused' || !verdict.person.isAdmin) return 'refused';
  const { userId, applicationVersion, licenseFamily } = verdict.person;
  const scopes = await deps.store.forPortal(portalId).transaction(async (tx) => {
    const portal = await getPortal(tx);
    const applicationTokenFingerprint = fingerprintOf(deps.fingerprintKey, event.applicationToken);
    const granted = tokens.scopes.length > 0 ? tokens.scopes : portal.scopes;
    await savePortal(tx, { ...portal, applicationTokenFingerprint, applicationVersion, scopes: granted }, deps.systemClock());
    await saveNewToken(tx, deps.secretText, { memberId: portal.memberId, userId }, tokens);
    await saveLicenseFamily(tx, licenseFamily);
    await noteConnected(tx);
    await noteExchange(tx, deps.systemClock());
    // The update has dropped what was bound: should the binding below not succeed, it is done again.
    await saveLifecycle(tx, { bindings: null, bindings_at: null });
    return granted;
  });
  const client = deps.clients.open({ ...tokens, priority: 'background', getAccessToken: async () => tokens.accessToken });
  await bindEverything(deps, { portalId, client, scopes });
  return 'updated';
}
