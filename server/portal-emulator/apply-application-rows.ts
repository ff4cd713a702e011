import type { InstallationParts } from './installation.ts';
import type { PortalParts } from './portal-parts.ts';
import type { ApplyMutation, PlacementBinding } from './state-mutation.ts';

type RowKind =
  | 'placement-bound'
  | 'placement-unbound'
  | 'event-bound'
  | 'event-unbound'
  | 'offline-bound'
  | 'offline-unbound'
  | 'offline-saved'
  | 'offline-removed'
  | 'app-options-set'
  | 'user-options-set'
  | 'tokens-issued'
  | 'frame-opened';

/** What belongs to one application: bindings, queues, options, tokens and frames. */
export function applyApplicationRows(parts: PortalParts): Pick<ApplyMutation, RowKind> {
  const of = (clientId: string): InstallationParts => getInstallation(parts, clientId);
  return {
    'placement-bound': ({ clientId, binding }) => void of(clientId).placements.push(binding),
    'placement-unbound': ({ clientId, placement, handler, userId = 0 }) => {
      const isGone = (bound: PlacementBinding): boolean =>
        bound.placement === placement && bound.handler === handler && (bound.userId ?? 0) === userId;
      of(clientId).placements = of(clientId).placements.filter((bound) => !isGone(bound));
    },
    'event-bound': ({ clientId, binding }) => void of(clientId).events.push(binding),
    'event-unbound': ({ clientId, id }) => void (of(clientId).events = of(clientId).events.filter((bound) => bound.id !== id)),
    'offline-bound': ({ clientId, binding }) => void of(clientId).offlineBindings.push(binding),
    'offline-unbound': ({ clientId, binding }) => {
      const isGone = (bound: typeof binding): boolean => bound.event === binding.event && bound.connector === binding.connector;
      of(clientId).offlineBindings = of(clientId).offlineBindings.filter((bound) => !isGone(bound));
    },
    'offline-saved': ({ clientId, rows }) => rows.forEach((row) => of(clientId).offlineEvents.put(row)),
    'offline-removed': ({ clientId, ids }) => ids.forEach((id) => of(clientId).offlineEvents.remove(id)),
    'app-options-set': ({ clientId, options }) => void (of(clientId).appOptions = { ...of(clientId).appOptions, ...options }),
    'user-options-set': ({ clientId, userId, options }) => {
      const { optionsOfUsers } = of(clientId);
      optionsOfUsers.set(userId, { ...optionsOfUsers.get(userId), ...options });
    },
    'tokens-issued': ({ pair, replaces }) => {
      const owned = { ...pair, clientId: of(pair.clientId).application.clientId };
      if (replaces !== null) parts.refreshTokens.delete(replaces);
      parts.accessTokens.set(pair.accessToken, owned);
      parts.refreshTokens.set(pair.refreshToken, owned);
    },
    'frame-opened': ({ frame }) => {
      const installation = of(frame.clientId);
      parts.frames.set(frame.appSid, { ...frame, clientId: installation.application.clientId });
      installation.openedBy.add(frame.userId);
    },
  };
}

/** A mutation that names no application is of the first one. */
export function getInstallation(parts: PortalParts, clientId: string): InstallationParts {
  const [first] = parts.installations.values();
  const found = clientId === '' ? first : parts.installations.get(clientId);
  if (!found) throw new Error(`the application ${clientId} is not registered with this portal`);
  return found;
}
