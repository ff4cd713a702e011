import type { PortalEmulatorOptions } from './emulator-options.ts';
import type { FaultSource } from './faults.ts';
import type { PortalState } from './portal-state.ts';
import type { Surroundings } from './surroundings.ts';
import type { Tokens } from './tokens.ts';
import { scopesOf, statusOf, type Installation } from './installation.ts';
import { clientEndpoint, portalHost, serverEndpoint } from './portal-address.ts';
import type { EventBinding } from './state-mutation.ts';
import { expiresIn } from './token-life.ts';

export interface EventParts {
  readonly options: PortalEmulatorOptions;
  readonly state: PortalState;
  readonly tokens: Tokens;
  readonly faults: FaultSource;
  readonly surroundings: Surroundings;
}

/** Only these events carry a refresh token. */
const eventsWithRefreshToken = new Set(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPTEST', 'ONOFFLINEEVENT']);
/** What happened to the application is told without tokens. */
const eventsWithoutTokens = new Set(['ONAPPUNINSTALL', 'ONAPPPAYMENT', 'ONAPPMETHODCONFIRM']);

interface Cause {
  /** 0 is nobody. */
  readonly causedById: number;
  /** Generations of events that calls with the token may cause. */
  readonly ttl: number;
}

/** The `auth` of an event: what nobody's hit has caused, or somebody's who is dismissed, comes without tokens. */
export function buildEventAuth(parts: EventParts, installation: Installation, binding: EventBinding, cause: Cause): object {
  const { event } = binding;
  const userId = binding.authUserId === 0 ? cause.causedById : binding.authUserId;
  const carriesRefresh = eventsWithRefreshToken.has(event);
  const isStripped = parts.faults.isTokenless() && !carriesRefresh;
  const isTokenless = isStripped || eventsWithoutTokens.has(event) || parts.state.users.get(userId)?.isActive !== true;
  return {
    ...(isTokenless ? {} : issueTokens(parts, installation, { userId, carriesRefresh, ttl: cause.ttl })),
    domain: portalHost(parts),
    server_endpoint: serverEndpoint(parts),
    client_endpoint: clientEndpoint(parts),
    member_id: parts.options.memberId,
    // The documents show the event of payments without it.
    ...(event === 'ONAPPPAYMENT' ? {} : { application_token: installation.applicationToken }),
  };
}

interface TokenWish {
  readonly userId: number;
  readonly carriesRefresh: boolean;
  readonly ttl: number;
}

function issueTokens({ tokens }: EventParts, installation: Installation, wish: TokenWish): object {
  const { userId, carriesRefresh } = wish;
  const owner = { clientId: installation.application.clientId, userId, eventTtl: wish.ttl };
  const pair = carriesRefresh ? tokens.issue(owner) : tokens.issuePassing(owner);
  return {
    access_token: pair.accessToken,
    ...(carriesRefresh ? { refresh_token: pair.refreshToken } : {}),
    expires: Math.floor((pair.issuedAtMs + tokens.life.accessMs) / 1000),
    expires_in: expiresIn(tokens.life),
    scope: scopesOf(installation).join(','),
    status: statusOf(installation),
    user_id: userId,
  };
}
