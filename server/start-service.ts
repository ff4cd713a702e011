import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { app as manifest } from '#manifest/app.ts';
import type { Log } from '#kernel/log.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createOAuth, type OAuth } from '#bitrix/oauth.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { watchTogether, type RestWatch } from '#bitrix/rest-watch.ts';
import { readLevelFor } from '#http/action-level.ts';
import { listUnprepared } from '#http/review-preparation.ts';
import { createApp } from '#http/app.ts';
import { createChangeFeed } from '#http/change-feed.ts';
import { toCompanyCalendar } from '#http/company-calendar.ts';
import { createInternalServer } from '#http/internal.ts';
import { appendEntry } from '#http/ledger-entry.ts';
import type { LoadShedding } from '#http/limits/load-shedding.ts';
import { createRequestLimits, type Rates, type RequestLimits } from '#http/limits/request-limits.ts';
import { readPages } from '#http/pages.ts';
import { createPersonTurns } from '#http/person-turns.ts';
import { createPinHasher } from '#http/pin-hash.ts';
import { createReadiness } from '#http/readiness.ts';
import { createSessions } from '#http/session.ts';
import { createWorkTracker } from '#http/work-tracker.ts';
import { careForPortal, findCare } from '#install/care-for-portal.ts';
import { followRename } from '#install/follow-rename.ts';
import type { InstallDeps } from '#install/install.ts';
import { watchActivity } from '#http/watch-activity.ts';
import type { LifecycleDeps } from '#install/lifecycle-deps.ts';
import { createUnprovenExchange } from '#install/unproven-exchange.ts';
import { openEvidence } from '#jobs/evidence.ts';
import { startHousekeeping } from '#jobs/housekeeping.ts';
import { createLifecycleJobs } from '#jobs/lifecycle.ts';
import type { PlanReminderDeps } from '#jobs/remind-about-plans.ts';
import { createRestLog } from '#jobs/rest-log.ts';
import { startJobs } from '#jobs/schedule.ts';
import type { Store } from '#store/open-store.ts';
import { createMethodTimes } from '#store/method-times.ts';
import { cloudBudget, createRequestLeases, type RequestBudgetOptions } from '#store/request-budget.ts';
import { createSecretText, type SecretText } from '#store/secret-text.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { createSync, type Sync } from '#sync/schedule.ts';
import type { ClientBuild } from './client-build.ts';
import type { Keys } from './keys.ts';
import { areWorking } from './key-check.ts';
import { stopInOrder } from './stop-service.ts';
import { watchRest } from './watch-rest.ts';

export interface ServiceOptions {
  readonly host: string;
  readonly port: number;
  /** Public address, without a slash at the end. */
  readonly appUrl: string;
  /** Open already; the service closes it. */
  readonly store: Store;
  readonly keys: Keys;
  /** The evidence journal of this node. */
  readonly journalFile: string;
  readonly client: ClientBuild;
  readonly application: { readonly clientId: string; readonly clientSecret: string; readonly code: string };
  /** Authorization servers that may be asked. */
  readonly oauthHosts: readonly string[];
  /** Portals on this very machine: the demo and tests only. */
  readonly allowLoopback: boolean;
  readonly businessClock: () => Date;
  /** Time that readings of the portal are stamped with; the business clock outside the demo. */
  readonly readingClock?: () => Date;
  readonly isPushOn: boolean;
  /** What may be asked of us. */
  readonly rates: Rates;
  /** How long the portal's word on who is an administrator counts; as in production when absent. */
  readonly rightsLifeMs?: number | undefined;
  /** What a hash of a PIN costs; as in production when absent. */
  readonly pinCost?: number | undefined;
  /** Off where somebody compares what is stored before and after: it writes every few minutes by itself. */
  readonly hasHousekeeping?: boolean;
  /** Proxies of ours in front of the server. */
  readonly trustedProxyHops: number;
  /** What is put off while there is too much to do; whoever starts the service tells it the load. */
  readonly shedding: LoadShedding;
  /** Requests that portals take of all processes; the cloud's when absent. */
  readonly requestBudget?: RequestBudgetOptions;
  /** Resolves when whoever spreads requests has had time to read that this process ends; at once when absent. */
  readonly untilUnsent?: (() => Promise<void>) | undefined;
  /** Counted for the operator at an address of its own; absent when nobody asks. */
  readonly metrics?: { readonly host: string; readonly port: number; readonly counted: Metrics } | undefined;
  readonly log: Log;
}

export interface Service {
  readonly store: Store;
  readonly sync: Sync;
  /** Stops taking requests, finishes what runs, closes the store. */
  stop(): Promise<void>;
}

const systemClock = (): Date => new Date();

/** Config becomes parts, parts become the two roles: the web and the reading of portals. */
export async function startService(options: ServiceOptions): Promise<Service> {
  try {
    return await startRoles(options, options.store);
  } catch (failure) {
    await options.store.close();
    throw failure;
  }
}

async function startRoles(options: ServiceOptions, store: Store): Promise<Service> {
  const { log, keys, businessClock } = options;
  const limits = createRequestLimits(options.rates, systemClock);
  const secretText = createSecretText(keys.secretText);
  const restLog = createRestLog({ store, secretText, systemClock, log });
  const install = createInstallParts(options, store, {
    limits,
    secretText,
    watch: watchTogether(restLogWatch(restLog), watchRest(options.metrics?.counted)),
  });
  const queue = await startQueue(store, log);
  const parts = { store, systemClock, log };
  const access = createPortalAccess({ ...install, ...parts });
  const reading = { businessClock: options.readingClock ?? businessClock, untilMay: options.shedding.untilSyncMay };
  const sync = createSync({ ...parts, ...reading, access, jobs: queue });
  const cared: LifecycleDeps = { ...install, ...access, onConnected: sync.requestCatchUp };
  const lifecycle = createLifecycleJobs({ store, queue, care: toCare(cared), log });
  const evidence = await openEvidence({ ...toEvidenceOptions(options), store, queue, secretText });
  const readiness = createReadiness({ store, areKeysWorking: () => areWorking(keys) });
  const behind = createWorkTracker();
  const changeFeed = await createChangeFeed(store, { isOn: options.isPushOn });
  const app = createApp(
    {
      store,
      limits,
      rightsLifeMs: options.rightsLifeMs,
      shedding: options.shedding,
      changeFeed,
      install,
      sync,
      lifecycle: { request: lifecycle.request, followRename: (portal, domain) => followRename(cared, portal, domain) },
      log,
      businessClock,
      systemClock,
      sessions: createSessions({ key: keys.session, systemClock }),
      pages: await readPages(options.client.folder),
      ...createSigningParts(options),
      listRetiredKeys: keys.listRetired,
      evidence: evidence.evidence,
      readiness,
      behind,
      metrics: options.metrics?.counted ?? null,
      build: options.client.id,
    },
    { ...manifest, assetsFolder: join(options.client.folder, 'assets'), trustedProxyHops: options.trustedProxyHops },
  );
  await sync.start();
  const sending = { access, lifecycle, applicationCode: options.application.code };
  const jobs = await startJobs({ store, queue, ...sending, systemClock, businessClock, log });
  const acts = { appendAct: appendsActs(keys), evidence: evidence.evidence, readLevel: readLevelFor, listUnprepared, watchActivity };
  const house = { store, queue, secretText, sealKeys: keys.seal, businessClock, systemClock, toCalendar: toCompanyCalendar, log };
  const housekeeping = options.hasHousekeeping === false ? [] : [await startHousekeeping({ ...house, ...acts })];
  await evidence.start();
  const server = await listen(createServer(app), options);
  const { metrics } = options;
  const internal = metrics === undefined ? null : await listen(createInternalServer({ metrics: metrics.counted, readiness }), metrics);
  const { untilUnsent = async () => undefined } = options;
  const ending = { readiness, changeFeed, behind, evidence, queue, restLog, store, server, internal, untilUnsent };
  return { store, sync, stop: () => stopInOrder(ending, [sync, jobs, ...housekeeping]) };
}

function createSigningParts({ keys, pinCost }: ServiceOptions) {
  return { sealKeys: keys.seal, pins: createPinHasher({ key: keys.fingerprint, cost: pinCost }), turns: createPersonTurns() };
}

/** Acts of nobody in particular, which jobs write down. */
function appendsActs(keys: Pick<Keys, 'seal'>): PlanReminderDeps['appendAct'] {
  const actor = { uid: '0', role: 'operator', sid: '', level: 'L1' } as const;
  return ({ tx, portal, now }, act) => appendEntry({ tx, portal, now, session: { userId: 0n } }, keys.seal, { ...act, actor });
}

async function startQueue(store: Store, log: Log): Promise<ReturnType<Store['createJobs']>> {
  const queue = store.createJobs();
  queue.on('error', (failure) => log.error({ cause: failure.message }, 'the job queue failed'));
  await queue.start();
  return queue;
}

const toCare = (cared: LifecycleDeps) => ({
  isDue: async (portalId: bigint) => (await findCare(cared, portalId))?.care != null,
  run: (portalId: bigint, signal: AbortSignal) => careForPortal(cared, portalId, signal),
});

function toEvidenceOptions({ keys, journalFile, businessClock, log }: ServiceOptions) {
  const listVerifiers = () => [...keys.seal.all(), ...keys.listRetired()];
  return { sealKeys: keys.seal, listVerifiers, journalFile, businessClock, systemClock, log };
}

const restLogWatch = (restLog: Pick<RestWatch, 'exchanged'>): RestWatch => ({ ...restLog, waited: () => undefined });

function createInstallParts(
  options: ServiceOptions,
  store: Store,
  { limits, secretText, watch }: { limits: RequestLimits; secretText: SecretText; watch: RestWatch },
): InstallDeps {
  const egress = createEgressPolicy({ allowLoopback: options.allowLoopback });
  const http = createBitrixHttp({ egress });
  const oauth = countExchanges(
    createOAuth({ ...options.application, oauthHosts: options.oauthHosts, http, systemClock }),
    options.metrics?.counted,
  );
  return {
    store,
    oauth,
    unproven: createUnprovenExchange({ oauth, systemClock, takeTurn: (of) => limits.take('unproven', of) }),
    clients: createPortalClients({
      http,
      egress,
      systemClock,
      log: options.log,
      shared: shareRequests(store, options.requestBudget ?? cloudBudget),
      methodTimes: createMethodTimes(store),
      limits: processLimits,
      watch,
    }),
    secretText,
    fingerprintKey: options.keys.fingerprint,
    applicationCode: options.application.code,
    appUrl: options.appUrl,
    systemClock,
    businessClock: options.businessClock,
    log: options.log,
  };
}

function countExchanges(oauth: OAuth, metrics: Metrics | undefined): OAuth {
  return {
    ...oauth,
    refresh: async (...asked) => {
      const outcome = await oauth.refresh(...asked);
      metrics?.oauthRefresh(outcome.kind === 'refused' ? outcome.reason : outcome.kind);
      return outcome;
    },
  };
}

/** What one process may do without the others: people overdraw a little, and a portal that nobody has installed is asked a few times. */
const processLimits = { perSecond: 2, burst: 10, overdraft: 5 };

function shareRequests(store: Store, budget: RequestBudgetOptions) {
  const leases = createRequestLeases(store, budget);
  return { leases, slice: 10, sliceLifeMs: budget.sliceLifeMs, gatherMs: 1500 };
}

async function listen(server: Server, options: { host: string; port: number }): Promise<Server> {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}
