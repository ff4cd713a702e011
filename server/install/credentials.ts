import { readLifecycle } from '#store/portal-lifecycle.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import type { InstallDeps } from './install.ts';

/** Our secret is right when another portal of the same authorization server exchanged a token since. */
export async function areCredentialsProven(deps: Pick<InstallDeps, 'store'>, portal: Portal, since: Date | null): Promise<boolean> {
  if (since === null) return false;
  const { host } = new URL(portal.serverEndpoint);
  for (const portalId of await deps.store.directory.listPortalIds()) {
    if (portalId === portal.portalId) continue;
    const other = await deps.store
      .forPortal(portalId)
      .transaction(async (tx) => ({ portal: await findPortal(tx), exchangedAt: (await readLifecycle(tx)).exchanged_at }));
    if (other.portal === undefined || other.exchangedAt === null || other.exchangedAt <= since) continue;
    if (new URL(other.portal.serverEndpoint).host === host) return true;
  }
  return false;
}
