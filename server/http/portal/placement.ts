import type { Request, Response } from 'express';
import { parsePortalRequest, type PortalRequest } from '#bitrix/portal-request.ts';
import type { Boot, NoticeReason, View } from '#contract/session.ts';
import { BitrixId } from '#contract/wire.ts';
import { keepAnotherToken } from '#install/keep-tokens.ts';
import { viewOfPlacement } from '#install/register-placements.ts';
import type { VerifiedPerson } from '#install/verify-access.ts';
import { can } from '#policy/can.ts';
import { findPortal, framingOrigins, getPortal, type Portal } from '#store/portals.ts';
import { saveLicenseFamily } from '#store/request-budget.ts';
import { replyDealOutlook } from '../api/deal-outlook.ts';
import { replyLeadOutlook } from '../api/lead-outlook.ts';
import { retryAfter } from '../error-reply.ts';
import { toSender } from '../limits/client-address.ts';
import { createMetPortals } from '../limits/met-portals.ts';
import { readPortalContext } from '../portal-context.ts';
import { noteRefusal } from '../request-metrics.ts';
import { isStranger } from '../stranger.ts';
import type { Web } from '../web.ts';
import { admit } from './admit.ts';
import { noticeBoot, pageBoot } from './boot.ts';

/** Bitrix24 opens every placement by POST; the answer carries the session and the first data inline. */
export function createPlacementHandler(web: Web) {
  const met = createMetPortals();
  return async (request: Request, response: Response): Promise<void> => {
    const parsed = parsePortalRequest(request.query, request.body);
    if (parsed.kind === 'malformed') return refuse(web, request, response, { reason: 'request-malformed', status: 400 });
    const portalRequest = parsed.value;
    const { memberId } = portalRequest;
    const sender = toSender(request.ip);
    const waitMs = web.limits.take('page', `${sender} ${memberId}`) || (met.has(memberId) ? 0 : web.limits.take('stranger', sender));
    if (waitMs > 0) return refuse(web, request, response, { ...tooOften, portalRequest, waitMs, framedBy: met.originsOf(memberId) });
    const known = await findKnownPortal(web, memberId);
    if (known === undefined) return refuse(web, request, response, { reason: 'not-installed', status: 404, portalRequest });
    met.meet(memberId, framingOrigins(known, web.systemClock()));
    const admitted = await admit(web, known, portalRequest, sender);
    const framedBy = framingOrigins(admitted.portal, web.systemClock());
    if (admitted.kind === 'refused') return refuse(web, request, response, { ...admitted, portalRequest, framedBy });
    const { portal, person } = admitted;
    const boot = await openPage(web, portal, portalRequest, person);
    if (boot === null) return refuse(web, request, response, { reason: 'access-denied', status: 403, portalRequest, framedBy });
    web.pages.send(response, { boot, status: 200, framedBy });
    const keeping = keepAnotherToken(web.install, { portal, person, request: portalRequest }).catch((failure: unknown) =>
      web.log.warn({ cause: failure instanceof Error ? failure.message : 'unknown' }, 'the token of an administrator was not kept'),
    );
    web.behind.track(keeping);
    await keeping;
  };
}

const tooOften = { reason: 'rate-limited', status: 429 } as const;

async function findKnownPortal(web: Web, memberId: string): Promise<Portal | undefined> {
  const portalId = await web.store.directory.findPortalId(memberId);
  return portalId === undefined ? undefined : web.store.forPortal(portalId).transaction(findPortal);
}

function refuse(
  web: Web,
  request: Request,
  response: Response,
  refusal: {
    reason: NoticeReason;
    status: number;
    portalRequest?: PortalRequest;
    framedBy?: readonly string[];
    waitMs?: number | null;
  },
): void {
  noteRefusal(response, refusal.reason);
  const boot = noticeBoot(web, request, { reason: refusal.reason, language: refusal.portalRequest?.language ?? 'ru' });
  response.set(retryAfter(refusal.waitMs));
  web.pages.send(response, { boot, status: refusal.status, framedBy: refusal.framedBy ?? [] });
}

/** Session, viewer and first data in one transaction; null for somebody who does not work in the portal. */
async function openPage(web: Web, portal: Portal, request: PortalRequest, person: VerifiedPerson): Promise<Boot | null> {
  return web.store.forPortal(portal.portalId).transaction(async (tx) => {
    if (await isStranger(tx, person)) return null;
    const { session, claims } = await web.sessions.open(tx, portal, person);
    await saveLicenseFamily(tx, person.licenseFamily);
    const context = await readPortalContext(tx, { session: claims, portal: await getPortal(tx) }, web.businessClock(), () => undefined);
    const entityId = BitrixId.safeParse(request.placementOptions['ID']).data ?? null;
    const view = viewOf(request, entityId);
    const seesCard = can(context.actor, 'see-card', { kind: 'portal' });
    const boot = await pageBoot(web, context, {
      view,
      language: request.language,
      session,
      person,
      placement: { code: request.placement, entityId },
    });
    return {
      ...boot,
      deal: view === 'deal-tab' && entityId !== null && seesCard ? await replyDealOutlook(context, { dealId: entityId }) : null,
      lead: view === 'lead-tab' && entityId !== null && seesCard ? await replyLeadOutlook(context, { leadId: entityId }) : null,
    };
  });
}

/** A card tab of a record that is not saved yet has no id: it shows the workspace. */
function viewOf(request: PortalRequest, entityId: string | null): View {
  const view = viewOfPlacement(request.placement);
  if (view !== 'workspace' && entityId !== null) return view;
  return request.placementOptions['view'] === 'my-plan' ? 'my-plan' : 'workspace';
}
