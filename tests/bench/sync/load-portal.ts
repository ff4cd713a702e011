import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { parsePortalRequest } from '#bitrix/portal-request.ts';
import { installPortal } from '#install/install.ts';
import { createUnprovenExchange } from '#install/unproven-exchange.ts';
import { createLog } from '#kernel/log.ts';
import { openStore, type Store, type StoreOptions } from '#store/open-store.ts';
import { cloudBudget, createRequestLeases } from '#store/request-budget.ts';
import { createMethodTimes } from '#store/method-times.ts';
import { createSecretText } from '#store/secret-text.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { createSync } from '#sync/schedule.ts';
import { readSyncStatus } from '#sync/sync-status.ts';
import { smallPortalNow } from '#support/small-portal.ts';
import { appUrl, application, type Invitation } from './served-portals.ts';

/** What the parent sends. */
export interface LoadOrder {
  readonly invitation: Invitation;
  readonly store: StoreOptions;
}

/** A moment of the load: seconds of the wall since it was asked for. */
export interface Moment {
  readonly seconds: number;
  readonly rows: number;
  readonly rssMb: number;
  /** Seconds of processor time of this process. */
  readonly cpuSeconds: number;
}

export type LoadNews = { readonly kind: 'moment'; readonly moment: Moment } | { readonly kind: 'done'; readonly moment: Moment };

// The service's first load in a process of its own, so that its memory is its own too.
process.once('message', (order: LoadOrder) => void load(order).then(() => process.disconnect()));

/** Often enough for the figures and seldom enough not to be a load of its own. */
const lookEveryMs = 500;
const systemClock = (): Date => new Date();
const bornMs = Date.now();
const businessClock = (): Date => new Date(smallPortalNow.getTime() + Date.now() - bornMs);

async function load({ invitation, store: options }: LoadOrder): Promise<void> {
  const store = await openStore(options);
  const log = createLog({ level: process.env['BENCH_LOG'] ?? 'silent' });
  const parts = { ...createParts(invitation, store), store, systemClock, log, businessClock };
  const jobs = store.createJobs();
  jobs.on('error', (failure) => log.error({ err: failure }, 'the job queue failed'));
  await jobs.start();
  const sync = createSync({ ...parts, access: createPortalAccess(parts), jobs });
  await sync.start();
  const request = parsePortalRequest(invitation.query, invitation.fields);
  if (request.kind === 'malformed') throw new Error(request.faults.join(', '));
  const unproven = createUnprovenExchange({ oauth: parts.oauth, systemClock, takeTurn: () => 0 });
  const result = await installPortal({ ...parts, unproven }, request.value);
  if (result.kind === 'refused') throw new Error(result.reason);
  // The least time supposes that nothing was asked before: by now what the installation took has drained.
  await wait(4000 / invitation.timeScale);
  const wishedAt = businessClock();
  await sync.requestFirstLoad(result.portalId);
  await watch(store, result.portalId, wishedAt);
  await sync.stop();
  await jobs.stop({ graceful: true, timeout: 5000 });
  await store.close();
}

async function watch(store: Store, portalId: bigint, wishedAt: Date): Promise<void> {
  for (;;) {
    await wait(lookEveryMs);
    const status = await store.forPortal(portalId).transaction((tx) => readSyncStatus(tx, businessClock()));
    // The end as the load itself has noted it: looking comes later.
    const now = status.finishedAt === null ? businessClock() : new Date(status.finishedAt);
    // The service looks for unfinished loads by itself each minute and may have begun before the wish.
    const beganMs = Math.min(wishedAt.getTime(), Date.parse(status.startedAt ?? '') || Infinity);
    const seconds = (now.getTime() - beganMs) / 1000;
    const { user, system } = process.cpuUsage();
    const rssMb = Math.round(process.memoryUsage.rss() / 1_048_576);
    const moment = { seconds, rows: status.rows, rssMb, cpuSeconds: (user + system) / 1e6 };
    if (status.failure !== null) throw new Error(`the load stands still: ${status.failure}`);
    tell({ kind: status.state === 'ready' ? 'done' : 'moment', moment });
    if (status.state === 'ready') return;
  }
}

const tell = (news: LoadNews): void => void process.send?.(news);

/** As the service makes them, with times that pass as fast as the portal's. */
function createParts({ oauthOrigin, timeScale }: Invitation, store: Store) {
  const egress = createEgressPolicy({ allowLoopback: true });
  const http = createBitrixHttp({ egress });
  const log = createLog({ level: 'silent' });
  const budget = {
    standard: { ...cloudBudget.standard, perSecond: cloudBudget.standard.perSecond * timeScale },
    enterprise: cloudBudget.enterprise,
    sliceLifeMs: cloudBudget.sliceLifeMs / timeScale,
  };
  const shared = { leases: createRequestLeases(store, budget), slice: 10, sliceLifeMs: budget.sliceLifeMs, gatherMs: 1500 / timeScale };
  return {
    oauth: createOAuth({ ...application, oauthHosts: [oauthOrigin], http, systemClock }),
    clients: createPortalClients({
      http,
      egress,
      systemClock,
      log,
      shared,
      methodTimes: createMethodTimes(store),
      limits: { perSecond: 2 * timeScale, burst: 10, overdraft: 5 },
    }),
    secretText: createSecretText(randomBytes(32)),
    fingerprintKey: randomBytes(32),
    applicationCode: application.code,
    appUrl,
  };
}
