import type { PgBoss } from 'pg-boss';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { Log } from '#kernel/log.ts';
import type { SealKey, SealVerifier } from '#ledger/seal.ts';
import { createJournalKeeper, keptByStore, type Evidence } from '#store/evidence.ts';
import { openJournalFile } from '#store/journal-file.ts';
import { findLedgerHead } from '#store/ledger.ts';
import type { Store } from '#store/open-store.ts';
import type { SecretText } from '#store/secret-text.ts';
import { compareWholeJournal } from './compare-journal.ts';
import { publishRoot } from './publish-root.ts';
import { reconcileJournal, type ReconcileDeps } from './reconcile-journal.ts';
import { verifyLedgers } from './verify-ledgers.ts';

export interface EvidenceOptions {
  readonly store: Store;
  /** Started by the caller. */
  readonly queue: PgBoss;
  readonly journalFile: string;
  readonly secretText: SecretText;
  readonly sealKeys: KeyRing<SealKey>;
  readonly listVerifiers: () => readonly SealVerifier[];
  readonly businessClock: () => Date;
  readonly systemClock: () => Date;
  readonly log: Log;
}

export interface EvidenceJobs {
  readonly evidence: Evidence;
  /** Begins what is done by itself. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const queues = { journal: 'evidence-journal', night: 'evidence-night', root: 'evidence-root', begin: 'evidence-begin' } as const;
const startEntries = 1000n;

/**
 * The embedded store syncs nothing, so that each receipt waits for the journal, which is compared before anything is asked.
 * PostgreSQL syncs each commit; there one process after another, by a lease, writes the journal behind it.
 */
export async function openEvidence(options: EvidenceOptions): Promise<EvidenceJobs> {
  const { store, queue, secretText } = options;
  const journal = await openJournalFile(options.journalFile);
  const keeper = createJournalKeeper({ store, journal, secretText });
  const deps: ReconcileDeps = { ...options, journal, keeper };
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const follow = createFollower(deps, store.engine === 'pglite');
  if (store.engine === 'pglite') await reconcileJournal(deps);

  const work = async (name: string, run: () => Promise<void>): Promise<void> => {
    // One runs at a time, whichever process it is; a process that died holds the others for some minutes.
    await queue.createQueue(name, { policy: 'stately', retryLimit: 0, deleteAfterSeconds: 3600, expireInSeconds: 600 });
    await queue.work(name, { batchSize: 1, pollingIntervalSeconds: 10 }, async () => {
      if (stopping.signal.aborted) return;
      const done = run().catch((failure: unknown) => {
        options.log.error({ job: name, cause: failure instanceof Error ? failure.message : 'unknown' }, 'care for the evidence failed');
      });
      running.add(done);
      await done;
      running.delete(done);
    });
  };
  return {
    evidence: store.engine === 'pglite' ? keeper : keptByStore,
    start: async () => {
      await work(queues.journal, follow);
      await work(queues.root, () => publishRoot(options));
      await work(queues.begin, () => verifyLedgers(options, startEntries, stopping.signal));
      await work(queues.night, async () => {
        await verifyLedgers(options, null, stopping.signal);
        if (!stopping.signal.aborted) await compareWholeJournal(deps);
      });
      await queue.schedule(queues.journal, '* * * * *');
      await queue.schedule(queues.root, '7 * * * *');
      await queue.schedule(queues.night, '20 1 * * *');
      await queue.send(queues.begin, {});
    },
    stop: async () => {
      stopping.abort();
      for (const name of Object.values(queues)) await queue.offWork(name, { wait: false });
      await Promise.all(running);
      await journal.close();
    },
  };
}

/** Compares once and whenever somebody else has written into the file; otherwise only what is new is written. */
function createFollower(deps: ReconcileDeps, wasCompared: boolean): () => Promise<void> {
  let isCompared = wasCompared;
  return async () => {
    if (!isCompared || (await deps.journal.isChanged())) {
      await reconcileJournal(deps);
      isCompared = true;
      return;
    }
    await followStore(deps);
  };
}

async function followStore({ store, keeper }: Pick<ReconcileDeps, 'store' | 'keeper'>): Promise<void> {
  for (const portalId of await store.directory.listPortalIds()) {
    const head = await store.forPortal(portalId).transaction(findLedgerHead);
    if (head !== undefined && head.haltedBecause === null) await keeper.keep(portalId, head.sequence);
  }
}
