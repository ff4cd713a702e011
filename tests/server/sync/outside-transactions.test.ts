import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it } from 'vitest';
import { markDirty } from '#store/dirty-records.ts';
import type { Store } from '#store/open-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { runLane } from '#sync/run-lane.ts';
import { createPortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { openTestStore } from '#support/test-store.ts';
import { tradingPortal } from '#support/trading-portal.ts';

const hinted = ['deal', 'activity', 'call', 'lead', 'quote', 'invoice', 'task', 'goods', 'deal-fields'] as const;

// On the embedded store an open transaction holds the only connection, and asking a portal takes one for its ration.
it('no transaction waits for the portal or for another transaction', async () => {
  const inner = await openTestStore();
  const inside = new AsyncLocalStorage<true>();
  const waits: string[] = [];
  const look = (what: string): void => void (inside.getStore() === true && waits.push(what));
  const store: Store = {
    ...inner,
    forPortal: (portalId) => ({
      portalId,
      transaction: (work) => {
        look('another transaction');
        return inner.forPortal(portalId).transaction((tx) => inside.run(true, () => work(tx)));
      },
    }),
  };
  const rig = createPortalRig(store, { data: tradingPortal() });
  const installed = await rig.installBy(smallPortalPeople.admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  const { portalId } = installed;
  rig.intercept((request) => void look(new URL(request.url).pathname));
  let rateMs = 0;
  // Rates are worn out at every look, so that nobody finds them in the cache by luck.
  const currencies = createCurrencyCache(() => new Date((rateMs += 3_600_000)));
  const access = createPortalAccess({ ...rig.install, store });
  const deps = { ...rig.install, store, access, currencies, onProgress: async () => undefined };
  const read = () => runLane(deps, portalId, { signal: new AbortController().signal, sliceMs: 120_000 });
  expect(await read()).toBe('idle');
  const hints = hinted.map((entity) => ({ entity, recordId: 1n }));
  await inner.forPortal(portalId).transaction((tx) => markDirty(tx, hints, new Date()));
  await read();
  expect(rig.requests.length).toBeGreaterThan(20);
  expect(waits).toEqual([]);
  await rig.emulator.close();
  await inner.close();
});
