import type { PortalEvent } from '#bitrix/portal-request.ts';
import { saveUpdate } from '#store/portal-updates.ts';
import { findPortal } from '#store/portals.ts';
import { fingerprintOf } from './application-token.ts';
import type { InstallDeps } from './install.ts';

type NoteDeps = Pick<InstallDeps, 'store' | 'oauth' | 'secretText' | 'fingerprintKey' | 'systemClock'>;

/**
 * Keeps what ONAPPUPDATE brings, so that it may be answered: whether it is true is looked into afterwards, by any process.
 * An event that cannot be proven, because it names no token or no authorization server we know, is not kept.
 */
export async function noteUpdate(
  { store, oauth, secretText, fingerprintKey, systemClock }: NoteDeps,
  portalId: bigint,
  { event, sender }: { event: PortalEvent; sender: string },
): Promise<'saved' | 'full' | 'refused'> {
  const { memberId, applicationToken, refreshToken, serverEndpoint } = event;
  if (refreshToken === null || serverEndpoint === null || !oauth.isKnown(serverEndpoint)) return 'refused';
  const update = {
    memberId,
    updateId: fingerprintOf(fingerprintKey, JSON.stringify([applicationToken, refreshToken, serverEndpoint])),
    sender: fingerprintOf(fingerprintKey, sender),
    applicationTokenFingerprint: fingerprintOf(fingerprintKey, applicationToken),
    serverEndpoint,
    refreshToken,
    toldAt: systemClock(),
  };
  return store
    .forPortal(portalId)
    .transaction(async (tx) => ((await findPortal(tx)) === undefined ? 'refused' : saveUpdate(tx, secretText, update)));
}
