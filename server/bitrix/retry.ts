import type { PortalError } from './portal-error.ts';

export type RetryDecision =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'refresh-token' }
  /** Leave the method alone until the portal frees it; other methods go on. */
  | { readonly kind: 'park' }
  | { readonly kind: 'give-up' };

export interface FailedAttempt {
  readonly failure: Pick<PortalError, 'kind' | 'code' | 'status'>;
  readonly isWrite: boolean;
  /** Counts from 1. */
  readonly attempt: number;
  /** The token can be exchanged, and was not yet for this request. */
  readonly canRefresh: boolean;
  /** From 0 to 1. */
  readonly random: number;
}

/** The last of the pauses between them is the longest one. */
const attempts = 8;
const longestPauseMs = 60_000;

/** The connection was never made, so nothing can have been done with the request. */
const unsentCodes: ReadonlySet<string> = new Set(['econnrefused', 'enotfound', 'eai_again', 'circuit-open']);

/** A write is sent once, because an answer that got lost does not mean that nothing happened; reading backs off with full jitter. */
export function decideRetry({ failure, isWrite, attempt, canRefresh, random }: FailedAttempt): RetryDecision {
  if (failure.kind === 'operation-limit') return { kind: 'park' };
  // The portal looks at the token before anything else and a former address does nothing: a write may follow the exchange as well,
  // which brings a token that is alive and the address of a portal that was renamed.
  if (failure.kind === 'expired-token' || failure.kind === 'moved') return { kind: canRefresh ? 'refresh-token' : 'give-up' };
  if (failure.kind !== 'unavailable' && failure.kind !== 'rate-limited') return { kind: 'give-up' };
  if (attempt >= attempts || (isWrite && !isUnsent(failure))) return { kind: 'give-up' };
  return { kind: 'again', afterMs: random * Math.min(longestPauseMs, 1000 * 2 ** (attempt - 1)) };
}

/** The request never reached the portal. */
export function isUnsent(failure: FailedAttempt['failure']): boolean {
  return failure.status === null && unsentCodes.has(failure.code);
}
