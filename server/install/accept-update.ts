import type { OAuthTokens } from '#bitrix/oauth.ts';
import { dayMs, noteConnected, noteExchange, saveLifecycle } from '#store/portal-lifecycle.ts';
import { saveNewToken } from '#store/portal-tokens.ts';
import {
  deleteUpdate,
  deleteUpdatesUntil,
  postponeUpdate,
  saveUpdateToken,
  takeDueUpdate,
  type ToldUpdate,
} from '#store/portal-updates.ts';
import { getPortal, savePortal, type Portal } from '#store/portals.ts';
import { saveLicenseFamily } from '#store/request-budget.ts';
import type { LifecycleDeps } from './lifecycle-deps.ts';
import { verifyAccess, type VerifiedPerson } from './verify-access.ts';

const minuteMs = 60_000;
/** Longer than an exchange and the question behind it take. */
const leaseMs = 40_000;
const distancesMs = [1, 5, 15, 60].map((minutes) => minutes * minuteMs);
const keptMs = 3 * dayMs;

/** Looks into every update that was told of this portal and waits, one after another, as far as the allowance of such questions goes. */
export async function acceptUpdates(deps: LifecycleDeps, portal: Portal, signal: AbortSignal): Promise<void> {
  const store = deps.store.forPortal(portal.portalId);
  while (!signal.aborted) {
    const now = deps.systemClock();
    const until = new Date(now.getTime() + leaseMs);
    const told = await store.transaction((tx) => takeDueUpdate(tx, deps.secretText, { memberId: portal.memberId, now, until }));
    if (told === undefined) return;
    const verdict = await acceptUpdate(deps, portal, told);
    deps.log.info({ portalId: String(portal.portalId), verdict: verdict.kind }, 'an update of the application was looked into');
    if (verdict.kind === 'refused') await store.transaction((tx) => deleteUpdate(tx, told.updateId));
    if (verdict.kind === 'busy' || verdict.kind === 'unknown') await store.transaction((tx) => wait(tx, told, { verdict, now }));
    if (verdict.kind === 'busy') return;
  }
}

type Verdict =
  | { readonly kind: 'accepted' | 'refused' | 'unknown' }
  /** So many were looked into that the authorization server is not asked now. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number };

/**
 * An update may bring another application token, so it is accepted by the same proof as an installation: the refresh token that came
 * with it must belong to this very portal and to an administrator. The bindings, which an update drops, are made again by the next care.
 */
async function acceptUpdate(deps: LifecycleDeps, portal: Portal, told: ToldUpdate): Promise<Verdict> {
  const outcome = await deps.unproven.exchange(told.serverEndpoint, told.refreshToken, 'updates');
  if (outcome.kind === 'busy') return outcome;
  if (outcome.kind === 'unavailable') return { kind: 'unknown' };
  if (outcome.kind === 'refused') return { kind: outcome.reason === 'invalid-client' ? 'unknown' : 'refused' };
  const { tokens } = outcome;
  if (tokens.memberId !== portal.memberId) return { kind: 'refused' };
  const endpoint = deps.clients.egress.check(tokens.clientEndpoint);
  if (endpoint.kind === 'refused') return { kind: 'refused' };
  const { updateId } = told;
  const { memberId } = portal;
  const { refreshToken } = tokens;
  await deps.store
    .forPortal(portal.portalId)
    .transaction((tx) => saveUpdateToken(tx, deps.secretText, { updateId, memberId, refreshToken }));
  const verdict = await verifyAccess(deps, tokens, tokens.accessToken);
  if (verdict.kind === 'refused') return { kind: ['unavailable', 'expired'].includes(verdict.reason) ? 'unknown' : 'refused' };
  if (!verdict.person.isAdmin) return { kind: 'refused' };
  await saveProven(deps, portal.portalId, { told, tokens, person: verdict.person, origin: endpoint.endpoint.origin });
  if (portal.state !== 'active') await deps.onConnected(portal.portalId);
  return { kind: 'accepted' };
}

interface Proven {
  readonly told: ToldUpdate;
  readonly tokens: OAuthTokens;
  readonly person: VerifiedPerson;
  readonly origin: string;
}

async function saveProven(deps: LifecycleDeps, portalId: bigint, { told, tokens, person, origin }: Proven): Promise<void> {
  const now = deps.systemClock();
  const { applicationTokenFingerprint } = told;
  const { clientEndpoint } = tokens;
  const { userId, applicationVersion, licenseFamily } = person;
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    const portal = await getPortal(tx);
    const scopes = tokens.scopes.length > 0 ? tokens.scopes : portal.scopes;
    await savePortal(tx, { ...portal, applicationTokenFingerprint, applicationVersion, scopes, clientEndpoint, origin }, now);
    await saveNewToken(tx, deps.secretText, { memberId: portal.memberId, userId }, tokens);
    await saveLicenseFamily(tx, licenseFamily);
    await noteConnected(tx);
    await noteExchange(tx, now);
    await saveLifecycle(tx, { bindings: null, bindings_at: null });
    await deleteUpdatesUntil(tx, told.toldAt);
  });
}

/** Being turned away for too many others counts as no attempt; what cannot be decided for days is given up. */
async function wait(
  tx: Parameters<typeof postponeUpdate>[0],
  { updateId, toldAt, attempts }: ToldUpdate,
  { verdict, now }: { verdict: Verdict; now: Date },
): Promise<void> {
  if (now.getTime() - toldAt.getTime() >= keptMs) return deleteUpdate(tx, updateId);
  const isBusy = verdict.kind === 'busy';
  const waitMs = isBusy ? verdict.retryAfterMs : (distancesMs[attempts] ?? 3 * 60 * minuteMs);
  await postponeUpdate(tx, updateId, { attempts: isBusy ? attempts : attempts + 1, until: new Date(now.getTime() + waitMs) });
}
