import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { runLane } from '#sync/run-lane.ts';
import { createPortalRig, type PortalRig } from '#support/portal-rig.ts';
import { smallPortalPeople } from '#support/small-portal.ts';
import { tradingPortal } from '#support/trading-portal.ts';
import { expect } from 'vitest';

const { admin } = smallPortalPeople;
const minuteMs = 60_000;

/** A portal that was read, and what one does with it. */
export interface Connected {
  readonly rig: PortalRig;
  run(): Promise<void>;
  /** Lets time go by, so that sweeps are due, and reads on. */
  runLater(minutes?: number): Promise<void>;
  in<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
  /** Changes the portal as its administrator. */
  call(method: string, params: object): Promise<Record<string, unknown>>;
}

/** Installs a portal in a rig of its own, which the caller closes, and reads it. */
export async function connectPortal(
  store: Store,
  data: PortalData = tradingPortal(),
  prepare?: (rig: PortalRig) => void,
): Promise<Connected> {
  const rig = createPortalRig(store, { data });
  const installed = await rig.installBy(admin);
  if (installed.kind !== 'installed') throw new Error(installed.reason);
  const { portalId } = installed;
  prepare?.(rig);
  let systemMs = Date.now();
  const systemClock = (): Date => new Date(systemMs);
  const run = async (): Promise<void> => {
    const currencies = createCurrencyCache(systemClock);
    const deps = { ...rig.install, systemClock, currencies, access: rig.access, onProgress: async () => undefined };
    expect(await runLane(deps, portalId, { signal: new AbortController().signal, sliceMs: 120_000 })).toBe('idle');
  };
  const webhook = rig.emulator.makeWebhook(admin);
  await run();
  return {
    rig,
    run,
    runLater: async (minutes = 5) => {
      systemMs += minutes * minuteMs;
      await run();
    },
    in: (work) => store.forPortal(portalId).transaction(work),
    call: async (method, params) => {
      const body = JSON.stringify(params);
      const headers = { 'content-type': 'application/json' };
      const answer = await rig.emulator.handle(new Request(`${webhook}${method}`, { method: 'POST', headers, body }));
      const content = (await answer.json()) as Record<string, unknown>;
      if (answer.status !== 200) throw new Error(JSON.stringify(content));
      return content;
    },
  };
}
