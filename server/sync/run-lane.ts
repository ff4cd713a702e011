import { answered, countedKinds, defaultCallSeconds } from '#domain/intensity.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { saveCountingBasis } from '#store/daily-totals.ts';
import { hasDirty } from '#store/dirty-records.ts';
import { findPortal } from '#store/portals.ts';
import { saveSyncFailure } from '#store/sync-cursors.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import { catchUp } from './catch-up.ts';
import { loadNext } from './first-load.ts';
import { createLane, type Lane, type LaneDeps } from './lane.ts';
import type { PortalAccess } from './portal-access.ts';
import { reconcile } from './reconcile.ts';

export interface RunDeps extends LaneDeps {
  readonly access: PortalAccess;
  onProgress(portalId: bigint): Promise<void>;
}

/**
 * Works on one portal until nothing is left or the slice of time is over: hints first, because people wait for them,
 * then the next piece of the first load, then the sweep for lost events.
 */
export async function runLane(
  deps: RunDeps,
  portalId: bigint,
  options: { signal: AbortSignal; sliceMs: number },
): Promise<'idle' | 'more'> {
  const store = deps.store.forPortal(portalId);
  const portal = await store.transaction(findPortal);
  if (portal?.state !== 'active') return 'idle';
  const client = await deps.access.clientFor(portalId, { signal: options.signal });
  const lane = createLane(deps, portalId, client, options.signal);
  try {
    const left = await work(deps, lane, { ...options, timeZone: portal.timeZone });
    await store.transaction((tx) => saveSyncFailure(tx, null));
    return left;
  } catch (failure) {
    if (options.signal.aborted) return 'more';
    await reportFailure(deps, portalId, failure);
    throw failure;
  }
}

async function work(
  deps: RunDeps,
  lane: Lane,
  options: { signal: AbortSignal; sliceMs: number; timeZone: string },
): Promise<'idle' | 'more'> {
  const until = deps.systemClock().getTime() + options.sliceMs;
  for (;;) {
    options.signal.throwIfAborted();
    await catchUp(lane);
    if (deps.systemClock().getTime() >= until) return 'more';
    if ((await loadNext(lane)) === 'more') {
      await deps.onProgress(lane.portalId);
      continue;
    }
    // Sums of each day begin with the whole history: to keep them while it is read would slow the reading down.
    await lane.read((tx) => saveCountingBasis(tx, { ...countedCalls, timeZone: options.timeZone }));
    const hasSwept = await reconcile(lane);
    if (!hasSwept && !(await lane.read(hasDirty))) return 'idle';
  }
}

/** Which calls the daily totals count. */
const countedCalls = { callKinds: countedKinds, callCode: answered, callSeconds: defaultCallSeconds } as const;

/** People see why nothing moves; the log gets the code, never an answer's text. */
async function reportFailure(deps: RunDeps, portalId: bigint, failure: unknown): Promise<void> {
  const code = failure instanceof PortalError ? failure.code : 'internal';
  await deps.store.forPortal(portalId).transaction(async (tx) => {
    await saveSyncFailure(tx, code);
    await touchTopic(tx, 'sync');
  });
  await deps.store.announce(portalId);
}
