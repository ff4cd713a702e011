import type { PortalRequest } from '#bitrix/portal-request.ts';
import type { NoticeReason } from '#contract/session.ts';
import { matchesFingerprint } from '#install/application-token.ts';
import { installPortal } from '#install/install.ts';
import { verifyAccess, type VerifiedPerson } from '#install/verify-access.ts';
import { hastenCheck, noteVisit } from '#store/portal-lifecycle.ts';
import { getPortal, type Portal } from '#store/portals.ts';
import type { Web } from '../web.ts';

interface Refused {
  readonly kind: 'refused';
  readonly reason: NoticeReason;
  readonly status: number;
  readonly portal: Portal;
  /** How long to wait before it makes sense to come again. */
  readonly waitMs?: number | null;
}

export type Admitted = { readonly kind: 'admitted'; readonly portal: Portal; readonly person: VerifiedPerson } | Refused;

/** Who opens a page of a known portal, and whether that portal may be worked in. */
export async function admit(web: Web, known: Portal, request: PortalRequest, sender: string): Promise<Admitted> {
  if (known.state === 'uninstalled') return reconnect(web, known, { request, sender, otherwise: 'not-installed' });
  if (known.state === 'suspended') return askAgain(web, known, request);
  const verified = await verify(web, known, request);
  if (verified.kind === 'refused') return verified;
  if (known.state !== 'needs-reauth') return verified;
  await web.store.forPortal(known.portalId).transaction((tx) => noteVisit(tx, web.systemClock()));
  if (verified.person.isAdmin) return reconnect(web, known, { request, sender, otherwise: 'needs-administrator' });
  return { kind: 'refused', reason: 'needs-administrator', status: 403, portal: known };
}

/** The application token is a cheap filter; who the person is, only the bound portal says. */
async function verify(web: Web, known: Portal, request: PortalRequest): Promise<Admitted> {
  const denied: Refused = { kind: 'refused', reason: 'access-denied', status: 403, portal: known };
  const { accessToken, domain } = request;
  if (isForeign(web, known, request) || accessToken === null) return denied;
  // Anybody can name another address: it is looked into for the application token, for a person whom the portal knows, or for a portal
  // that does not answer where it was.
  const isTrusted = isProven(web, known, request);
  const asked = isTrusted ? await web.lifecycle.followRename(known, domain) : known;
  let verdict = await verifyAccess(web.install, asked, accessToken);
  if (verdict.kind === 'refused' && verdict.reason !== 'unavailable') return { ...denied, portal: asked };
  const portal = isTrusted ? asked : await web.lifecycle.followRename(known, domain);
  const isElsewhere = portal.clientEndpoint !== asked.clientEndpoint;
  if (verdict.kind === 'refused' && isElsewhere) verdict = await verifyAccess(web.install, portal, accessToken);
  if (verdict.kind === 'verified') return { kind: 'admitted', portal, person: verdict.person };
  return verdict.reason === 'unavailable' ? { kind: 'refused', reason: 'portal-unavailable', status: 502, portal } : { ...denied, portal };
}

function isProven(web: Web, { applicationTokenFingerprint }: Portal, { applicationToken }: PortalRequest): boolean {
  return applicationToken !== null && matchesFingerprint(web.install.fingerprintKey, applicationToken, applicationTokenFingerprint);
}

function isForeign(web: Web, { applicationTokenFingerprint }: Portal, { applicationToken }: PortalRequest): boolean {
  if (applicationToken === null || applicationTokenFingerprint === null) return false;
  return !matchesFingerprint(web.install.fingerprintKey, applicationToken, applicationTokenFingerprint);
}

/** An administrator brings a token with the frame: the proof is that of an installation. */
async function reconnect(
  web: Web,
  known: Portal,
  { request, sender, otherwise }: { request: PortalRequest; sender: string; otherwise: NoticeReason },
): Promise<Admitted> {
  const waitMs = web.limits.take('install', sender);
  if (waitMs > 0) return { kind: 'refused', reason: 'rate-limited', status: 429, portal: known, waitMs };
  const result = await installPortal(web.install, request);
  if (result.kind === 'refused') {
    const isLackOfRights = result.reason === 'not-an-administrator';
    web.log.info({ portalId: String(known.portalId), reason: result.reason }, 'a portal was not connected again');
    const { retryAfterMs } = result;
    if (result.reason === 'busy') return { kind: 'refused', reason: 'rate-limited', status: 429, portal: known, waitMs: retryAfterMs };
    if (result.reason === 'unavailable') return { kind: 'refused', reason: 'portal-unavailable', status: 502, portal: known };
    if (isLackOfRights) return { kind: 'refused', reason: 'ask-administrator', status: 403, portal: known };
    return { kind: 'refused', reason: otherwise, status: otherwise === 'not-installed' ? 404 : 403, portal: known };
  }
  await web.sync.requestFirstLoad(result.portalId);
  const portal = await web.store.forPortal(result.portalId).transaction(getPortal);
  return { kind: 'admitted', portal, person: result.person };
}

/** Whoever opens the page may have paid a moment ago. */
async function askAgain(web: Web, portal: Portal, request: PortalRequest): Promise<Refused> {
  const isSoon =
    !isForeign(web, portal, request) &&
    (await web.store.forPortal(portal.portalId).transaction((tx) => hastenCheck(tx, web.systemClock())));
  if (isSoon) await web.lifecycle.request(portal.portalId);
  return { kind: 'refused', reason: 'payment-ended', status: 403, portal };
}
