import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#kernel/log.ts';
import type { BitrixHttp } from './bitrix-http.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { createExchange, type MethodTimes } from './method-times.ts';
import { cloudOperating, createOperatingBudget, type OperatingLimits } from './operating-budget.ts';
import { createPortalClient, type PortalClient, type PortalClientOptions } from './portal-client.ts';
import type { RestWatch } from './rest-watch.ts';
import { cloudLimits, createRateLimits, type RateLimitOptions, type SharedLeases } from './rate-limit.ts';

export interface PortalClients {
  readonly egress: EgressPolicy;
  open(
    connection: { readonly memberId: string; readonly clientEndpoint: string } & Pick<
      PortalClientOptions,
      'priority' | 'source' | 'getAccessToken' | 'refreshAccess' | 'signal' | 'cutSignal'
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
  /** What all processes know of the operating time of methods; absent when this one is alone. */
  readonly methodTimes?: MethodTimes;
  /** Until an answer must have come as a whole; longer than the portal itself works on one when absent. */
  readonly longestMs?: number;
  readonly watch?: RestWatch | undefined;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/** The circuit is each process's own: another process may reach a portal that this one does not, and finds out by five requests. */
type PortalKnowledge = Pick<PortalClientOptions, 'operating' | 'breaker' | 'exchangeTimes'>;

const sleepFor = async (ms: number, signal?: AbortSignal): Promise<void> => wait(ms, undefined, signal ? { signal } : {});

/** Clients of all portals; those of one portal share what it takes and whether it answers. */
export function createPortalClients(options: PortalClientsOptions): PortalClients {
  const { http, egress, systemClock, log, limits = cloudLimits, sleep = sleepFor, random = Math.random, shared } = options;
  const rateLimits = createRateLimits({ ...limits, shared, systemClock, sleep });
  const states = new Map<string, PortalKnowledge>();
  const stateOf = (memberId: string) => {
    const known = states.get(memberId);
    if (known) return known;
    const operating = createOperatingBudget(options.operating ?? cloudOperating, systemClock);
    const times = options.methodTimes;
    const exchange = times ? createExchange({ times, memberId, operating, systemClock, log }) : async () => undefined;
    const fresh = { operating, exchangeTimes: exchange, breaker: createCircuitBreaker({ systemClock }) };
    states.set(memberId, fresh);
    return fresh;
  };
  return {
    egress,
    open: ({ memberId, ...connection }) =>
      createPortalClient({
        ...connection,
        ...stateOf(memberId),
        memberId,
        watch: options.watch,
        systemClock,
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
