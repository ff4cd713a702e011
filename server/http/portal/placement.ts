import type { Request, Response } from 'express';
import { parsePortalRequest, type PortalRequest } from '#bitrix/portal-request.ts';
import type { Boot, NoticeReason, View } from '#contract/session.ts';
import { BitrixId } from '#contract/wire.ts';
import { matchesFingerprint } from '#install/application-token.ts';
import { viewOfPlacement } from '#install/register-placements.ts';
import { verifyAccess, type VerifiedPerson } from '#install/verify-access.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { saveLicenseFamily } from '#store/request-budget.ts';
import { replyDealOutlook } from '../api/deal-outlook.ts';
import { replyLeadOutlook } from '../api/lead-outlook.ts';
import { readPortalContext } from '../portal-context.ts';
import type { Web } from '../web.ts';
import { noticeBoot, pageBoot } from './boot.ts';

/** Bitrix24 opens every placement by POST; the answer carries the session and the first data inline. */
export function createPlacementHandler(web: Web) {
  return async (request: Request, response: Response): Promise<void> => {
    const parsed = parsePortalRequest(request.query, request.body);
    if (parsed.kind === 'malformed') return refuse(web, request, response, { reason: 'request-malformed', status: 400 });
    const portalRequest = parsed.value;
    const portal = await findKnownPortal(web, portalRequest.memberId);
    if (portal?.state !== 'active') {
      return refuse(web, request, response, {
        reason: 'not-installed',
        status: 404,
        portalRequest,
        ...(portal === undefined ? {} : { portal }),
      });
    }
    const verified = await verify(web, portal, portalRequest);
    if (verified.kind === 'refused') return refuse(web, request, response, { ...verified, portalRequest, portal });
    const boot = await openPage(web, portal, portalRequest, verified.person);
    web.pages.send(response, { boot, status: 200, frameAncestor: portal.origin });
  };
}

async function findKnownPortal(web: Web, memberId: string): Promise<Portal | undefined> {
  const portalId = await web.store.directory.findPortalId(memberId);
  return portalId === undefined ? undefined : web.store.forPortal(portalId).transaction(findPortal);
}

type Verified = { kind: 'verified'; person: VerifiedPerson } | { kind: 'refused'; reason: NoticeReason; status: number };

/** The application token is a cheap filter; who the person is, only the bound portal says. */
async function verify(web: Web, portal: Portal, request: PortalRequest): Promise<Verified> {
  const denied = { kind: 'refused', reason: 'access-denied', status: 403 } as const;
  const { applicationToken } = request;
  const isForeign =
    applicationToken !== null &&
    portal.applicationTokenFingerprint !== null &&
    !matchesFingerprint(web.install.fingerprintKey, applicationToken, portal.applicationTokenFingerprint);
  if (isForeign || request.accessToken === null) return denied;
  const verdict = await verifyAccess(web.install, portal, request.accessToken);
  if (verdict.kind === 'verified') return verdict;
  return verdict.reason === 'unavailable' ? { kind: 'refused', reason: 'portal-unavailable', status: 502 } : denied;
}

function refuse(
  web: Web,
  request: Request,
  response: Response,
  refusal: { reason: NoticeReason; status: number; portalRequest?: PortalRequest; portal?: Portal },
): void {
  const boot = noticeBoot(web, request, { reason: refusal.reason, language: refusal.portalRequest?.language ?? 'ru' });
  web.pages.send(response, { boot, status: refusal.status, frameAncestor: refusal.portal?.origin ?? null });
}

/** Session, viewer and first data in one transaction. */
async function openPage(web: Web, portal: Portal, request: PortalRequest, person: VerifiedPerson): Promise<Boot> {
  return web.store.forPortal(portal.portalId).transaction(async (tx) => {
    const { session, claims } = await web.sessions.open(tx, portal, person);
    await saveLicenseFamily(tx, person.licenseFamily);
    const context = await readPortalContext(tx, claims, web.businessClock(), () => undefined);
    const entityId = BitrixId.safeParse(request.placementOptions['ID']).data ?? null;
    const view = viewOf(request, entityId);
    const boot = pageBoot(web, context, {
      view,
      language: request.language,
      session,
      person,
      placement: { code: request.placement, entityId },
    });
    return {
      ...boot,
      deal: view === 'deal-tab' && entityId !== null ? await replyDealOutlook(context, { dealId: entityId }) : null,
      lead: view === 'lead-tab' && entityId !== null ? await replyLeadOutlook(context, { leadId: entityId }) : null,
    };
  });
}

/** A card tab of a record that is not saved yet has no id: it shows the workspace. */
function viewOf(request: PortalRequest, entityId: string | null): View {
  const view = viewOfPlacement(request.placement);
  if (view !== 'workspace' && entityId !== null) return view;
  return request.placementOptions['view'] === 'my-plan' ? 'my-plan' : 'workspace';
}
