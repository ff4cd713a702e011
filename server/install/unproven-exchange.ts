import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OAuth, RefreshOutcome } from '#bitrix/oauth.ts';

/** Not asked now: so many tokens of strangers were exchanged that the authorization server might block us. */
export type UnprovenOutcome = RefreshOutcome | { readonly kind: 'busy'; readonly retryAfterMs: number };

/**
 * Exchanges refresh tokens that a request brought and nobody has vouched for yet. They have an allowance of their own, so that a flood
 * of forged ones neither hammers the authorization server nor holds the exchanges of tokens that we keep.
 */
export interface UnprovenExchange {
  exchange(serverEndpoint: string, refreshToken: string): Promise<UnprovenOutcome>;
  /** For work that nobody looks at: waits for its turn, one for each portal, as long as not too many wait already. */
  exchangeInTurn(portalId: bigint, serverEndpoint: string, refreshToken: string): Promise<UnprovenOutcome>;
}

export interface UnprovenExchangeOptions {
  readonly oauth: OAuth;
  readonly systemClock: () => Date;
  /** Milliseconds until one more may be exchanged; 0 takes it now. */
  readonly takeTurn: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

const refusedForMs = 3_600_000;
const mostRefused = 5000;
const mostWaiting = 50;
const longestWaitMs = 600_000;

const sleepFor = (ms: number): Promise<void> => wait(ms, undefined, { ref: false });

export function createUnprovenExchange(options: UnprovenExchangeOptions): UnprovenExchange {
  const { oauth, systemClock, takeTurn, sleep = sleepFor } = options;
  const refused = createRefused(systemClock);
  const waiting = new Set<bigint>();
  const exchange: UnprovenExchange['exchange'] = async (serverEndpoint, refreshToken) => {
    const key = createHash('sha256').update(refreshToken).digest('base64url');
    if (refused.has(key)) return { kind: 'refused', reason: 'invalid-grant', code: 'refused-before' };
    const retryAfterMs = takeTurn();
    if (retryAfterMs > 0) return { kind: 'busy', retryAfterMs };
    const outcome = await oauth.refresh(serverEndpoint, refreshToken);
    if (outcome.kind === 'refused' && outcome.reason === 'invalid-grant') refused.add(key);
    return outcome;
  };
  return {
    exchange,
    exchangeInTurn: async (portalId, serverEndpoint, refreshToken) => {
      const giveUpAtMs = systemClock().getTime() + longestWaitMs;
      let outcome = await exchange(serverEndpoint, refreshToken);
      if (outcome.kind !== 'busy' || waiting.size >= mostWaiting || waiting.has(portalId)) return outcome;
      waiting.add(portalId);
      try {
        while (outcome.kind === 'busy' && systemClock().getTime() < giveUpAtMs) {
          await sleep(outcome.retryAfterMs);
          outcome = await exchange(serverEndpoint, refreshToken);
        }
      } finally {
        waiting.delete(portalId);
      }
      return outcome;
    },
  };
}

/** Tokens that the authorization server has refused, by their hash: it will not think otherwise. */
function createRefused(systemClock: () => Date) {
  const untilMs = new Map<string, number>();
  return {
    has: (key: string): boolean => (untilMs.get(key) ?? 0) > systemClock().getTime(),
    add: (key: string): void => {
      untilMs.delete(key);
      untilMs.set(key, systemClock().getTime() + refusedForMs);
      const [oldest] = untilMs.keys();
      if (untilMs.size > mostRefused && oldest !== undefined) untilMs.delete(oldest);
    },
  };
}
