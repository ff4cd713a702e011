import { randomBytes } from 'node:crypto';
import type { PortalState } from './portal-state.ts';
import type { TokenPair } from './state-mutation.ts';
import type { TokenLife } from './token-life.ts';

export type TokenLookup =
  | { readonly kind: 'live'; readonly pair: TokenPair }
  | { readonly kind: 'expired' }
  /** Its application was removed from the portal since. */
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unknown' };

/** Whose a token is: it belongs to an application and acts for a person. */
export interface TokenOwner {
  readonly clientId: string;
  readonly userId: number;
  /** Generations of events its calls may still cause; absent for tokens that no event has brought. */
  readonly eventTtl?: number;
}

export interface Tokens {
  /** A remembered pair; `replaces` is the refresh token it uses up. */
  issue(owner: TokenOwner, replaces?: string): TokenPair;
  /** A pair that lives in memory only, for the events of a moment. */
  issuePassing(owner: TokenOwner): TokenPair;
  /** Ends the passing pairs of an application that is being removed. */
  revokePassing(clientId: string): void;
  findAccess(accessToken: string): TokenLookup;
  findRefresh(refreshToken: string): TokenLookup;
  /** Authorization code, good once and for 30 s. */
  issueCode(owner: TokenOwner): string;
  /** Uses the code up; undefined is a code of another portal or of none. */
  useCode(code: string): (TokenOwner & { readonly isLive: boolean }) | undefined;
  readonly life: TokenLife;
}

interface IssuedCode extends TokenOwner {
  readonly issuedAtMs: number;
}

export function createTokens(state: PortalState, life: TokenLife, nowMs: () => number): Tokens {
  const passing = new Map<string, TokenPair>();
  const revoked = new Set<string>();
  const codes = new Map<string, IssuedCode>();
  const newPair = (owner: TokenOwner): TokenPair => ({
    ...owner,
    accessToken: newToken(),
    refreshToken: newToken(),
    issuedAtMs: nowMs(),
  });

  return {
    life,
    issue(owner, replaces) {
      const pair = newPair(owner);
      state.record({ kind: 'tokens-issued', pair, replaces: replaces ?? null });
      return pair;
    },
    issuePassing(owner) {
      const pair = newPair(owner);
      for (const [token, old] of passing) if (!isLive(old, life.accessMs, nowMs())) passing.delete(token);
      passing.set(pair.accessToken, pair);
      return pair;
    },
    revokePassing(clientId) {
      for (const [token, pair] of passing) if (pair.clientId === clientId) revoked.add(token);
      for (const token of revoked) passing.delete(token);
    },
    findAccess: (accessToken) =>
      revoked.has(accessToken)
        ? { kind: 'revoked' }
        : look(state, accessToken, state.accessTokens.get(accessToken) ?? passing.get(accessToken), (pair) =>
            isLive(pair, life.accessMs, nowMs()),
          ),
    findRefresh: (refreshToken) =>
      look(state, refreshToken, state.refreshTokens.get(refreshToken), (pair) => isLive(pair, life.refreshMs, nowMs())),
    issueCode(owner) {
      const code = newToken();
      codes.set(code, { ...owner, issuedAtMs: nowMs() });
      return code;
    },
    useCode(code) {
      const issued = codes.get(code);
      codes.delete(code);
      return issued && { clientId: issued.clientId, userId: issued.userId, isLive: isLive(issued, life.codeMs, nowMs()) };
    },
  };
}

function look(state: PortalState, token: string, pair: TokenPair | undefined, isAlive: (pair: TokenPair) => boolean): TokenLookup {
  if (state.revokedTokens.has(token)) return { kind: 'revoked' };
  if (!pair) return { kind: 'unknown' };
  return isAlive(pair) ? { kind: 'live', pair } : { kind: 'expired' };
}

function isLive(issued: { readonly issuedAtMs: number }, lifeMs: number, nowMs: number): boolean {
  return nowMs < issued.issuedAtMs + lifeMs;
}

function newToken(): string {
  return randomBytes(35).toString('hex');
}
