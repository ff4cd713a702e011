import type { Currencies } from '#bitrix/crm/currencies.ts';
import type { PortalClient } from '#bitrix/portal-client.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { holdsSyncLease, takeSyncLease } from '#store/sync-lease.ts';
import { noteStream, type StreamName } from '#store/sync-streams.ts';
import { touchTopic } from '#store/topic-revisions.ts';
import type { CurrencyCache } from './currency-cache.ts';
import { toDay } from '#kernel/calendar-day.ts';

/** What a commit changed: rows of facts, and whether people watching the first load should look again. */
export interface Change {
  readonly facts: number;
  readonly progress: boolean;
}

/** All reading of one portal goes through one lane, so that reads never overtake each other. */
export interface Lane {
  readonly portalId: bigint;
  readonly client: PortalClient;
  readonly timeZone: string;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly log: Log;
  readonly rowsPerTransaction: number;
  currencies(): Promise<Currencies>;
  refreshStatistics(): Promise<void>;
  read<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
  /** Saves in one transaction and tells open screens; a quiet commit lets a second of changes gather. */
  commit(work: (tx: PortalTransaction) => Promise<Change>, options?: { quiet?: boolean }): Promise<Change>;
  /** Tells, with what was saved, that a stream was equal to the portal just now. */
  note(tx: PortalTransaction, stream: StreamName, rows: number): Promise<void>;
}

export interface LaneDeps {
  readonly store: Store;
  readonly currencies: CurrencyCache;
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly log: Log;
}

export interface LaneOf {
  readonly portalId: bigint;
  readonly timeZone: string;
  readonly client: PortalClient;
  readonly signal: AbortSignal;
}

/** Another process writes the portal's facts now; whatever this one has read is older. */
export class SyncLeaseLost extends Error {
  override readonly name = 'SyncLeaseLost';
}

const quietMs = 1000;

/** On PGlite a transaction holds the only connection: people’s requests wait for at most one of these. On PostgreSQL nobody waits, and an answer is saved at once. */
const rowsPerTransaction = { pglite: 200, postgres: 2500 } as const;

export async function openLane(deps: LaneDeps, { portalId, timeZone, client, signal }: LaneOf): Promise<Lane> {
  const store = deps.store.forPortal(portalId);
  const pending = new Set<'facts' | 'sync'>();
  let announcedAt = 0;
  const epoch = await store.transaction(takeSyncLease);
  return {
    portalId,
    client,
    timeZone,
    businessClock: deps.businessClock,
    systemClock: deps.systemClock,
    log: deps.log,
    rowsPerTransaction: rowsPerTransaction[deps.store.engine],
    currencies: () => deps.currencies.of(portalId, client),
    refreshStatistics: () => deps.store.refreshStatistics(),
    read: (work) => store.transaction(work),
    note: (tx, stream, rows) => {
      const now = deps.businessClock();
      return noteStream(tx, stream, { now, day: toDay(now, timeZone), rows });
    },
    commit: async (work, options = {}) => {
      signal.throwIfAborted();
      const now = deps.systemClock().getTime();
      const isDue = options.quiet !== true || now - announcedAt >= quietMs;
      const change = await store.transaction(async (tx) => {
        if (!(await holdsSyncLease(tx, epoch))) throw new SyncLeaseLost();
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
