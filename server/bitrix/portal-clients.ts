import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#kernel/log.ts';
import type { BitrixHttp } from './bitrix-http.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { createPortalClient, type PortalClient, type PortalClientOptions } from './portal-client.ts';
import { cloudLimits, createRateLimits, type RateLimitOptions } from './rate-limit.ts';

export interface PortalClients {
  readonly egress: EgressPolicy;
  open(
    connection: { readonly memberId: string; readonly clientEndpoint: string } & Pick<
      PortalClientOptions,
      'priority' | 'getAccessToken' | 'refreshAccessToken' | 'signal'
    >,
  ): PortalClient;
}

export interface PortalClientsOptions {
  readonly http: BitrixHttp;
  readonly egress: EgressPolicy;
  readonly systemClock: () => Date;
  readonly log: Log;
  readonly limits?: Pick<RateLimitOptions, 'perSecond' | 'burst' | 'overdraft'>;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

const sleepFor = async (ms: number, signal?: AbortSignal): Promise<void> => wait(ms, undefined, signal ? { signal } : {});

/** Clients of all portals; those of one portal share its budget of requests. */
export function createPortalClients(options: PortalClientsOptions): PortalClients {
  const { http, egress, systemClock, log, limits = cloudLimits, sleep = sleepFor, random = Math.random } = options;
  const rateLimits = createRateLimits({ ...limits, systemClock, sleep });
  return {
    egress,
    open: ({ memberId, ...connection }) =>
      createPortalClient({ ...connection, http, egress, systemClock, sleep, random, log, budget: rateLimits.forPortal(memberId) }),
  };
}
