import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSyncStatus } from '#contract/sync-status.ts';
import { openPage } from '#demo/visitor.ts';
import { createLoadShedding, type LoadShedding } from '#http/limits/load-shedding.ts';
import { roomyRates, type Rates } from '#http/limits/request-limits.ts';
import type { ClientBuild } from '#kernel/client-build.ts';
import { createKeyRing, ringOf } from '#kernel/key-ring.ts';
import { createLog } from '#kernel/log.ts';
import { createMetrics, type Metrics } from '#kernel/metrics.ts';
import { startService } from '#kernel/start-service.ts';
import { readSealKey, type SealKey } from '#ledger/seal.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store } from '#store/open-store.ts';
import { createTotals } from '#store/portal-totals.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { listCursors } from '#store/sync-cursors.ts';
import { furtherEntities } from '#sync/further-load.ts';
import { writeEmptyClient } from './empty-client.ts';
import { findFreePorts } from './free-ports.ts';
import { holdPort } from './hold-port.ts';
import { hostPortal, testApplication, type HostedPortal } from './hosted-portal.ts';
import { toPerson, type Person } from './person.ts';
import { smallPortal, smallPortalNow } from './small-portal.ts';
import { openTestStore } from './test-store.ts';
import { until } from './until.ts';

export interface InstalledPortal extends HostedPortal {
  readonly portalId: bigint;
  /** Opens the application's own page as this person. */
  open(userId: number): Promise<Person>;
  transaction<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
}

export interface TestService {
  readonly appUrl: string;
  /** Where metrics are when they are counted. */
  readonly internalUrl: string;
  readonly store: Store;
  readonly keys: TestKeys;
  /** The evidence journal; gone after the stop. */
  readonly journalFile: string;
  /** Business time; tests move it. */
  readonly clock: { now: Date };
  hostPortal(data?: PortalData): Promise<HostedPortal>;
  /** Hosts a portal, runs the installer as its administrator and waits for the first load. */
  installPortal(data?: PortalData): Promise<InstalledPortal>;
  stop(): Promise<void>;
}

/** What the service signs, seals and encrypts with, for tests that forge or verify. */
export interface TestKeys {
  readonly session: Buffer;
  readonly secretText: Buffer;
  readonly fingerprint: Buffer;
  readonly seal: SealKey;
}

export interface TestServiceOptions {
  /** How many portals the tests of this service will host. */
  readonly portals?: number;
  readonly isPushOn?: boolean;
  /** What may be asked; as much as anybody likes when absent. */
  readonly rates?: Rates;
  readonly trustedProxyHops?: number;
  /** An hour when absent, because tests of a busy machine take their time; null as in production. */
  readonly rightsLifeMs?: number | null;
  /** The load as tests tell it; none when absent. */
  readonly shedding?: LoadShedding;
  /** Two empty pages unless told. */
  readonly client?: ClientBuild;
  /** A fresh one unless told. */
  readonly store?: Store;
  /** How long a stop goes on answering; not at all when absent. */
  readonly untilUnsent?: () => Promise<void>;
  /** Counts what happens and shows it at an address of its own. */
  readonly isCounted?: boolean;
}

/** Portals of these tests take what they are asked: how requests are rationed is tested where it is done. */
const generous = { standard: { perSecond: 1000, burst: 10_000 }, enterprise: { perSecond: 1000, burst: 10_000 }, sliceLifeMs: 2000 };

/** The build that pages of the test service name; `</head>` is all that matters of a shell. */
export const testBuild = 'testbuild';

/** The whole service in this process, over a store of its own and with a client of two empty pages. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'kurs-client-'));
  await writeEmptyClient(folder);
  const held = await Promise.all(Array.from({ length: options.portals ?? 4 }, holdPort));
  const [port = 0, internalPort = 0] = await findFreePorts(2);
  const appUrl = `http://127.0.0.1:${port}`;
  const keys = createTestKeys();
  const clock = { now: smallPortalNow };
  const closing: (() => Promise<void>)[] = [];
  const internalUrl = `http://127.0.0.1:${internalPort}`;
  let counted: Metrics | undefined;
  const secretText = createSecretText(keys.secretText);
  const store = options.store ?? (await openTestStore({ onWait: (seconds) => counted?.storeWait(seconds), secretText }));
  const clocks = { systemClock: () => new Date(), businessClock: () => clock.now };
  if (options.isCounted === true) counted = createMetrics(createTotals(store, clocks, 0));
  const service = await startService({
    host: '127.0.0.1',
    port,
    appUrl,
    store,
    metrics: counted === undefined ? undefined : { host: '127.0.0.1', port: internalPort, counted },
    keys: {
      session: ringOf(keys.session),
      secretText: ringOf(keys.secretText),
      fingerprint: keys.fingerprint,
      seal: createKeyRing(() => [keys.seal]),
      listRetired: () => [],
    },
    journalFile: join(folder, 'evidence.ndjson'),
    client: options.client ?? { folder, id: testBuild },
    application: testApplication,
    oauthHosts: held.map(({ port }) => `http://localhost:${port}`),
    allowLoopback: true,
    businessClock: () => clock.now,
    readingClock: () => clock.now,
    isPushOn: options.isPushOn ?? true,
    rates: options.rates ?? roomyRates,
    rightsLifeMs: options.rightsLifeMs === null ? undefined : (options.rightsLifeMs ?? 3_600_000),
    shedding: options.shedding ?? createLoadShedding(),
    untilUnsent: options.untilUnsent,
    trustedProxyHops: options.trustedProxyHops ?? 0,
    // A thousand blocks instead of a hundred thousand: what a PIN costs is tested where it is hashed.
    pinCost: 10,
    hasHousekeeping: false,
    requestBudget: generous,
    log: createLog({ level: process.env['TEST_LOG'] ?? 'silent' }),
  });
  const addPortal = async (data: PortalData = smallPortal()): Promise<HostedPortal> => {
    const port = held.pop();
    if (port === undefined) throw new Error('more portals than the service was started for');
    const portal = await hostPortal({ data, port, appUrl, clock });
    closing.push(portal.close);
    return portal.hosted;
  };
  return {
    appUrl,
    internalUrl,
    journalFile: join(folder, 'evidence.ndjson'),
    store: service.store,
    keys,
    clock,
    hostPortal: addPortal,
    installPortal: async (data = smallPortal()) => install({ appUrl, store: service.store }, await addPortal(data), data),
    stop: async () => {
      await service.stop();
      for (const close of closing) await close();
      for (const port of held) await port.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createTestKeys(): TestKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    session: randomBytes(32),
    secretText: randomBytes(32),
    fingerprint: randomBytes(32),
    seal: readSealKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  };
}

/** A portal of fifty thousand rows on a machine that runs other tests beside it. */
const longestLoadMs = 150_000;

async function install(service: { appUrl: string; store: Store }, portal: HostedPortal, data: PortalData): Promise<InstalledPortal> {
  const adminId = data.users.find((user) => user.isAdmin && user.isActive)?.id;
  if (adminId === undefined) throw new Error('the portal has no administrator');
  const page = await openPage(portal.frame(adminId));
  if (page.view !== 'install') throw new Error(`the installation was refused: ${page.notice?.reason ?? page.view}`);
  portal.emulator.finishInstall(adminId);
  const portalId = await service.store.directory.findPortalId(portal.memberId);
  if (portalId === undefined) throw new Error('the installed portal is not in the directory');
  const open = async (userId: number): Promise<Person> => toPerson(service.appUrl, await openPage(portal.frame(userId)));
  const admin = await open(adminId);
  // What is read behind the first load wakes screens too; whoever compares before and after waits for all of it.
  await until(
    async () => {
      const all = await service.store.forPortal(portalId).transaction(listCursors);
      const isRead = (entity: string): boolean =>
        all.some((cursor) => cursor.entity === entity && cursor.direction === 'backward' && cursor.state === 'ready');
      return furtherEntities.every(isRead);
    },
    'everything to be read',
    longestLoadMs,
  );
  await until(async () => (await admin.call(getSyncStatus, {})).state === 'ready', 'the first load', longestLoadMs);
  return { ...portal, portalId, open, transaction: (work) => service.store.forPortal(portalId).transaction(work) };
}
