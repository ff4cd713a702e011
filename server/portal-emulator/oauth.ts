import { timingSafeEqual } from 'node:crypto';
import { replyJson } from './json-reply.ts';
import type { Parameters } from './nested-parameters.ts';
import type { Portal } from './portal.ts';
import { readRequestParameters } from './request-parameters.ts';
import { describeApplication } from './rest/application.ts';
import { RestError } from './rest-error.ts';
import type { TokenPair } from './state-mutation.ts';
import { expiresIn } from './token-life.ts';

/** Bitrix24's authorization server: token exchange and its own `app.info`. */
export async function serveOAuth(portal: Portal, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/\/{2,}/g, '/');
  try {
    const parameters = await readRequestParameters(request);
    if (/^\/oauth\/token\/?$/.test(path)) return replyJson(200, writeTokens(portal, exchange(portal, parameters)));
    if (/^\/rest\/app\.info(\.json)?$/.test(path)) return replyJson(200, { result: describeToken(portal, parameters) });
  } catch (error) {
    if (error instanceof RestError) return replyJson(error.status, error.toBody());
    throw error;
  }
  return replyJson(404, { error: 'not_found', error_description: 'Nothing is served here.' });
}

function exchange(portal: Portal, parameters: Parameters): TokenPair {
  const grant = parameters['grant_type'];
  if (grant !== 'refresh_token' && grant !== 'authorization_code') {
    throw new RestError('invalid_request', 'The request has no known grant_type.');
  }
  const { clientId, clientSecret } = portal.options.application;
  if (!isSame(parameters['client_id'], clientId) || !isSame(parameters['client_secret'], clientSecret)) {
    throw new RestError('invalid_client', 'Client credentials are wrong.', 401);
  }
  return grant === 'refresh_token' ? refresh(portal, parameters['refresh_token']) : useCode(portal, parameters['code']);
}

function refresh(portal: Portal, refreshToken: unknown): TokenPair {
  if (typeof refreshToken !== 'string' || refreshToken === '') throw new RestError('invalid_request', 'refresh_token is missing.');
  const found = portal.tokens.findRefresh(refreshToken);
  if (found.kind !== 'live') throw new RestError('invalid_grant', 'The refresh token is wrong, used or expired.');
  if (portal.state.users.get(found.pair.userId)?.isActive !== true) throw new RestError('invalid_grant', 'The user is dismissed.');
  return portal.tokens.issue(found.pair.userId, refreshToken);
}

function useCode(portal: Portal, code: unknown): TokenPair {
  if (typeof code !== 'string' || code === '') throw new RestError('invalid_request', 'code is missing.');
  const userId = portal.tokens.useCode(code);
  if (userId === null) throw new RestError('invalid_grant', 'The authorization code is wrong, used or expired.');
  return portal.tokens.issue(userId);
}

/** Here `domain` names the authorization server; the portal is the host of `client_endpoint`. */
function writeTokens(portal: Portal, pair: TokenPair): Record<string, unknown> {
  const { oauthOrigin, portalOrigin, memberId, application } = portal.options;
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires: Math.floor((pair.issuedAtMs + portal.tokens.life.accessMs) / 1000),
    expires_in: expiresIn(portal.tokens.life),
    client_endpoint: `${portalOrigin}/rest/`,
    server_endpoint: `${oauthOrigin}/rest/`,
    domain: new URL(oauthOrigin).host,
    member_id: memberId,
    scope: application.scopes.join(','),
    status: 'L',
    user_id: pair.userId,
  };
}

function describeToken(portal: Portal, parameters: Parameters): Record<string, unknown> {
  const token = parameters['auth'];
  const found = portal.tokens.findAccess(typeof token === 'string' ? token : '');
  if (found.kind === 'expired') throw new RestError('expired_token', 'The access token provided has expired.', 401);
  if (found.kind === 'unknown') throw new RestError('invalid_token', 'Unable to get application by token', 401);
  const { portalOrigin, memberId, application } = portal.options;
  return {
    ...describeApplication(portal),
    client_id: application.clientId,
    scope: application.scopes.join(','),
    expires: Math.floor((found.pair.issuedAtMs + portal.tokens.life.accessMs) / 1000),
    install: {
      installed: portal.state.isInstalled,
      version: String(application.version),
      status: 'L',
      scope: application.scopes.join(','),
      domain: new URL(portalOrigin).host,
      client_endpoint: `${portalOrigin}/rest/`,
      member_id: memberId,
    },
  };
}

function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
