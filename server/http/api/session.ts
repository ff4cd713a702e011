import type { Router } from 'express';
import { AppError } from '#kernel/errors.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { renewSession } from '#contract/session.ts';
import { verifyAccess, type AccessRefusal } from '#install/verify-access.ts';
import { findPortal, isOpen } from '#store/portals.ts';
import { toSender } from '../limits/client-address.ts';
import { isStranger } from '../stranger.ts';
import { parseRequest, route, send } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';

const codes: Readonly<Record<AccessRefusal, ErrorCode>> = {
  expired: 'session-expired',
  'wrong-application': 'portal-refused',
  inactive: 'portal-refused',
  denied: 'portal-refused',
  unavailable: 'portal-unavailable',
};

/** The frame's own Bitrix24 token is proof enough for a new session; it is asked of the portal we are bound to. */
export function serveSession(router: Router, web: Web): void {
  route(router, web, renewSession, async (request, response) => {
    const { memberId, accessToken } = parseRequest(renewSession, request);
    web.limits.demand('renewal', toSender(request.ip));
    const portalId = await web.store.directory.findPortalId(memberId);
    const portal = portalId === undefined ? undefined : await web.store.forPortal(portalId).transaction(findPortal);
    if (portal === undefined || !isOpen(portal)) throw new AppError('portal-unknown', 'The portal is not connected');
    const verdict = await verifyAccess(web.install, portal, accessToken);
    if (verdict.kind === 'refused') throw new AppError(codes[verdict.reason], `The portal did not confirm the person: ${verdict.reason}`);
    const opened = await web.store.forPortal(portal.portalId).transaction(async (tx) => {
      if (await isStranger(tx, verdict.person)) throw new AppError('portal-refused', 'The person does not work in the portal');
      return web.sessions.open(tx, portal, verdict.person);
    });
    send(web, renewSession, response, opened.session);
  });
}
