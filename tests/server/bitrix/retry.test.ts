import { describe, expect, it } from 'vitest';
import type { PortalErrorKind } from '#bitrix/portal-error.ts';
import { decideRetry, type FailedAttempt } from '#bitrix/retry.ts';

const decide = (kind: PortalErrorKind, over: Partial<FailedAttempt> & { code?: string; status?: number | null } = {}) =>
  decideRetry({
    failure: { kind, code: over.code ?? 'network', status: over.status ?? null },
    isWrite: over.isWrite ?? false,
    attempt: over.attempt ?? 1,
    canRefresh: over.canRefresh ?? true,
    random: over.random ?? 1,
  });

describe('reading that failed', () => {
  it('backs off to at most 1, 2, 4 … 60 seconds and gives up after the eighth attempt', () => {
    const decisions = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => decide('unavailable', { attempt }));
    const pauses = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000];
    expect(decisions).toEqual([...pauses.map((afterMs) => ({ kind: 'again', afterMs })), { kind: 'give-up' }]);
  });

  it('waits for any part of the pause, so that processes do not come back together', () => {
    expect(decide('rate-limited', { attempt: 3, random: 0 })).toEqual({ kind: 'again', afterMs: 0 });
    expect(decide('rate-limited', { attempt: 3, random: 0.25 })).toEqual({ kind: 'again', afterMs: 1000 });
  });

  it.each<PortalErrorKind>(['access-lost', 'application-gone', 'payment-required', 'portal-gone', 'malformed', 'refused'])(
    'is not repeated when it is %s',
    (kind) => {
      expect(decide(kind)).toEqual({ kind: 'give-up' });
    },
  );
});

describe('a write that failed', () => {
  it.each(['econnreset', 'etimedout', 'econnaborted', 'err_canceled', 'epipe', 'network'])(
    'is not repeated after %s: it may have been done',
    (code) => {
      expect(decide('unavailable', { isWrite: true, code })).toEqual({ kind: 'give-up' });
    },
  );

  it.each(['econnrefused', 'enotfound', 'eai_again'])('is repeated after %s: nothing has left', (code) => {
    expect(decide('unavailable', { isWrite: true, code })).toEqual({ kind: 'again', afterMs: 1000 });
    expect(decide('unavailable', { isWrite: true, code, attempt: 8 })).toEqual({ kind: 'give-up' });
  });

  it('is not repeated when the portal has answered, whatever its code says', () => {
    for (const status of [500, 502, 503]) {
      expect(decide('unavailable', { isWrite: true, code: 'econnrefused', status })).toEqual({ kind: 'give-up' });
      expect(decide('rate-limited', { isWrite: true, code: 'QUERY_LIMIT_EXCEEDED', status })).toEqual({ kind: 'give-up' });
    }
  });
});

describe('an answer that says what to do', () => {
  it('is followed by reading and by writing: an expired token or a moved portal leads to one exchange, a spent method is parked', () => {
    for (const isWrite of [false, true]) {
      for (const kind of ['expired-token', 'moved'] as const) {
        expect(decide(kind, { isWrite })).toEqual({ kind: 'refresh-token' });
        expect(decide(kind, { isWrite, canRefresh: false })).toEqual({ kind: 'give-up' });
      }
      expect(decide('operation-limit', { isWrite })).toEqual({ kind: 'park' });
    }
  });
});
