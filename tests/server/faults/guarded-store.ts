import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type { Store } from '#store/open-store.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import type { DeathWatch, NodeSurroundings } from './surroundings.ts';
import { enterVirtualTime } from './store-place.ts';

type Guarded = NodeSurroundings & { readonly watch: DeathWatch };

const never = new Promise<never>(() => undefined);
const openTransaction = new AsyncLocalStorage<true>();

/** A transaction that waits for the portal, for time or for another transaction stops everybody on the embedded store, for good. */
export function refuseInTransaction(what: string): void {
  if (openTransaction.getStore() === true) throw new Error(`inside of a transaction somebody waits for ${what}`);
}

/** The store as one process sees it: what is not committed when it dies has not happened. */
export function guardedStore(around: Guarded): Store {
  const { seat, world, watch, random } = around;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    refuseInTransaction('the store');
    if (!watch.isAlive()) return never;
    const result = await world.track(work());
    return watch.isAlive() ? result : never;
  };
  return {
    get engine() {
      return seat.store.engine;
    },
    directory: {
      findPortalId: (memberId) => guard(() => seat.store.directory.findPortalId(memberId)),
      savePortalId: (memberId) => guard(() => seat.store.directory.savePortalId(memberId)),
      listPortalIds: () => guard(() => seat.store.directory.listPortalIds()),
    },
    publicRoots: {
      save: (root) => guard(() => seat.store.publicRoots.save(root)),
      find: (day) => guard(() => seat.store.publicRoots.find(day)),
      list: (limit) => guard(() => seat.store.publicRoots.list(limit)),
    },
    forPortal: (portalId): PortalStore => ({
      portalId,
      transaction: async (work) => {
        refuseInTransaction('another transaction');
        await watch.pass('before a transaction', random.between(0, 3));
        return transact(around, portalId, work);
      },
    }),
    createJobs: () => seat.store.createJobs(),
    announce: (portalId) => guard(() => seat.store.announce(portalId)),
    onAnnounce: (listener) => seat.store.onAnnounce(listener),
    refreshStatistics: async () => undefined,
    ping: () => seat.store.ping(),
    close: async () => undefined,
  };
}

class Death extends Error {}

async function transact<T>(around: Guarded, portalId: bigint, work: (tx: PortalTransaction) => Promise<T>): Promise<T> {
  const { seat, world, watch, sabotage } = around;
  const running = seat.store.forPortal(portalId).transaction(async (tx) => {
    await enterVirtualTime(tx, world.nowMs());
    const result = await openTransaction.run(true, () => work(tx));
    if (sabotage.isWithoutMarks === true) await sql`delete from dirty_record where portal_id = ${portalId}`.execute(tx.db);
    if (watch.reach('before a commit')) throw new Death();
    await around.beforeCommit();
    return result;
  });
  const result = await world.track(running).catch((failure: unknown) => (watch.isAlive() ? Promise.reject(failure) : never));
  return watch.reach('after a commit') ? never : result;
}
