import { scopesOf, statusOf, versionOf, type Installation } from './installation.ts';
import type { Parameters } from './nested-parameters.ts';
import { findInstallation, type Portal } from './portal.ts';
import { clientEndpoint, portalHost } from './portal-address.ts';
import { describeApplication } from './rest/application.ts';
import { RestError } from './rest-error.ts';
import type { TokenPair } from './state-mutation.ts';

/** `app.info` of the authorization server: the only trusted word on payment, so it is given after the term has ended too. */
export function describeTokenOwner(portals: readonly Portal[], parameters: Parameters): Record<string, unknown> {
  const { portal, installation, pair } = findTokenOwner(portals, parameters);
  const scope = scopesOf(installation).join(',');
  return {
    ...describeApplication(portal, installation),
    client_id: pair.clientId,
    scope,
    expires: Math.floor((pair.issuedAtMs + portal.tokens.life.accessMs) / 1000),
    install: {
      installed: installation.stage === 'installed',
      version: String(versionOf(installation)),
      status: statusOf(installation),
      scope,
      domain: portalHost(portal),
      client_endpoint: clientEndpoint(portal),
      member_id: portal.options.memberId,
    },
  };
}

export function listTokenScopes(portals: readonly Portal[], parameters: Parameters): readonly string[] {
  return scopesOf(findTokenOwner(portals, parameters).installation);
}

interface FoundOwner {
  readonly portal: Portal;
  readonly installation: Installation;
  readonly pair: TokenPair;
}

function findTokenOwner(portals: readonly Portal[], parameters: Parameters): FoundOwner {
  const token = parameters['auth'];
  for (const portal of portals) {
    const found = portal.tokens.findAccess(typeof token === 'string' ? token : '');
    if (found.kind === 'expired') throw new RestError('expired_token', 'The access token provided has expired.', 401);
    const installation = found.kind === 'live' ? findInstallation(portal, found.pair.clientId) : undefined;
    if (found.kind === 'live' && installation && !portal.state.isDeleted) return { portal, installation, pair: found.pair };
  }
  throw new RestError('invalid_token', 'Unable to get application by token', 401);
}
