import { randomBytes } from 'node:crypto';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { parsePortalRequest, type PortalRequest } from '#bitrix/portal-request.ts';
import { installPortal, type InstallDeps, type InstallResult } from '#install/install.ts';
import type { LifecycleDeps } from '#install/lifecycle-deps.ts';
import { createUnprovenExchange, type UnprovenExchangeOptions } from '#install/unproven-exchange.ts';
import { createLog } from '#kernel/log.ts';
import { scopes } from '#manifest/scopes.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { PortalEmulator } from '#portal-emulator/emulator-options.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Store } from '#store/open-store.ts';
import { createSecretText } from '#store/secret-text.ts';
import { createPortalAccess, type PortalAccess } from '#sync/portal-access.ts';
import { smallPortal, smallPortalNow } from './small-portal.ts';

/** Answers a request instead of the portal; undefined lets it through. */
export type Interceptor = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** An emulated portal and the server parts that talk to it, over a transport that tests may disturb. */
export interface PortalRig {
  readonly emulator: PortalEmulator;
  readonly install: InstallDeps;
  readonly access: PortalAccess;
  /** What looking after the portal needs; `connected` tells whom it made readable again. */
  readonly lifecycle: LifecycleDeps;
  readonly connected: bigint[];
  /** Addresses asked so far, without their query. */
  readonly requests: string[];
  readonly clock: { now: Date };
  intercept(interceptor: Interceptor | null): void;
  request(userId: number, change?: Record<string, string>): PortalRequest;
  installBy(userId: number): Promise<InstallResult>;
}

export const portalOrigin = 'http://localhost:4201';
export const oauthOrigin = 'http://localhost:4202';
export const appUrl = 'http://127.0.0.1:4203';

export interface RigOptions {
  readonly data?: PortalData;
  readonly appUrl?: string;
  readonly systemClock?: () => Date;
  /** Of exchanges that nobody has vouched for. */
  readonly takeTurn?: UnprovenExchangeOptions['takeTurn'];
}

export function createPortalRig(store: Store, options: RigOptions = {}): PortalRig {
  const clock = { now: smallPortalNow };
  const address = options.appUrl ?? appUrl;
  const emulator = createPortalEmulator({
    data: options.data ?? smallPortal(),
    application: registration(address),
    portalOrigin,
    oauthOrigin,
    businessClock: () => clock.now,
    memberId: randomBytes(16).toString('hex'),
    limits: 'off',
    stateFile: null,
  });
  const requests: string[] = [];
  let interceptor: Interceptor | null = null;
  const egress = createEgressPolicy({ allowLoopback: true });
  const log = createLog({ level: 'silent' });
  const systemClock = options.systemClock ?? ((): Date => new Date());
  const http = createBitrixHttp({
    egress,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request.url.split('?')[0] ?? '');
      return (await interceptor?.(request)) ?? emulator.handle(request);
    },
  });
  const oauth = createOAuth({ clientId: 'local.test', clientSecret: 'secret', oauthHosts: [oauthOrigin], http, systemClock });
  const clients = createPortalClients({
    http,
    egress,
    systemClock,
    log,
    sleep: async () => undefined,
    limits: { perSecond: 1e6, burst: 1e6, overdraft: 0 },
  });
  const secretText = createSecretText(randomBytes(32));
  const install: InstallDeps = {
    store,
    oauth,
    unproven: createUnprovenExchange({ oauth, systemClock, takeTurn: options.takeTurn ?? (() => 0) }),
    clients,
    secretText,
    log,
    systemClock,
    businessClock: () => clock.now,
    fingerprintKey: randomBytes(32),
    applicationCode: 'kurs',
    appUrl: address,
  };
  const request = (userId: number, change: Record<string, string> = {}): PortalRequest => {
    const frame = emulator.openFrame({ userId, placement: 'DEFAULT' });
    const parsed = parsePortalRequest(Object.fromEntries(new URL(frame.url).searchParams), { ...frame.fields, ...change });
    if (parsed.kind === 'malformed') throw new Error(parsed.faults.join(', '));
    return parsed.value;
  };
  const access = createPortalAccess({ store, oauth, clients, secretText, systemClock, log, sleep: async () => undefined });
  const connected: bigint[] = [];
  return {
    emulator,
    install,
    access,
    lifecycle: { ...install, ...access, onConnected: async (portalId) => void connected.push(portalId) },
    connected,
    requests,
    clock,
    intercept: (next) => (interceptor = next),
    request,
    installBy: (userId) => installPortal(install, request(userId)),
  };
}

/** What an emulated portal is told of the application at this address. */
export function registration(address: string) {
  return {
    clientId: 'local.test',
    clientSecret: 'secret',
    code: 'kurs',
    version: 1,
    title: { ru: 'Курс', en: 'Kurs' },
    handlerUrl: `${address}/portal/placement`,
    installerUrl: `${address}/portal/install`,
    scopes: scopes.map(({ code }) => code),
  };
}
