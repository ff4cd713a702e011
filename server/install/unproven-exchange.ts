import { createHash } from 'node:crypto';
import type { OAuth, RefreshOutcome } from '#bitrix/oauth.ts';

/** Not asked now: so many tokens of strangers were exchanged that the authorization server might block us. */
export type UnprovenOutcome = RefreshOutcome | { readonly kind: 'busy'; readonly retryAfterMs: number };

/**
 * Exchanges refresh tokens that a request brought and nobody has vouched for yet. They have an allowance of their own, so that a flood
 * of forged ones neither hammers the authorization server nor holds the exchanges of tokens that we keep.
 */
export interface UnprovenExchange {
  exchange(serverEndpoint: string, refreshToken: string, of?: Unproven): Promise<UnprovenOutcome>;
}

/** Whose allowance is taken: pages that people open, or updates that portals are said to have had; neither holds the other. */
export type Unproven = 'pages' | 'updates';

export interface UnprovenExchangeOptions {
  readonly oauth: OAuth;
  readonly systemClock: () => Date;
  /** Milliseconds until one more may be exchanged; 0 takes it now. */
  readonly takeTurn: (of: Unproven) => number;
}

const refusedForMs = 3_600_000;
const mostRefused = 5000;

export function createUnprovenExchange({ oauth, systemClock, takeTurn }: UnprovenExchangeOptions): UnprovenExchange {
  const refused = createRefused(systemClock);
  return {
    exchange: async (serverEndpoint, refreshToken, of = 'pages') => {
      const key = createHash('sha256').update(refreshToken).digest('base64url');
      if (refused.has(key)) return { kind: 'refused', reason: 'invalid-grant', code: 'refused-before' };
      const retryAfterMs = takeTurn(of);
      if (retryAfterMs > 0) return { kind: 'busy', retryAfterMs };
      const outcome = await oauth.refresh(serverEndpoint, refreshToken);
      if (outcome.kind === 'refused' && outcome.reason === 'invalid-grant') refused.add(key);
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
