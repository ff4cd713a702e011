import type { OAuthTokens } from '#bitrix/oauth.ts';
import type { PortalRequest } from '#bitrix/portal-request.ts';
import { dayMs, lockPortalState, noteConnected, noteExchange, noteRefusal, saveLifecycle } from '#store/portal-lifecycle.ts';
import { listActiveTokens, revokeToken, saveNewToken } from '#store/portal-tokens.ts';
import { setPortalState, type Portal } from '#store/portals.ts';
import type { Cared } from './due-care.ts';
import type { InstallDeps } from './install.ts';
import type { LifecycleDeps } from './lifecycle-deps.ts';
import type { VerifiedPerson } from './verify-access.ts';

/** Enough that the portal is read on when one of them is dismissed. */
const keptAdministrators = 2;
const hourMs = 3_600_000;

/** A portal that stopped paying is asked once a day; whoever pays again is read again. */
export async function retryPayment(deps: LifecycleDeps, { portal }: Cared): Promise<void> {
  const [token] = await listOf(deps, portal);
  const outcome = token === undefined ? null : await deps.exchange(portal.portalId, token.userId);
  const isPaid = outcome?.kind === 'refreshed';
  await deps.store.forPortal(portal.portalId).transaction(async (tx) => {
    const now = deps.systemClock();
    if ((await lockPortalState(tx)) !== 'suspended') return;
    if (isPaid) {
      await setPortalState(tx, 'active', now);
      return noteConnected(tx);
    }
    if (outcome?.kind === 'refused' && outcome.reason !== 'payment-required') await noteRefusal(tx, now);
    const waitMs = outcome?.kind === 'unavailable' ? hourMs : dayMs;
    await saveLifecycle(tx, { check_at: new Date(now.getTime() + waitMs) });
  });
  deps.log.info({ portalId: String(portal.portalId), isPaid }, 'a portal that stopped paying was asked again');
  if (isPaid) await deps.onConnected(portal.portalId);
}

/** Exchanges what was not exchanged for long; a token that is dead already is put aside while another one still works. */
export async function keepTokens(deps: LifecycleDeps, { portal, oldestExpiry }: Cared): Promise<void> {
  const tokens = await listOf(deps, portal);
  const oldest = tokens.at(-1);
  if (oldest === undefined || oldest.expiresAt.getTime() !== oldestExpiry?.getTime()) return;
  const outcome = await deps.exchange(portal.portalId, oldest.userId);
  if (outcome.kind === 'refreshed') return;
  await deps.store.forPortal(portal.portalId).transaction(async (tx) => {
    const isDead = outcome.kind === 'refused' && outcome.reason === 'invalid-grant';
    if (isDead) await revokeToken(tx, oldest);
    if (isDead && tokens.length === 1 && (await lockPortalState(tx)) === 'active') {
      await noteRefusal(tx, deps.systemClock());
      return setPortalState(tx, 'needs-reauth', deps.systemClock());
    }
    await saveLifecycle(tx, { check_at: new Date(deps.systemClock().getTime() + (isDead ? 0 : dayMs)) });
  });
}

/** An administrator who opens the application lends their token while fewer than two are kept. */
export async function keepAnotherToken(
  deps: InstallDeps,
  { portal, request, person }: { portal: Portal; request: PortalRequest; person: VerifiedPerson },
): Promise<boolean> {
  if (!person.isAdmin || request.refreshToken === null) return false;
  const kept = await listOf(deps, portal);
  if (kept.length >= keptAdministrators || kept.some(({ userId }) => userId === person.userId)) return false;
  const outcome = await deps.unproven.exchange(portal.serverEndpoint, request.refreshToken);
  if (outcome.kind !== 'refreshed' || !isOf(outcome.tokens, portal, person)) return false;
  await deps.store.forPortal(portal.portalId).transaction(async (tx) => {
    await saveNewToken(tx, deps.secretText, { memberId: portal.memberId, userId: person.userId }, outcome.tokens);
    await noteExchange(tx, deps.systemClock());
  });
  return true;
}

function isOf(tokens: OAuthTokens, portal: Portal, person: VerifiedPerson): boolean {
  return tokens.memberId === portal.memberId && tokens.userId === person.userId;
}

function listOf(deps: Pick<InstallDeps, 'store' | 'secretText'>, portal: Portal) {
  return deps.store.forPortal(portal.portalId).transaction((tx) => listActiveTokens(tx, deps.secretText, portal.memberId));
}
