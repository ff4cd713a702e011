import type { Store } from '#store/open-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
import type { PortalRig } from './portal-rig.ts';

/** Runs the lane of a portal until nothing is left to read. */
export async function readPortal(store: Store, rig: Pick<PortalRig, 'install' | 'access'>, portalId: bigint): Promise<void> {
  const { systemClock, businessClock, log } = rig.install;
  const deps = { store, access: rig.access, systemClock, businessClock, log, currencies: createCurrencyCache(systemClock) };
  const signal = new AbortController().signal;
  let left: 'idle' | 'more' = 'more';
  while (left === 'more') left = await runLane({ ...deps, onProgress: async () => undefined }, portalId, { signal, sliceMs: 60_000 });
}
