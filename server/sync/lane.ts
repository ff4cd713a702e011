import type { Currencies } from '#bitrix/crm/currencies.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import type { CurrencyCache } from './currency-cache.ts';

/** What a commit changed: rows of facts, and whether people watching the first load should look again. */
export interface Change {
  readonly facts: number;
  readonly progress: boolean;
}

/** All reading of one portal goes through one lane, so that reads never overtake each other. */
export interface Lane {
  readonly portalId: bigint;
  readonly client: PortalClient;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly log: Log;
  currencies(): Promise<Currencies>;
  refreshStatistics(): Promise<void>;
  read<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
  /** Saves in one transaction and tells open screens; a quiet commit lets a second of changes gather. */
  commit(work: (tx: PortalTransaction) => Promise<Change>, options?: { quiet?: boolean }): Promise<Change>;
}

export interface LaneDeps {
  readonly store: Store;
  readonly currencies: CurrencyCache;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly log: Log;
}

const quietMs = 1000;

export function createLane(deps: LaneDeps, portalId: bigint, client: PortalClient, signal: AbortSignal): Lane {
  const store = deps.store.forPortal(portalId);
  const pending = new Set<'facts' | 'sync'>();
  let announcedAt = 0;
  return {
    portalId,
    client,
    businessClock: deps.businessClock,
    systemClock: deps.systemClock,
    log: deps.log,
    currencies: () => deps.currencies.of(portalId, client),
    refreshStatistics: () => deps.store.refreshStatistics(),
    read: (work) => store.transaction(work),
    commit: async (work, options = {}) => {
      signal.throwIfAborted();
      const now = deps.systemClock().getTime();
      const isDue = options.quiet !== true || now - announcedAt >= quietMs;
      const change = await store.transaction(async (tx) => {
        const done = await work(tx);
        if (done.facts > 0) pending.add('facts');
        if (done.progress) pending.add('sync');
        if (isDue) for (const topic of pending) await touchTopic(tx, topic);
        return done;
      });
      if (isDue && pending.size > 0) {
        pending.clear();
        announcedAt = now;
        await deps.store.announce(portalId);
      }
      return change;
    },
  };
}
