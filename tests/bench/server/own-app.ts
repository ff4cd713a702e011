import { v7 as uuidv7 } from 'uuid';
import type { Express } from 'express';
import { createApp } from '#http/app.ts';
import { createChangeFeed } from '#http/change-feed.ts';
import { createReadiness } from '#http/readiness.ts';
import { createSessions } from '#http/session.ts';
import { createRequestLimits, roomyRates } from '#http/limits/request-limits.ts';
import type { Web } from '#http/web.ts';
import { createLog } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';

export interface ServedParts {
  readonly store: Store;
  readonly portalId: bigint;
  readonly key: Uint8Array;
  readonly now: Date;
}

/** The application as it stands in front of people; no portal is behind it. */
export async function createOwnApp({ store, key, now }: ServedParts): Promise<Express> {
  const log = createLog({ level: 'silent' });
  const systemClock = (): Date => new Date();
  const sessions = createSessions({ key, systemClock });
  const changeFeed = await createChangeFeed(store, { isOn: true });
  // Pages, installing, sealing and reading the portal take no part in screens.
  const limits = createRequestLimits(roomyRates, systemClock);
  const idle = { isShed: () => false };
  const web = {
    store,
    readiness: createReadiness({ store, areKeysWorking: () => true }),
    metrics: null,
    sessions,
    limits,
    shedding: idle,
    changeFeed,
    businessClock: () => now,
    systemClock,
    build: uuidv7(),
    log,
  } as unknown as Web;
  return createApp(web, {
    assetsFolder: import.meta.dirname,
    handlerPath: '/handler',
    installerPath: '/installer',
    eventPath: '/event',
    trustedProxyHops: 0,
  });
}
