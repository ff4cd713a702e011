import { readIdentity } from '#bitrix/application.ts';
import type { RefreshOutcome } from '#bitrix/oauth.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import {
  dayMs,
  lockPortalState,
  noteConnected,
  readLifecycle,
  reportRemoval,
  saveLifecycle,
  type Lifecycle,
} from '#store/portal-lifecycle.ts';
import { deleteTokens, listTokens, type PortalToken } from '#store/portal-tokens.ts';
import { findPortal, forgetApplicationToken, setPortalState, type Portal } from '#store/portals.ts';
import { deleteSessions } from '#store/sessions.ts';
import { areCredentialsProven } from './credentials.ts';
import type { InstallDeps } from './install.ts';
import type { LifecycleDeps } from './lifecycle-deps.ts';

/** An event alone ends nothing: reading pauses until the authorization server was asked. Its application token was checked before. */
export async function beginUninstall(
  deps: Pick<InstallDeps, 'store' | 'systemClock' | 'log'>,
  portalId: bigint,
  removal: { wantsClean: boolean } = { wantsClean: false },
): Promise<void> {
  await deps.store.forPortal(portalId).transaction((tx) => reportRemoval(tx, { at: deps.systemClock(), ...removal }));
  deps.log.info({ portalId: String(portalId) }, 'the portal says that the application was removed');
}

export type RemovalVerdict = 'uninstalled' | 'still-installed' | 'unknown';

/** The removal is real when the authorization server knows none of our tokens; what cannot be decided now is asked again later. */
export async function confirmUninstall(deps: LifecycleDeps, portalId: bigint): Promise<RemovalVerdict> {
  const known = await deps.store.forPortal(portalId).transaction(async (tx) => {
    const portal = await findPortal(tx);
    if (portal?.state !== 'uninstall-pending') return null;
    return { portal, lifecycle: await readLifecycle(tx), tokens: await listTokens(tx, deps.secretText, portal.memberId) };
  });
  if (known === null) return 'unknown';
  const verdict = await decide(deps, known);
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    // Whoever has installed the application meanwhile is right.
    if ((await lockPortalState(tx)) !== 'uninstall-pending') return;
    const now = deps.systemClock();
    if (verdict === 'unknown') return waitLonger(tx, known.lifecycle, now);
    if (verdict === 'still-installed') {
      await setPortalState(tx, 'active', now);
      return noteConnected(tx);
    }
    await letGo(tx, known.lifecycle, now);
  });
  deps.log.info({ portalId: String(portalId), verdict }, 'a removal was looked into');
  if (verdict === 'still-installed') await deps.onConnected(portalId);
  return verdict;
}

interface Known {
  readonly portal: Portal;
  readonly lifecycle: Lifecycle;
  readonly tokens: readonly PortalToken[];
}

async function decide(deps: LifecycleDeps, { portal, lifecycle, tokens }: Known): Promise<RemovalVerdict> {
  let isOfOurSecret = false;
  for (const token of tokens) {
    const outcome = await deps.exchange(portal.portalId, token.userId);
    if (outcome.kind === 'refreshed') return 'still-installed';
    if (isPortalGone(outcome)) return 'uninstalled';
    if (outcome.kind === 'unavailable' || !refusals.has(outcome.reason)) return 'unknown';
    isOfOurSecret ||= outcome.reason === 'invalid-client';
  }
  const [newest] = tokens;
  if (newest === undefined) return 'unknown';
  // A grant is refused only to a client that was recognised; a client may be refused for a wrong secret of ours.
  if (!isOfOurSecret) return 'uninstalled';
  const said = await askPortal(deps, portal, newest);
  if (said !== 'unknown') return said;
  return (await areCredentialsProven(deps, portal, lifecycle.reported_at)) ? 'uninstalled' : 'unknown';
}

const refusals: ReadonlySet<string> = new Set(['invalid-grant', 'invalid-client']);
const isPortalGone = (outcome: RefreshOutcome): boolean => outcome.kind === 'refused' && outcome.reason === 'portal-gone';

/** Asked without our secret: a portal that no longer has the application says so, one that has it answers. */
async function askPortal(deps: LifecycleDeps, portal: Portal, token: PortalToken): Promise<RemovalVerdict> {
  try {
    const client = deps.clients.open({
      memberId: portal.memberId,
      clientEndpoint: portal.clientEndpoint,
      priority: 'background',
      getAccessToken: async () => token.accessToken,
      signal: AbortSignal.timeout(20_000),
    });
    const { applicationCode } = await readIdentity(client);
    return applicationCode === deps.applicationCode ? 'still-installed' : 'unknown';
  } catch (failure) {
    if (failure instanceof PortalError) return failure.kind === 'application-gone' ? 'uninstalled' : 'unknown';
    if (failure instanceof Error && (failure.name === 'AbortError' || failure.name === 'TimeoutError')) return 'unknown';
    throw failure;
  }
}

type Tx = Parameters<typeof readLifecycle>[0];

const minuteMs = 60_000;
const distancesMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minuteMs);

async function waitLonger(tx: Tx, { checks }: Lifecycle, now: Date): Promise<void> {
  const distance = distancesMs[checks] ?? dayMs;
  await saveLifecycle(tx, { check_at: new Date(now.getTime() + distance), checks: checks + 1 });
}

/** Time to come back before the copy of the portal goes; shorter when its deletion was asked for. */
const graceMs = 30 * dayMs;
const cleanGraceMs = 7 * dayMs;

/** Tokens and sessions end at once; everything else waits for the end of the grace period. */
async function letGo(tx: Tx, { wants_clean }: Lifecycle, now: Date): Promise<void> {
  await deleteTokens(tx);
  await deleteSessions(tx);
  await forgetApplicationToken(tx);
  await setPortalState(tx, 'uninstalled', now);
  const purgeAt = new Date(now.getTime() + (wants_clean ? cleanGraceMs : graceMs));
  await saveLifecycle(tx, { removed_at: now, purge_at: purgeAt, check_at: null });
}
