import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Endpoint } from '#contract/endpoint.ts';
import type { Boot } from '#contract/session.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { createLog } from '#kernel/log.ts';
import { readSealKey } from '#ledger/seal.ts';
import { app as manifest } from '#manifest/app.ts';
import { scopes } from '#manifest/scopes.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { FrameRequest, PortalEmulator } from '#portal-emulator/emulator-options.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store, StoreOptions } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { openPage } from '#demo/visitor.ts';
import type { Keys } from '#kernel/keys.ts';
import { startService } from '#kernel/start-service.ts';
import { smallPortal, smallPortalNow } from './small-portal.ts';
import { createReopenableStore, testEngine } from './test-store.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Somebody with a session, opened the way the portal opens it. */
export interface Person {
  readonly boot: Boot;
  readonly token: string;
  /** Whatever the service answers. */
  ask<Req extends z.ZodType>(endpoint: Endpoint<Req>, request: z.input<Req>): Promise<Answer>;
  /** The parsed answer; anything but 200 is an error. */
  call<Req extends z.ZodType, Res extends z.ZodType>(endpoint: Endpoint<Req, Res>, request: z.input<Req>): Promise<z.infer<Res>>;
}

/** An emulated portal on ports of its own that our service may talk to. */
export interface HostedPortal {
  readonly emulator: PortalEmulator;
  readonly origin: string;
  readonly oauthOrigin: string;
  readonly memberId: string;
  /** Paths the service has asked for, REST methods among them. */
  readonly requests: string[];
  /** Answers instead of the portal; undefined lets the request through. */
  intercept(answer: ((request: Request) => Promise<Response | undefined>) | null): void;
  frame(userId: number, placement?: string, options?: Readonly<Record<string, string>>): FrameRequest;
  /** Texts of the notices a person sees in the portal, newest first. */
  notices(userId: number): Promise<string[]>;
}

export interface InstalledPortal extends HostedPortal {
  readonly portalId: bigint;
  /** Opens the application's own page as this person. */
  open(userId: number): Promise<Person>;
  transaction<T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T>;
}

export interface TestService {
  readonly appUrl: string;
  readonly store: Store;
  readonly keys: Keys;
  /** Business time; tests move it. */
  readonly clock: { now: Date };
  hostPortal(data?: PortalData): Promise<HostedPortal>;
  /** Hosts a portal, runs the installer as its administrator and waits for the first load. */
  installPortal(data?: PortalData): Promise<InstalledPortal>;
  stop(): Promise<void>;
}

export interface TestServiceOptions {
  /** How many portals the tests of this service will host. */
  readonly portals?: number;
  readonly isPushOn?: boolean;
  readonly store?: StoreOptions;
  readonly keys?: Keys;
}

/** The build that pages of the test service name; `</head>` is all that matters of a shell. */
export const testBuild = 'testbuild';
const shell = (title: string): string => `<!doctype html><html lang="ru"><head><title>${title}</title></head><body></body></html>`;

const application = { clientId: 'local.test', clientSecret: 'secret', code: manifest.code };

/** The whole service in this process, over a store of its own and with a client of two empty pages. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'kurs-client-'));
  await mkdir(join(folder, 'assets'));
  for (const name of ['app', 'deal-tab']) await writeFile(join(folder, `${name}.html`), shell(name));
  const held = await Promise.all(Array.from({ length: options.portals ?? 4 }, holdPort));
  const own = await holdPort();
  const appUrl = `http://127.0.0.1:${own.port}`;
  const keys = options.keys ?? createTestKeys();
  const clock = { now: smallPortalNow };
  const closing: (() => Promise<void>)[] = [];
  await own.release();
  const service = await startService({
    host: '127.0.0.1',
    port: own.port,
    appUrl,
    store: options.store ?? (await freshStore()),
    keys,
    client: { folder, id: testBuild },
    application,
    oauthHosts: held.map(({ port }) => `http://localhost:${port}`),
    allowLoopback: true,
    businessClock: () => clock.now,
    readingClock: () => clock.now,
    isPushOn: options.isPushOn ?? true,
    log: createLog({ level: process.env['TEST_LOG'] ?? 'silent' }),
  });
  const hostPortal = async (data: PortalData = smallPortal()): Promise<HostedPortal> => {
    const port = held.pop();
    if (port === undefined) throw new Error('more portals than the service was started for');
    const portal = await host({ data, port, appUrl, clock });
    closing.push(portal.close);
    return portal.hosted;
  };
  return {
    appUrl,
    store: service.store,
    keys,
    clock,
    hostPortal,
    installPortal: async (data = smallPortal()) => install({ appUrl, store: service.store }, await hostPortal(data), data),
    stop: async () => {
      await service.stop();
      for (const close of closing) await close();
      for (const port of held) await port.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function createTestKeys(): Keys {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    session: randomBytes(32),
    secretText: randomBytes(32),
    fingerprint: randomBytes(32),
    seal: readSealKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  };
}

/** Sends one request as the client does: fields of the path in the path, the rest as query or body. */
export async function askEndpoint(
  appUrl: string,
  headers: Readonly<Record<string, string>>,
  endpoint: Pick<Endpoint, 'method' | 'path'>,
  request: unknown,
): Promise<Answer> {
  const fields = { ...z.record(z.string(), z.unknown()).parse(request) };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(fields[name]);
    delete fields[name];
    return encodeURIComponent(value);
  });
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT';
  const query = hasBody ? '' : `?${new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]))}`;
  const response = await fetch(`${appUrl}${path}${query}`, {
    method: endpoint.method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: JSON.stringify(fields) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Looks again every few milliseconds until there is something to see. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string, ms = 15_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
    await wait(20);
  }
}

async function freshStore(): Promise<StoreOptions> {
  if (testEngine() === 'pglite') return { databaseUrl: null, migrationDatabaseUrl: null, dataDir: null };
  return (await createReopenableStore()).options;
}

interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/** Nobody else on this machine is given a port while it is listened on. */
async function holdPort(): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  const release = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return { port: address.port, release };
}

async function host(options: { data: PortalData; port: HeldPort; appUrl: string; clock: { now: Date } }) {
  const { data, appUrl, clock } = options;
  const ownPort = await holdPort();
  const origin = `http://localhost:${ownPort.port}`;
  const oauthOrigin = `http://localhost:${options.port.port}`;
  const memberId = randomBytes(16).toString('hex');
  const emulator = createPortalEmulator({
    data,
    application: {
      ...application,
      version: manifest.version,
      title: manifest.title,
      handlerUrl: appUrl + manifest.handlerPath,
      installerUrl: appUrl + manifest.installerPath,
      scopes: scopes.map((scope) => scope.code),
    },
    portalOrigin: origin,
    oauthOrigin,
    businessClock: () => clock.now,
    memberId,
    limits: 'off',
    stateFile: null,
  });
  const requests: string[] = [];
  let interceptor: ((request: Request) => Promise<Response | undefined>) | null = null;
  await Promise.all([ownPort.release(), options.port.release()]);
  const hosting = await hostPortalEmulator(
    {
      handle: async (request) => {
        requests.push(new URL(request.url).pathname);
        return (await interceptor?.(request.clone())) ?? emulator.handle(request);
      },
    },
    { portalOrigin: origin, oauthOrigin },
  );
  const hosted: HostedPortal = {
    emulator,
    origin,
    oauthOrigin,
    memberId,
    requests,
    intercept: (answer) => (interceptor = answer),
    frame: (userId, placement = 'DEFAULT', frameOptions = {}) => emulator.openFrame({ userId, placement, options: frameOptions }),
    notices: async (userId) => {
      const request = new Request(`${origin}/portal-api/state`, { headers: { cookie: `portal_user=${userId}` } });
      const state: unknown = await (await emulator.handle(request)).json();
      return PortalPage.parse(state).notifications.map((notice) => notice.text);
    },
  };
  const close = async (): Promise<void> => {
    await hosting.close();
    await emulator.close();
  };
  return { hosted, close };
}

const PortalPage = z.object({ notifications: z.array(z.object({ text: z.string() })) });

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
  await until(async () => (await admin.call(getSyncStatus, {})).state === 'ready', 'the first load');
  return { ...portal, portalId, open, transaction: (work) => service.store.forPortal(portalId).transaction(work) };
}

function toPerson(appUrl: string, boot: Boot): Person {
  const token = boot.session?.token;
  if (token === undefined) throw new Error(`the page was refused: ${boot.notice?.reason ?? 'no session'}`);
  const ask: Person['ask'] = (endpoint, request) => askEndpoint(appUrl, bearer(token), endpoint, request);
  return {
    boot,
    token,
    ask,
    call: async (endpoint, request) => {
      const answer = await ask(endpoint, request);
      if (answer.status !== 200) throw new Error(`${endpoint.method} ${endpoint.path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return endpoint.response.parse(answer.body);
    },
  };
}
