import type { SyncStatus } from '#contract/sync-status.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { readFreshness } from '../freshness.ts';
import type { PortalContext } from '../portal-context.ts';

export async function replySyncStatus(context: PortalContext): Promise<SyncStatus> {
  return { ...(await readSyncStatus(context.tx, context.now)), freshness: await readFreshness(context) };
}
