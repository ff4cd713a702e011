import { readCurrencies, type Currencies } from '#bitrix/crm/currencies.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';

/** Rates of portals, read at most every ten minutes: a hint must not cost a request more than its own. */
export interface CurrencyCache {
  of(portalId: bigint, client: PortalClient): Promise<Currencies>;
}

const lifeMs = 10 * 60_000;

export function createCurrencyCache(systemClock: () => Date): CurrencyCache {
  const known = new Map<bigint, { readAtMs: number; currencies: Promise<Currencies> }>();
  return {
    of: (portalId, client) => {
      const cached = known.get(portalId);
      const nowMs = systemClock().getTime();
      if (cached && nowMs - cached.readAtMs < lifeMs) return cached.currencies;
      // Whoever asks meanwhile waits for the same reading; one that failed is not kept.
      const currencies = readCurrencies(client).catch((failure: unknown) => {
        known.delete(portalId);
        throw failure;
      });
      known.set(portalId, { readAtMs: nowMs, currencies });
      return currencies;
    },
  };
}
