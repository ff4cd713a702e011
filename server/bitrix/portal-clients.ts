import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#kernel/log.ts';
import type { BitrixHttp } from './bitrix-http.ts';
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { cloudOperating, createOperatingBudget, type OperatingBudget, type OperatingLimits } from './operating-budget.ts';
import { createPortalClient, type PortalClient, type PortalClientOptions } from './portal-client.ts';
import { cloudLimits, createRateLimits, type RateLimitOptions, type SharedLeases } from './rate-limit.ts';

export interface PortalClients {
  readonly egress: EgressPolicy;
  open(
    connection: { readonly memberId: string; readonly clientEndpoint: string } & Pick<
      PortalClientOptions,
      'priority' | 'getAccessToken' | 'refreshAccess' | 'signal'
    >,
  ): PortalClient;
}

export interface PortalClientsOptions {
  readonly http: BitrixHttp;
  readonly egress: EgressPolicy;
  readonly systemClock: () => Date;
  readonly log: Log;
  readonly limits?: Pick<RateLimitOptions, 'perSecond' | 'burst' | 'overdraft'>;
  /** The budget of requests as all processes share it; absent when this one is alone. */
  readonly shared?: SharedLeases;
  readonly operating?: OperatingLimits;
  /** Until an answer must have come as a whole; longer than the portal itself works on one when absent. */
  readonly longestMs?: number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

const sleepFor = async (ms: number, signal?: AbortSignal): Promise<void> => wait(ms, undefined, signal ? { signal } : {});

/** Clients of all portals; those of one portal share what it takes and whether it answers. */
export function createPortalClients(options: PortalClientsOptions): PortalClients {
  const { http, egress, systemClock, log, limits = cloudLimits, sleep = sleepFor, random = Math.random, shared } = options;
  const rateLimits = createRateLimits({ ...limits, shared, systemClock, sleep });
  const states = new Map<string, { operating: OperatingBudget; breaker: CircuitBreaker }>();
  const stateOf = (memberId: string) => {
    const known = states.get(memberId);
    if (known) return known;
    const fresh = {
      operating: createOperatingBudget(options.operating ?? cloudOperating, systemClock),
      breaker: createCircuitBreaker({ systemClock }),
    };
    states.set(memberId, fresh);
    return fresh;
  };
  return {
    egress,
    open: ({ memberId, ...connection }) =>
      createPortalClient({
        ...connection,
        ...stateOf(memberId),
        http,
        egress,
        sleep,
        random,
        longestMs: options.longestMs,
        log,
        requests: rateLimits.forPortal(memberId),
      }),
  };
}
