import { z } from 'zod';
import { parseJson, postText, type BitrixHttp } from './bitrix-http.ts';
import { withoutTokens } from './without-tokens.ts';

export interface OAuthTokens {
  readonly memberId: string;
  readonly clientEndpoint: string;
  readonly serverEndpoint: string;
  readonly userId: bigint | null;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

export type RefreshRefusal = 'host-not-allowed' | 'invalid-grant' | 'invalid-client' | 'payment-required' | 'portal-gone' | 'refused';

export type RefreshOutcome =
  | { readonly kind: 'refreshed'; readonly tokens: OAuthTokens }
  | { readonly kind: 'refused'; readonly reason: RefreshRefusal; readonly code: string }
  | { readonly kind: 'unavailable'; readonly code: string };

export interface OAuth {
  /** Whether this is an authorization server that may be asked. */
  isKnown(serverEndpoint: string): boolean;
  /** Exchanges a refresh token; the answer is the proof of who the portal is. */
  refresh(serverEndpoint: string, refreshToken: string): Promise<RefreshOutcome>;
}

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origins of authorization servers; an address outside them is never contacted. */
  readonly oauthHosts: readonly string[];
  readonly http: BitrixHttp;
  readonly systemClock: () => Date;
}

export function createOAuth(options: OAuthOptions): OAuth {
  const allowed = new Set(options.oauthHosts.map((host) => new URL(host).origin));
  const originOf = (serverEndpoint: string): string => (URL.canParse(serverEndpoint) ? new URL(serverEndpoint).origin : '');
  return {
    isKnown: (serverEndpoint) => allowed.has(originOf(serverEndpoint)),
    refresh: async (serverEndpoint, refreshToken) => {
      const origin = originOf(serverEndpoint);
      if (!allowed.has(origin)) return { kind: 'refused', reason: 'host-not-allowed', code: 'host-not-allowed' };
      return exchange(options, origin, refreshToken);
    },
  };
}

/** Two exchanges, by the newer and the older token, end within the lease of the one process that may make them. */
const exchangeMs = 18_000;

/** The documented form is GET; POST keeps the secret out of the server's access log and is what Bitrix24's own SDK sends. */
async function exchange(options: OAuthOptions, origin: string, refreshToken: string): Promise<RefreshOutcome> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: options.clientId,
    client_secret: options.clientSecret,
    refresh_token: refreshToken,
  });
  try {
    const answer = await postText(options.http, {
      url: `${origin}/oauth/token/`,
      body: form.toString(),
      contentType: 'application/x-www-form-urlencoded',
      longestMs: exchangeMs,
    });
    return toOutcome(answer.status, parseJson(answer.text), { origin, now: options.systemClock() });
  } catch {
    return { kind: 'unavailable', code: 'network' };
  }
}

const text = z.string().min(1).max(2048);

const TokenAnswer = z.object({
  access_token: text,
  refresh_token: text,
  expires_in: z.coerce.number().int().positive().max(86_400).default(3600),
  client_endpoint: z.url(),
  server_endpoint: z.url().optional(),
  member_id: z.string().regex(/^[0-9a-zA-Z._-]{1,64}$/),
  scope: z.string().default(''),
  status: z.string().max(8).default(''),
  user_id: z.coerce.number().int().positive().optional(),
});

const ErrorAnswer = z.object({ error: z.string() });

const reasons: Readonly<Record<string, RefreshRefusal>> = {
  invalid_grant: 'invalid-grant',
  bad_verification_code: 'invalid-grant',
  invalid_client: 'invalid-client',
  wrong_client: 'invalid-client',
  PAYMENT_REQUIRED: 'payment-required',
  PORTAL_DELETED: 'portal-gone',
};

function toOutcome(status: number, body: unknown, asked: { origin: string; now: Date }): RefreshOutcome {
  const failure = ErrorAnswer.safeParse(body);
  if (failure.success) {
    const reason = reasons[failure.data.error];
    const code = withoutTokens(failure.data.error);
    if (reason) return { kind: 'refused', reason, code };
    if (status < 500) return { kind: 'refused', reason: 'refused', code };
  }
  if (status === 404) return { kind: 'refused', reason: 'portal-gone', code: 'not-found' };
  const answer = TokenAnswer.safeParse(body);
  if (status !== 200 || !answer.success) return { kind: 'unavailable', code: `status-${status}` };
  const tokens = answer.data;
  return {
    kind: 'refreshed',
    tokens: {
      memberId: tokens.member_id,
      clientEndpoint: tokens.client_endpoint,
      serverEndpoint: tokens.server_endpoint ?? `${asked.origin}/rest/`,
      userId: tokens.user_id === undefined ? null : BigInt(tokens.user_id),
      scopes: tokens.scope.split(/[\s,]+/).filter(Boolean),
      status: tokens.status,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expiresAt: new Date(asked.now.getTime() + tokens.expires_in * 1000),
    },
  };
}
