import { randomBytes } from 'node:crypto';
import type { PortalState } from './portal-state.ts';
import type { TokenPair } from './state-mutation.ts';
import type { TokenLife } from './token-life.ts';

export type TokenLookup = { readonly kind: 'live'; readonly pair: TokenPair } | { readonly kind: 'expired' } | { readonly kind: 'unknown' };

export interface Tokens {
  /** A remembered pair for a person; `replaces` is the refresh token it uses up. */
  issue(userId: number, replaces?: string): TokenPair;
  /** A pair that lives in memory only, for the events of a moment. */
  issuePassing(userId: number): TokenPair;
  findAccess(accessToken: string): TokenLookup;
  findRefresh(refreshToken: string): TokenLookup;
  /** Authorization code, good once and for 30 s. */
  issueCode(userId: number): string;
  useCode(code: string): number | null;
  readonly life: TokenLife;
}

export function createTokens(state: PortalState, life: TokenLife): Tokens {
  const passing = new Map<string, TokenPair>();
  const codes = new Map<string, { userId: number; issuedAtMs: number }>();
  const newPair = (userId: number): TokenPair => ({
    accessToken: newToken(),
    refreshToken: newToken(),
    userId,
    issuedAtMs: Date.now(),
  });

  return {
    life,
    issue(userId, replaces) {
      const pair = newPair(userId);
      state.record({ kind: 'tokens-issued', pair, replaces: replaces ?? null });
      return pair;
    },
    issuePassing(userId) {
      const pair = newPair(userId);
      for (const [token, old] of passing) if (!isLive(old, life.accessMs)) passing.delete(token);
      passing.set(pair.accessToken, pair);
      return pair;
    },
    findAccess: (accessToken) => look(state.accessTokens.get(accessToken) ?? passing.get(accessToken), life.accessMs),
    findRefresh: (refreshToken) => look(state.refreshTokens.get(refreshToken), life.refreshMs),
    issueCode(userId) {
      const code = newToken();
      codes.set(code, { userId, issuedAtMs: Date.now() });
      return code;
    },
    useCode(code) {
      const issued = codes.get(code);
      codes.delete(code);
      return issued && isLive(issued, life.codeMs) ? issued.userId : null;
    },
  };
}

function look(pair: TokenPair | undefined, lifeMs: number): TokenLookup {
  if (!pair) return { kind: 'unknown' };
  return isLive(pair, lifeMs) ? { kind: 'live', pair } : { kind: 'expired' };
}

function isLive(issued: { readonly issuedAtMs: number }, lifeMs: number): boolean {
  return Date.now() < issued.issuedAtMs + lifeMs;
}

function newToken(): string {
  return randomBytes(35).toString('hex');
}
