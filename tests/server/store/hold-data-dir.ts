import { openStore } from '#store/open-store.ts';

/** A process of its own: opens the data folder, saves a member id, and holds the folder until it is killed. */
const [dataDir = '', memberId = ''] = process.argv.slice(2);
const started = performance.now();
try {
  const store = await openStore({ databaseUrl: null, migrationDatabaseUrl: null, dataDir });
  await store.directory.savePortalId(memberId);
  console.log('holding');
  setInterval(() => undefined, 60_000);
} catch (failure) {
  console.log(
    JSON.stringify({ refusedAfterMs: performance.now() - started, message: failure instanceof Error ? failure.message : String(failure) }),
  );
}
