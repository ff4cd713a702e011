import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { createBitrixHttp } from '#bitrix/bitrix-http.ts';
import { createEgressPolicy } from '#bitrix/egress-policy.ts';
import { createOAuth } from '#bitrix/oauth.ts';
import { createPortalClients } from '#bitrix/portal-clients.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { createEventHandler } from '#http/portal/event.ts';
import { createRequestLimits, roomyRates } from '#http/limits/request-limits.ts';
import type { Web } from '#http/web.ts';
import type { InstallDeps } from '#install/install.ts';
import { createUnprovenExchange } from '#install/unproven-exchange.ts';
import { createLog } from '#kernel/log.ts';
import { createCurrencyCache } from '#sync/currency-cache.ts';
import { createPortalAccess } from '#sync/portal-access.ts';
import { runLane } from '#sync/run-lane.ts';
import { appUrl, oauthOrigin } from '#support/portal-rig.ts';
import type { FaultLog } from './fault-log.ts';
import { guardedStore, refuseInTransaction } from './guarded-store.ts';
import type { DeathWatch, NodeSurroundings, Point } from './surroundings.ts';

/** One process of the product, as far as reading a portal goes; it dies where it is told to, and nothing of it goes on. */
export interface Node {
  readonly name: string;
  readonly install: InstallDeps;
  readonly isAlive: boolean;
  readonly isReading: boolean;
  /** `kill -9` when it comes to a point of this kind for the so manieth time from now. */
  killAt(point: Point, time: number): void;
  /** Whatever was to kill it does not. */
  spare(): void;
  /** The process ends with those beside it, at once. */
  die(): void;
  /** Resolves when it has died. */
  readonly death: Promise<void>;
  /** Reads the portal as a job of the queue does; true is that there is more to do at once. */
  tick(portalId: bigint): Promise<boolean>;
  receive(body: unknown): Promise<number>;
}

const never = new Promise<never>(() => undefined);

export function createNode(around: NodeSurroundings): Node {
  const { name, world, random, log, secretText } = around;
  let isAlive = true;
  let isReading = false;
  let doom: { readonly point: Point; timesLeft: number } | null = null;
  const death = Promise.withResolvers<void>();
  const die = (): void => {
    isAlive = false;
    death.resolve();
  };
  const reach = (point: Point): boolean => {
    if (!isAlive) return true;
    if (doom?.point !== point) return false;
    doom.timesLeft -= 1;
    if (doom.timesLeft > 0) return false;
    log.fire(`kill ${point}`, name);
    die();
    return true;
  };
  const watch: DeathWatch = {
    isAlive: () => isAlive,
    reach,
    pass: async (point, ms) => {
      if (reach(point)) return never;
      await world.sleep(ms);
      return isAlive ? undefined : never;
    },
  };
  const sleep = async (ms: number): Promise<void> => {
    refuseInTransaction('time to pass');
    await world.sleep(ms);
    if (!isAlive) return never;
  };
  const store = guardedStore({ ...around, watch });
  const systemClock = world.clock;
  const egress = createEgressPolicy({ allowLoopback: true });
  const http = createBitrixHttp({ egress, fetch: (input, init) => ask(around, watch, new Request(input, init)) });
  const oauth = createOAuth({ clientId: 'local.test', clientSecret: 'secret', oauthHosts: [oauthOrigin], http, systemClock });
  const silent = createLog({ level: 'silent' });
  const clients = createPortalClients({ http, egress, systemClock, log: silent, sleep, random: random.next });
  const install: InstallDeps = {
    store,
    oauth,
    unproven: createUnprovenExchange({ oauth, systemClock, takeTurn: () => 0 }),
    clients,
    secretText,
    log: silent,
    systemClock,
    businessClock: systemClock,
    fingerprintKey: around.fingerprintKey,
    applicationCode: 'kurs',
    appUrl,
  };
  const access = createPortalAccess({ store, oauth, clients, secretText, systemClock, log: silent, sleep });
  const currencies = createCurrencyCache(systemClock);
  const deps = {
    store,
    access,
    currencies,
    businessClock: systemClock,
    systemClock,
    log: silent,
    sleep,
    onProgress: async () => undefined,
  };
  const limits = createRequestLimits(roomyRates, systemClock);
  const handleEvent = createEventHandler({
    store,
    install,
    limits,
    systemClock,
    log: silent,
    sync: wakeOnly(around),
  } as Partial<Web> as Web);

  return {
    name,
    install,
    death: death.promise,
    get isAlive() {
      return isAlive;
    },
    get isReading() {
      return isReading;
    },
    killAt: (point, time) => (doom = { point, timesLeft: time }),
    spare: () => (doom = null),
    die,
    tick: async (portalId) => {
      isReading = true;
      const outcome = await runLane(deps, portalId, { signal: new AbortController().signal, sliceMs: 15_000 }).catch((failure: unknown) => {
        if (failure instanceof PortalError) return `${failure.kind} (${failure.code})`;
        around.surprise(failure);
        return 'a broken store';
      });
      isReading = false;
      log.note(`${name} has read: ${outcome}`);
      return outcome === 'more';
    },
    receive: (body) =>
      new Promise((resolve, reject) => {
        const response = { status: (code: number) => ({ json: () => resolve(code) }) };
        handleEvent({ body } as HttpRequest, response as unknown as HttpResponse).catch(reject);
      }),
  };
}

function wakeOnly({ requestCatchUp }: NodeSurroundings): Web['sync'] {
  return { requestFirstLoad: async () => requestCatchUp(), requestCatchUp: async () => requestCatchUp() };
}

/** On the way to the portal and back time passes, and either end may not live to see the other. */
async function ask({ name, log, random, handle }: NodeSurroundings, watch: DeathWatch, request: Request): Promise<Response> {
  refuseInTransaction('the portal');
  await watch.pass('before a request', random.between(10, 150));
  const path = new URL(request.url).pathname;
  const response = await handle(request).catch((failure: Error) => failure);
  const text = response instanceof Error ? '' : await response.clone().text();
  if (!(response instanceof Error)) tellLimits(log, response.status, text);
  log.note(`${name} ${path} ${response instanceof Error ? 'reset' : response.status}`);
  await watch.pass('after a request', random.between(10, 150));
  if (response instanceof Error) throw response;
  return response;
}

function tellLimits(log: FaultLog, status: number, text: string): void {
  if (status === 503) log.fire('too many requests (503)');
  if (text.includes('OPERATION_TIME_LIMIT')) log.fire('operation limit (429)');
  if (text.includes('authorization_error') || text.includes('is dismissed')) log.fire('token revoked');
}
