import { expect, it } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { createSync } from '#sync/schedule.ts';
import { expectedFacts, readFacts } from '#support/portal-facts.ts';
import { createPortalRig } from '#support/portal-rig.ts';
import { smallPortal, smallPortalPeople } from '#support/small-portal.ts';
import { createReopenableStore, testEngine } from '#support/test-store.ts';

// On PostgreSQL other processes may be alive, so a job of a dead one is given up by its heartbeat after 10 s and more.
it.runIf(testEngine() === 'pglite')(
  'goes on at once after a process died in the middle of a job',
  async () => {
    const place = await createReopenableStore();
    const first = await openStore(place.options);
    const rig = createPortalRig(first);
    const installed = await rig.installBy(smallPortalPeople.admin);
    if (installed.kind !== 'installed') throw new Error(installed.reason);
    const { portalId } = installed;
    const jobs = first.createJobs();
    await jobs.start();
    await jobs.createQueue('sync-portal', { policy: 'short', notify: true, retryLimit: 0, expireInSeconds: 900, heartbeatSeconds: 10 });
    await jobs.send('sync-portal', { portalId: String(portalId) }, { singletonKey: String(portalId), group: { id: String(portalId) } });
    expect(await jobs.fetch('sync-portal')).toHaveLength(1);
    await jobs.stop({ graceful: false, close: false });
    await first.close();

    const second = await openStore(place.options);
    const nextJobs = second.createJobs();
    await nextJobs.start();
    const { systemClock, businessClock, log } = rig.install;
    const sync = createSync({
      store: second,
      access: createPortalAccess({ ...rig.install, store: second }),
      jobs: nextJobs,
      systemClock,
      businessClock,
      log,
    });
    const from = performance.now();
    await sync.start();
    for (;;) {
      const { state } = await second.forPortal(portalId).transaction((tx) => readSyncStatus(tx, businessClock()));
      if (state === 'ready') break;
      if (performance.now() - from > 20_000) throw new Error('it waits for the dead process');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await readFacts(second, portalId)).toMatchObject(expectedFacts(smallPortal(), portalId));
    await sync.stop();
    await nextJobs.stop({ graceful: false, close: false });
    await second.close();
    await place.remove();
    await rig.emulator.close();
  },
  60_000,
);
