import { openStore, type StoreOptions } from '#store/open-store.ts';

/** Leaves everything in a database that the product makes there at its first start: its tables and those of the job queue. */
export async function prepareStore(options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  try {
    const jobs = store.createJobs();
    await jobs.start();
    await jobs.stop({ graceful: false });
  } finally {
    await store.close();
  }
}
