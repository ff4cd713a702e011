import { PortalError } from '#bitrix/portal-error.ts';
import { readLifecycle, reportRemoval, saveLifecycle } from '#store/portal-lifecycle.ts';
import { listActiveTokens } from '#store/portal-tokens.ts';
import { findUpdateTime } from '#store/portal-updates.ts';
import { findPortal } from '#store/portals.ts';
import { purgeNext } from '#store/purge-portal.ts';
import { acceptUpdates } from './accept-update.ts';
import { bindEverything, bindingsOf } from './bind-everything.ts';
import { areCredentialsProven } from './credentials.ts';
import { findDueCare, type Care, type Cared } from './due-care.ts';
import { keepTokens, retryPayment } from './keep-tokens.ts';
import type { LifecycleDeps } from './lifecycle-deps.ts';
import { confirmUninstall } from './uninstall.ts';

type CareDeps = Pick<LifecycleDeps, 'store' | 'secretText' | 'systemClock' | 'appUrl'>;

/** Small enough to be asked of every portal every minute. */
export async function findCare(deps: CareDeps, portalId: bigint): Promise<{ care: Care | null; cared: Cared } | null> {
  const cared = await deps.store.forPortal(portalId).transaction(async (tx) => {
    const portal = await findPortal(tx);
    if (portal === undefined) return null;
    const tokens = await listActiveTokens(tx, deps.secretText, portal.memberId);
    const lifecycle = await readLifecycle(tx);
    return {
      portal,
      lifecycle,
      oldestExpiry: tokens.at(-1)?.expiresAt ?? null,
      updateAt: await findUpdateTime(tx),
      bindings: bindingsOf(deps.appUrl, portal.scopes),
    };
  });
  return cared && { care: findDueCare(cared, deps.systemClock()), cared };
}

/** Does what is due, one thing after another; each leaves the portal in a state in which it is not due any more. */
export async function careForPortal(deps: LifecycleDeps, portalId: bigint, signal: AbortSignal): Promise<Care[]> {
  const done: Care[] = [];
  while (!signal.aborted && done.length < 4) {
    const found = await findCare(deps, portalId);
    if (found === null || found.care === null) break;
    await works[found.care](deps, found.cared, signal);
    done.push(found.care);
  }
  return done;
}

const works: Readonly<Record<Care, (deps: LifecycleDeps, cared: Cared, signal: AbortSignal) => Promise<unknown>>> = {
  'accept-update': (deps, { portal }, signal) => acceptUpdates(deps, portal, signal),
  'confirm-removal': (deps, { portal }) => confirmUninstall(deps, portal.portalId),
  'retry-payment': retryPayment,
  'suspect-removal': suspectRemoval,
  'keep-tokens': keepTokens,
  'compare-bindings': compareBindings,
  purge: async ({ store, systemClock, log }, { portal }, signal) => {
    const { portalId } = portal;
    let left: string = 'more';
    while (left === 'more' && !signal.aborted) left = await store.forPortal(portalId).transaction((tx) => purgeNext(tx, systemClock()));
    if (left === 'done') log.info({ portalId: String(portalId) }, 'the copy of a portal that was let go is deleted');
  },
};

/** The event of a removal was lost: the same questions follow as if it had come. A wrong secret of ours looks alike on every portal. */
async function suspectRemoval(deps: LifecycleDeps, { portal, lifecycle }: Cared): Promise<void> {
  const now = deps.systemClock();
  const isOurs = portal.state === 'active' && !(await areCredentialsProven(deps, portal, lifecycle.refused_since));
  await deps.store.forPortal(portal.portalId).transaction(async (tx) => {
    if (isOurs) return saveLifecycle(tx, { check_at: new Date(now.getTime() + 3_600_000) });
    await reportRemoval(tx, { at: now, wantsClean: false });
    // What proved our credentials since the first refusal goes on to count.
    await saveLifecycle(tx, { reported_at: lifecycle.refused_since });
  });
  deps.log.warn({ portalId: String(portal.portalId), isOurs }, 'the authorization server refuses a portal for days');
}

async function compareBindings(deps: LifecycleDeps, { portal }: Cared): Promise<void> {
  const { portalId, scopes } = portal;
  try {
    await bindEverything(deps, { portalId, client: await deps.clientFor(portalId), scopes });
  } catch (failure) {
    if (!(failure instanceof PortalError)) throw failure;
    deps.log.info({ portalId: String(portalId), code: failure.code }, 'bindings of a portal could not be compared');
    const again = { bindings: null, bindings_at: deps.systemClock() };
    await deps.store.forPortal(portalId).transaction((tx) => saveLifecycle(tx, again));
  }
}
