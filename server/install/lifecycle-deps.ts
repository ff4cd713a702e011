import type { RefreshOutcome } from '#bitrix/oauth.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import type { InstallDeps } from './install.ts';

/** What looking after a connected portal needs beside what connecting it needed. */
export interface LifecycleDeps extends InstallDeps {
  /** One exchange at a time over all processes; a refusal changes nothing that is stored. */
  exchange(portalId: bigint, userId: bigint): Promise<RefreshOutcome>;
  /** Speaks in the name of an administrator. */
  clientFor(portalId: bigint): Promise<PortalClient>;
  /** The portal may be read again. */
  onConnected(portalId: bigint): Promise<void>;
}
