import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import type { RestWatch } from '#bitrix/rest-watch.ts';
import { createApp } from '#http/app.ts';
import { createChangeFeed } from '#http/change-feed.ts';
import { createPersonTurns } from '#http/person-turns.ts';
import { createPinHasher } from '#http/pin-hash.ts';
import { createRequestLimits, roomyRates } from '#http/limits/request-limits.ts';
import { readPages } from '#http/pages.ts';
import { createReadiness } from '#http/readiness.ts';
import { createSessions } from '#http/session.ts';
import type { Web } from '#http/web.ts';
import { createWorkTracker } from '#http/work-tracker.ts';
import { careForPortal } from '#install/care-for-portal.ts';
import { followRename } from '#install/follow-rename.ts';
import type { InstallDeps } from '#install/install.ts';
import { createUnprovenExchange } from '#install/unproven-exchange.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { createLog, type Log } from '#kernel/log.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { readSealKey } from '#ledger/seal.ts';
import { app as manifest } from '#manifest/app.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { PortalEmulator } from '#portal-emulator/emulator-options.ts';
import { keptByStore } from '#store/evidence.ts';
import type { Store } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { createPortalAccess, type PortalAccess } from '#sync/portal-access.ts';
import { writeEmptyClient } from '#support/empty-client.ts';
import { registration } from '#support/portal-rig.ts';
import { smallPortal, smallPortalNow } from '#support/small-portal.ts';

/** A request that our service has made to somebody. */
export interface Call {
  readonly host: string;
  readonly url: string;
  /** Address and body. */
  readonly text: string;
}

export interface DoorPortal {
  readonly emulator: PortalEmulator;
  readonly origin: string;
  readonly oauthOrigin: string;
  readonly memberId: string;
}

/**
 * The pages and endpoints of the service over a store, with portals that it reaches in memory: no reading of facts, no jobs.
 * Whoever is neither a portal nor its authorization server answers as `rogue` does.
 */
export interface Door {
  readonly appUrl: string;
  readonly first: DoorPortal;
  readonly second: DoorPortal;
  readonly calls: Call[];
  /** What no answer and no log may carry. */
  readonly clientSecret: string;
  readonly keys: DoorKeys;
  readonly install: InstallDeps;
  readonly access: PortalAccess;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  /** Resolves when nothing goes on behind an answer. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Registered with both portals too, by somebody else. */
const otherApplication = { clientId: 'local.other', clientSecret: 'other-secret', code: 'other' };

export interface DoorOptions {
  readonly log?: Log;
  /** Instead of the portals and their authorization servers; undefined lets the request through. */
  readonly intercept?: (request: Request) => Promise<Response | undefined>;
  /** Sees every request to a portal, as the log of requests and the counts do. */
  readonly watch?: RestWatch;
  readonly metrics?: Metrics;
}

export async function openDoor(store: Store, options: DoorOptions = {}): Promise<Door> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // As long as in the service: whoever asks many times keeps the connection.
  server.keepAliveTimeout = 65_000;
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientSecret = randomBytes(24).toString('hex');
  const portals = [createPortal(appUrl, clientSecret, 4301), createPortal(appUrl, clientSecret, 4401)] as const;
  const calls: Call[] = [];
  const answer = async (request: Request): Promise<Response> => {
    const { origin, host } = new URL(request.url);
    calls.push({ host, url: request.url, text: `${request.url} ${await request.clone().text()}` });
    const intercepted = await options.intercept?.(request.clone());
    const portal = portals.find((known) => known.origin === origin || known.oauthOrigin === origin);
    return intercepted ?? (portal === undefined ? rogue(request) : portal.emulator.handle(request));
  };
  const log = options.log ?? createLog({ level: 'silent' });
  const keys = createKeys();
  const install = createInstall({
    store,
    appUrl,
    clientSecret,
    answer,
    log,
    keys,
    watch: options.watch,
    oauthHosts: portals.map(({ oauthOrigin }) => oauthOrigin),
  });
  const access = createPortalAccess({ ...install, sleep: async () => undefined });
  const changeFeed = await createChangeFeed(store, { isOn: false });
  const folder = await createPages();
  const nothing = async (): Promise<void> => undefined;
  const { systemClock, businessClock } = install;
  const cared = { ...install, ...access, onConnected: nothing };
  const behind = createWorkTracker();
  const sealKey = readSealKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const web: Web = {
    store,
    changeFeed,
    install,
    // As much as anybody likes: limits have tests of their own.
    limits: createRequestLimits(roomyRates, systemClock),
    shedding: { isShed: () => false },
    log,
    businessClock,
    systemClock,
    sync: { requestFirstLoad: nothing, requestCatchUp: nothing },
    // What the service does in a job is done behind the answer here.
    lifecycle: {
      request: async (portalId) => void (await careForPortal(cared, portalId, new AbortController().signal)),
      followRename: (portal, domain) => followRename(cared, portal, domain),
    },
    sessions: createSessions({ key: keys.session, systemClock }),
    pages: await readPages(folder),
    sealKeys: createKeyRing(() => [sealKey]),
    listRetiredKeys: () => [],
    evidence: keptByStore,
    pins: createPinHasher({ key: randomBytes(32), cost: 10 }),
    turns: createPersonTurns(),
    readiness: createReadiness({ store, areKeysWorking: () => true }),
    behind,
    metrics: options.metrics ?? null,
    build: 'door',
  };
  server.on('request', createApp(web, { ...manifest, assetsFolder: folder, trustedProxyHops: 0 }));
  return {
    appUrl,
    first: portals[0],
    second: portals[1],
    calls,
    clientSecret,
    keys,
    install,
    access,
    post: async (path, fields) => {
      const page = await fetch(appUrl + path, { method: 'POST', body: new URLSearchParams({ ...fields }), redirect: 'manual' });
      return { status: page.status, text: await page.text() };
    },
    settled: behind.settled,
    close: async () => {
      await behind.settled();
      await changeFeed.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const { emulator } of portals) await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface DoorKeys {
  readonly session: Buffer;
  readonly secretText: Buffer;
  readonly fingerprint: Buffer;
}

const createKeys = (): DoorKeys => ({ session: randomBytes(32), secretText: randomBytes(32), fingerprint: randomBytes(32) });

function createPortal(appUrl: string, clientSecret: string, port: number): DoorPortal {
  const [origin, oauthOrigin] = [`http://localhost:${port}`, `http://localhost:${port + 1}`];
  const memberId = randomBytes(16).toString('hex');
  const own = { ...registration(appUrl), clientSecret };
  const elsewhere = 'http://127.0.0.1:4500/page';
  const emulator = createPortalEmulator({
    data: smallPortal(),
    application: own,
    applications: [{ ...own, ...otherApplication, handlerUrl: elsewhere, installerUrl: elsewhere }],
    portalOrigin: origin,
    oauthOrigin,
    businessClock: () => smallPortalNow,
    memberId,
    limits: 'off',
    stateFile: null,
  });
  return { emulator, origin, oauthOrigin, memberId };
}

interface InstallOptions {
  readonly store: Store;
  readonly appUrl: string;
  readonly clientSecret: string;
  readonly answer: (request: Request) => Promise<Response>;
  readonly log: Log;
  readonly keys: DoorKeys;
  readonly watch: RestWatch | undefined;
  readonly oauthHosts: readonly string[];
}

function createInstall({ store, appUrl, clientSecret, answer, log, keys, watch, oauthHosts }: InstallOptions): InstallDeps {
  const egress = createEgressPolicy({ allowLoopback: true });
  const http = createBitrixHttp({ egress, fetch: (input, init) => answer(new Request(input, init)) });
  const systemClock = (): Date => new Date();
  const limits = { perSecond: 1e6, burst: 1e6, overdraft: 0 };
  const oauth = createOAuth({ clientId: registration(appUrl).clientId, clientSecret, oauthHosts, http, systemClock });
  return {
    store,
    oauth,
    unproven: createUnprovenExchange({ oauth, systemClock, takeTurn: () => 0 }),
    clients: createPortalClients({ http, egress, systemClock, log, limits, watch, sleep: async () => undefined }),
    secretText: createSecretText(keys.secretText),
    fingerprintKey: keys.fingerprint,
    applicationCode: registration(appUrl).code,
    appUrl,
    systemClock,
    businessClock: () => smallPortalNow,
    log,
  };
}

async function createPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kurs-door-'));
  await writeEmptyClient(folder);
  return folder;
}

/** Vouches for everybody: any token is one of an administrator, and any portal is whoever it says it is. */
async function rogue(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const profile = { ID: '1', ADMIN: true, NAME: 'Rogue', LAST_NAME: 'Portal', TIME_ZONE: 'Europe/Moscow' };
  const info = { ID: 1, CODE: 'kurs', VERSION: 1, STATUS: 'L', INSTALLED: true };
  if (pathname.startsWith('/oauth')) {
    return Response.json({
      access_token: 'rogue-access',
      refresh_token: 'rogue-refresh',
      expires_in: 3600,
      client_endpoint: `${origin}/rest/`,
      server_endpoint: `${origin}/rest/`,
      member_id: /[0-9a-f]{32}/.exec(await request.text())?.[0] ?? 'f'.repeat(32),
      scope: 'crm',
      status: 'L',
      user_id: 1,
    });
  }
  return Response.json({ result: { result: [info, profile], result_error: [], result_total: [], result_next: [], result_time: [] } });
}
