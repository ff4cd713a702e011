import { readLifecycle, saveLifecycle } from '#store/portal-lifecycle.ts';
import { listActiveTokens } from '#store/portal-tokens.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import type { LifecycleDeps } from './lifecycle-deps.ts';

const onceInMs = 10 * 60_000;

/**
 * A frame names another address than ours. It is never believed: our own token is exchanged, at most once in ten minutes,
 * and the portal is where the authorization server says it is.
 */
export async function followRename(
  deps: Pick<LifecycleDeps, 'store' | 'secretText' | 'systemClock' | 'exchange'>,
  portal: Portal,
  domain: string,
): Promise<Portal> {
  const { hostname, host } = new URL(portal.clientEndpoint);
  if (domain === '' || domain === host || domain === hostname) return portal;
  const store = deps.store.forPortal(portal.portalId);
  const now = deps.systemClock();
  const token = await store.transaction(async (tx) => {
    const { domain_checked_at: checkedAt } = await readLifecycle(tx);
    if (checkedAt !== null && now.getTime() - checkedAt.getTime() < onceInMs) return undefined;
    await saveLifecycle(tx, { domain_checked_at: now });
    return (await listActiveTokens(tx, deps.secretText, portal.memberId))[0];
  });
  if (token === undefined) return portal;
  await deps.exchange(portal.portalId, token.userId);
  return (await store.transaction(findPortal)) ?? portal;
}
