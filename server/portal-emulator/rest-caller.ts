import type { Parameters } from './nested-parameters.ts';
import type { Portal } from './portal.ts';
import type { PortalUser } from './portal-data.ts';
import { RestError } from './rest-error.ts';

export interface Caller {
  readonly kind: 'application' | 'webhook';
  /** Whose operating time is spent: the application's or the webhook's own. */
  readonly key: string;
  readonly user: PortalUser;
  readonly scopes: ReadonlySet<string>;
}

/** Who calls: the owner of the token in `auth`, or of the incoming webhook in `/rest/<user>/<token>/<method>`. */
export function identifyCaller(portal: Portal, path: readonly string[], parameters: Parameters): Caller {
  const scopes = new Set(portal.options.application.scopes);
  const webhook = `${path[0]}/${path[1]}`;
  if (path.length === 3) return { kind: 'webhook', key: webhook, user: findWebhookUser(portal, webhook), scopes };
  if (path.length !== 1) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404);
  const given = [parameters['auth'], parameters['access_token']].find((token) => typeof token === 'string' && token !== '');
  if (typeof given !== 'string') throw new RestError('NO_AUTH_FOUND', 'Wrong authorization data', 401);
  const found = portal.tokens.findAccess(given);
  if (found.kind === 'expired') throw new RestError('expired_token', 'The access token provided has expired.', 401);
  if (found.kind === 'unknown') throw new RestError('invalid_token', 'Unable to get application by token', 401);
  return { kind: 'application', key: 'application', user: getActiveUser(portal, found.pair.userId), scopes };
}

function findWebhookUser(portal: Portal, key: string): PortalUser {
  const userId = portal.state.webhooks.get(key);
  if (userId === undefined) throw new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', 401);
  return getActiveUser(portal, userId);
}

function getActiveUser(portal: Portal, userId: number): PortalUser {
  const user = portal.state.users.get(userId);
  if (user?.isActive !== true) throw new RestError('authorization_error', 'Unable to authorize user', 401);
  return user;
}
