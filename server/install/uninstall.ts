import type { OAuth } from '#bitrix/oauth.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { listActiveTokens, revokeToken, saveNewToken } from '#store/portal-tokens.ts';
import { findPortal, setPortalState } from '#store/portals.ts';
import type { SecretText } from '#store/secret-text.ts';

export interface UninstallDeps {
  readonly store: Store;
  readonly oauth: OAuth;
  readonly secretText: SecretText;
  readonly systemClock: () => Date;
  readonly log: Log;
}

/** Reading stops at once; sessions end. The event was checked by its application token before. */
export async function beginUninstall(deps: UninstallDeps, portalId: bigint): Promise<void> {
  await deps.store.forPortal(portalId).transaction((tx) => setPortalState(tx, 'uninstall-pending', deps.systemClock()));
  deps.log.info({ portalId: String(portalId) }, 'the portal says that the application was removed');
}

/** An event alone ends nothing: the removal is real when the authorization server no longer knows any of our tokens. */
export async function confirmUninstall(deps: UninstallDeps, portalId: bigint): Promise<'uninstalled' | 'still-installed' | 'unknown'> {
  const known = await deps.store.forPortal(portalId).transaction(async (tx) => {
    const portal = await findPortal(tx);
    if (portal?.state !== 'uninstall-pending') return null;
    return { portal, tokens: await listActiveTokens(tx, deps.secretText, portal.memberId) };
  });
  if (known === null) return 'unknown';
  const { portal, tokens } = known;
  for (const token of tokens) {
    const outcome = await deps.oauth.refresh(portal.serverEndpoint, token.refreshToken);
    if (outcome.kind === 'unavailable') return 'unknown';
    if (outcome.kind === 'refreshed') {
      await deps.store.forPortal(portalId).transaction(async (tx) => {
        await saveNewToken(tx, deps.secretText, { memberId: portal.memberId, userId: token.userId }, outcome.tokens);
        await setPortalState(tx, 'active', deps.systemClock());
      });
      return 'still-installed';
    }
  }
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    for (const token of tokens) await revokeToken(tx, token);
    await setPortalState(tx, 'uninstalled', deps.systemClock());
  });
  return 'uninstalled';
}
