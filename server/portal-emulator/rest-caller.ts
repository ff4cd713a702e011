import { isPaymentBlocked, scopesOf, type Installation } from './installation.ts';
import type { Parameters } from './nested-parameters.ts';
import { findInstallation, type Portal } from './portal.ts';
import type { PortalUser } from './portal-data.ts';
import { RestError } from './rest-error.ts';
import { everyScope } from './rest/scope-catalogue.ts';

export interface Caller {
  readonly kind: 'application' | 'webhook';
  /** Whose operating time is spent: the application's or the webhook's own. */
  readonly key: string;
  /** Absent for a webhook, which belongs to the portal. */
  readonly installation?: Installation;
  readonly user: PortalUser;
  readonly scopes: ReadonlySet<string>;
  /** Generations of events that may still follow; absent where no event has brought the token. */
  readonly eventTtl?: number;
}

/** Who calls: the owner of the token in `auth`, or of the incoming webhook in `/rest/<user>/<token>/<method>`; the dismissed are refused unless told. */
export function identifyCaller(portal: Portal, path: readonly string[], parameters: Parameters, takesDismissed = false): Caller {
  const caller = findCaller(portal, path, parameters);
  if (!caller.user.isActive && !takesDismissed) throw unauthorized();
  return caller;
}

function findCaller(portal: Portal, path: readonly string[], parameters: Parameters): Caller {
  if (portal.state.isDeleted) throw new RestError('PORTAL_DELETED', 'Portal was deleted', 403);
  if (path.length === 3) return identifyWebhook(portal, `${path[0]}/${path[1]}`);
  if (path.length !== 1) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404);
  const given = [parameters['auth'], parameters['access_token']].find((token) => typeof token === 'string' && token !== '');
  if (typeof given !== 'string') throw new RestError('NO_AUTH_FOUND', 'Wrong authorization data', 401);
  const found = portal.tokens.findAccess(given);
  if (found.kind === 'expired') throw new RestError('expired_token', 'The access token provided has expired.', 401);
  if (found.kind === 'revoked') throw new RestError('APPLICATION_NOT_FOUND', 'Application not found', 401);
  if (found.kind === 'unknown') throw new RestError('invalid_token', 'Unable to get application by token', 401);
  const { clientId, userId, eventTtl } = found.pair;
  const installation = findInstallation(portal, clientId);
  if (!installation) throw new RestError('APPLICATION_NOT_FOUND', 'Application not found', 401);
  if (isPaymentBlocked(installation)) throw new RestError('PAYMENT_REQUIRED', 'Payment required', 401);
  return {
    kind: 'application',
    key: clientId,
    installation,
    user: getUser(portal, userId),
    scopes: new Set(scopesOf(installation)),
    ...(eventTtl === undefined ? {} : { eventTtl }),
  };
}

/** Webhooks outlive applications and their payments. */
function identifyWebhook(portal: Portal, key: string): Caller {
  const webhook = portal.state.webhooks.get(key);
  if (webhook === undefined) throw new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', 401);
  return { kind: 'webhook', key, user: getUser(portal, webhook.userId), scopes: new Set(webhook.scopes ?? everyScope) };
}

function getUser(portal: Portal, userId: number): PortalUser {
  const user = portal.state.users.get(userId);
  if (!user) throw unauthorized();
  return user;
}

function unauthorized(): RestError {
  return new RestError('authorization_error', 'Unable to authorize user', 401);
}
