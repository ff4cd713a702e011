import { timingSafeEqual } from 'node:crypto';
import { replyHtml } from './html-reply.ts';
import { isPaymentBlocked, scopesOf, statusOf, type Installation } from './installation.ts';
import { replyJson } from './json-reply.ts';
import type { Parameters } from './nested-parameters.ts';
import { findInstallation, type Portal } from './portal.ts';
import { clientEndpoint, serverEndpoint } from './portal-address.ts';
import { readRequestParameters } from './request-parameters.ts';
import { RestError } from './rest-error.ts';
import type { TokenPair } from './state-mutation.ts';
import { describeTokenOwner, listTokenScopes } from './token-description.ts';
import { expiresIn } from './token-life.ts';
import type { TokenOwner } from './tokens.ts';

/** Bitrix24's authorization server: one for all portals, whose tokens tell the portal; token exchange, `app.info` and `scope`. */
export async function serveOAuth(portals: readonly Portal[], request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/\/{2,}/g, '/');
  try {
    const parameters = await readRequestParameters(request);
    if (/^\/oauth\/token\/?$/.test(path)) return replyJson(200, exchange(portals, parameters));
    if (/^\/rest\/app\.info(\.json)?$/.test(path)) return replyJson(200, { result: describeTokenOwner(portals, parameters) });
    if (/^\/rest\/scope(\.json)?$/.test(path)) return replyJson(200, { result: listTokenScopes(portals, parameters) });
  } catch (error) {
    if (error instanceof PortalGone) return replyHtml(404, 'Not Found');
    if (error instanceof RestError) return replyJson(error.status, error.toBody());
    throw error;
  }
  return replyJson(404, { error: 'not_found', error_description: 'Nothing is served here.' });
}

/** A deleted portal answers 404 in the words of the web server: the documents name the status only. */
class PortalGone extends Error {
  override readonly name = 'PortalGone';
}

function exchange(portals: readonly Portal[], parameters: Parameters): Record<string, unknown> {
  const grant = parameters['grant_type'];
  if (grant !== 'refresh_token' && grant !== 'authorization_code') {
    throw new RestError('invalid_request', 'The request has no known grant_type.');
  }
  const clientId = readClient(portals, parameters);
  return grant === 'refresh_token' ? refresh(portals, clientId, parameters) : useCode(portals, clientId, parameters);
}

/** The credentials are those of the vendor cabinet, the same on every portal. */
function readClient(portals: readonly Portal[], parameters: Parameters): string {
  const { client_id: clientId, client_secret: secret } = parameters;
  if (!isText(clientId) || !isText(secret)) throw new RestError('invalid_request', 'client_id or client_secret is missing.');
  const known = portals.flatMap((portal) => findInstallation(portal, clientId) ?? []);
  if (!known.some(({ application }) => isSame(secret, application.clientSecret))) {
    throw new RestError('invalid_client', 'Client credentials are wrong.', 401);
  }
  return clientId;
}

function refresh(portals: readonly Portal[], clientId: string, parameters: Parameters): Record<string, unknown> {
  const given = parameters['refresh_token'];
  if (!isText(given)) throw new RestError('invalid_request', 'refresh_token is missing.');
  for (const portal of portals) {
    const found = portal.tokens.findRefresh(given);
    if (found.kind === 'unknown') continue;
    if (portal.state.isDeleted) throw new PortalGone();
    if (found.kind === 'revoked') refuseRevoked(portal, clientId);
    if (found.kind === 'live' && found.pair.clientId === clientId) return grantTokens(portal, found.pair, parameters, given);
    break;
  }
  throw new RestError('invalid_grant', 'The refresh token is wrong, used or expired.');
}

function useCode(portals: readonly Portal[], clientId: string, parameters: Parameters): Record<string, unknown> {
  const code = parameters['code'];
  if (!isText(code)) throw new RestError('invalid_request', 'code is missing.');
  for (const portal of portals) {
    const owner = portal.tokens.useCode(code);
    if (!owner) continue;
    if (portal.state.isDeleted) throw new PortalGone();
    if (owner.isLive && owner.clientId === clientId) return grantTokens(portal, owner, parameters);
    break;
  }
  throw new RestError('invalid_grant', 'The authorization code is wrong, used or expired.');
}

/** What was granted to an application that is gone stays refused after it has come back. */
function refuseRevoked(portal: Portal, clientId: string): void {
  if (findInstallation(portal, clientId)?.stage === 'removed') throw notInstalled();
}

function notInstalled(): RestError {
  return new RestError('invalid_client', 'The application is not installed.', 401);
}

function grantTokens(portal: Portal, { clientId, userId }: TokenOwner, parameters: Parameters, replaces?: string): Record<string, unknown> {
  const installation = findInstallation(portal, clientId);
  if (!installation || installation.stage === 'removed') throw notInstalled();
  if (isPaymentBlocked(installation)) throw new RestError('PAYMENT_REQUIRED', 'Payment required');
  if (portal.state.users.get(userId)?.isActive !== true) throw new RestError('invalid_grant', 'The user is dismissed.');
  checkScope(installation, parameters['scope']);
  return writeTokens(portal, installation, portal.tokens.issue({ clientId, userId }, replaces));
}

/** Nobody has to name permissions; who does gets no more than the card of the application has. */
function checkScope(installation: Installation, wanted: unknown): void {
  if (wanted === undefined || wanted === '') return;
  const codes = String(wanted)
    .split(/[\s,]+/)
    .filter((code) => code !== '');
  if (typeof wanted !== 'string' || codes.some((code) => !/^[a-z][a-z0-9_.]*$/.test(code))) {
    throw new RestError('invalid_scope', 'The requested scope is malformed.');
  }
  if (codes.some((code) => !scopesOf(installation).includes(code))) {
    throw new RestError('insufficient_scope', 'The requested scope exceeds the one of the application.');
  }
}

/** Here `domain` names the authorization server; the portal is the host of `client_endpoint`. */
function writeTokens(portal: Portal, installation: Installation, pair: TokenPair): Record<string, unknown> {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires: Math.floor((pair.issuedAtMs + portal.tokens.life.accessMs) / 1000),
    expires_in: expiresIn(portal.tokens.life),
    client_endpoint: clientEndpoint(portal),
    server_endpoint: serverEndpoint(portal),
    domain: new URL(portal.options.oauthOrigin).host,
    member_id: portal.options.memberId,
    scope: scopesOf(installation).join(','),
    status: statusOf(installation),
    user_id: pair.userId,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
