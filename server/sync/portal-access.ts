import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OAuth, RefreshOutcome } from '#bitrix/oauth.ts';
import type { FreshAccess, PortalClient } from '#bitrix/portal-client.ts';
import type { PortalClients } from '#bitrix/portal-clients.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import type { Source } from '#bitrix/turn-queue.ts';
import type { Log } from '#kernel/log.ts';
import type { Store } from '#store/open-store.ts';
import { noteRefusal } from '#store/portal-lifecycle.ts';
import { listActiveTokens, revokeToken, type PortalToken } from '#store/portal-tokens.ts';
import { getPortal } from '#store/portals.ts';
import type { SecretText } from '#store/secret-text.ts';
import { exchangeToken } from './exchange-token.ts';
import { refreshToken } from './refresh-token.ts';

export interface ClientUse {
  readonly signal?: AbortSignal;
  /** Ends an exchange that has begun; `signal` when absent. */
  readonly cutSignal?: AbortSignal;
  readonly source?: Source;
}

export interface PortalAccess {
  /** A client that reads in the name of an administrator whose token is alive. */
  clientFor(portalId: bigint, options?: ClientUse): Promise<PortalClient>;
  /** Exchanges the token of an administrator whatever it is worth and saves what comes; a refusal changes nothing. */
  exchange(portalId: bigint, userId: bigint): Promise<RefreshOutcome>;
}

export interface PortalAccessDeps {
  readonly store: Store;
  readonly oauth: OAuth;
  readonly clients: PortalClients;
  readonly secretText: SecretText;
  readonly systemClock: () => Date;
  readonly log: Log;
  readonly sleep?: (ms: number) => Promise<void>;
}

export function createPortalAccess(deps: PortalAccessDeps): PortalAccess {
  const node = randomUUID();
  const sleep = deps.sleep ?? ((ms: number) => wait(ms));
  const flights = new Map<string, Promise<FreshAccess>>();

  const refreshDeps = (portalId: bigint) => {
    const { oauth, secretText, systemClock, log, clients } = deps;
    return { store: deps.store.forPortal(portalId), oauth, secretText, systemClock, log, sleep, node, egress: clients.egress };
  };

  /** Everybody in this process who holds the same stale token waits for one exchange. */
  const refresh = (portalId: bigint, userId: bigint, stale: string): Promise<FreshAccess> => {
    const key = `${portalId}:${userId}:${stale}`;
    const running = flights.get(key);
    if (running) return running;
    const flight = refreshToken(refreshDeps(portalId), userId, stale);
    flights.set(key, flight);
    return flight.finally(() => flights.delete(key));
  };

  return {
    exchange: (portalId, userId) => exchangeToken(refreshDeps(portalId), userId),
    clientFor: async (portalId, options = {}) => {
      const store = deps.store.forPortal(portalId);
      const { portal, token } = await store.transaction(async (tx) => {
        const found = await getPortal(tx);
        const tokens = await listActiveTokens(tx, deps.secretText, found.memberId);
        return { portal: found, token: tokens[0] };
      });
      if (!token) throw new PortalError('access-lost', { code: 'no-token', method: 'connect' });
      const renew = (stale: string) => refresh(portalId, token.userId, stale);
      const client = deps.clients.open({
        memberId: portal.memberId,
        clientEndpoint: portal.clientEndpoint,
        priority: 'background',
        source: options.source,
        signal: options.signal,
        cutSignal: options.cutSignal,
        ...tokenOf(token, deps.systemClock, renew),
      });
      return noticeLoss(client, {
        person: () => store.transaction((tx) => revokeToken(tx, token)),
        application: () => store.transaction((tx) => noteRefusal(tx, deps.systemClock())),
      });
    },
  };
}

function tokenOf(token: PortalToken, systemClock: () => Date, renew: (stale: string) => Promise<FreshAccess>) {
  let current = token.accessToken;
  let expiresAt = token.expiresAt.getTime();
  const refreshAccess = async (stale: string): Promise<FreshAccess> => {
    const fresh = await renew(stale);
    current = fresh.accessToken;
    expiresAt = Infinity;
    return fresh;
  };
  return {
    getAccessToken: async () => (systemClock().getTime() >= expiresAt ? (await refreshAccess(current)).accessToken : current),
    refreshAccess,
  };
}

/** The portal no longer lets this person in: the next client reads in somebody else's name. It may not know the application either. */
function noticeLoss(
  client: PortalClient,
  onLost: { readonly person: () => Promise<void>; readonly application: () => Promise<void> },
): PortalClient {
  const watch = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (failure) {
      if (failure instanceof PortalError && failure.code === 'authorization_error') await onLost.person();
      if (failure instanceof PortalError && failure.kind === 'application-gone') await onLost.application();
      throw failure;
    }
  };
  return {
    call: (method, params, schema) => watch(client.call(method, params, schema)),
    batch: (commands, options) => watch(client.batch(commands, options)),
  };
}
