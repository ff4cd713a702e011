import type { Request, Response } from 'express';
import { parsePortalEvent, toHints, type PortalEvent } from '#bitrix/portal-request.ts';
import { AppError } from '#kernel/errors.ts';
import { acceptUpdate } from '#install/accept-update.ts';
import { matchesFingerprint } from '#install/application-token.ts';
import { beginUninstall, confirmUninstall } from '#install/uninstall.ts';
import { markDirty } from '#store/dirty-records.ts';
import { findPortal } from '#store/portals.ts';
import type { Web } from '../web.ts';

/** Events only say that something changed; an unknown portal or a wrong token changes nothing. */
export function createEventHandler(web: Web) {
  return async (request: Request, response: Response): Promise<void> => {
    const parsed = parsePortalEvent(request.body);
    if (parsed.kind === 'malformed') throw new AppError('bad-request', `The event cannot be read: ${parsed.faults.join(', ')}`);
    const event = parsed.value;
    const portalId = await web.store.directory.findPortalId(event.memberId);
    const portal = portalId === undefined ? undefined : await web.store.forPortal(portalId).transaction(findPortal);
    if (portalId === undefined || portal === undefined) throw new AppError('portal-unknown', 'The portal is not connected');
    if (event.name === 'ONAPPUPDATE') return accept(web, response, () => acceptUpdate(web.install, portalId, event));
    if (!matchesFingerprint(web.install.fingerprintKey, event.applicationToken, portal.applicationTokenFingerprint)) {
      throw new AppError('forbidden', 'The application token does not match');
    }
    if (event.name === 'ONAPPUNINSTALL') return accept(web, response, () => uninstall(web, portalId));
    await saveHints(web, portalId, event);
    response.status(200).json({});
  };
}

async function saveHints(web: Web, portalId: bigint, event: PortalEvent): Promise<void> {
  const hints = toHints(event);
  if (hints.length === 0) return;
  await web.store.forPortal(portalId).transaction((tx) => markDirty(tx, hints, web.systemClock()));
  await web.sync.requestCatchUp(portalId);
}

async function uninstall(web: Web, portalId: bigint): Promise<void> {
  await beginUninstall(web.install, portalId);
  await confirmUninstall(web.install, portalId);
}

/** The portal's queue slows down for slow handlers: answer first, then work. */
function accept(web: Web, response: Response, work: () => Promise<unknown>): void {
  response.status(200).json({});
  work().catch((failure: unknown) =>
    web.log.error({ cause: failure instanceof Error ? failure.message : 'unknown' }, 'an event of the application failed'),
  );
}
