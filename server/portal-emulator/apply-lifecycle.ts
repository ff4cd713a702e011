import { getInstallation } from './apply-application-rows.ts';
import { createInstallation, type InstallationParts } from './installation.ts';
import type { PortalParts } from './portal-parts.ts';
import { dropRecordsOf } from './records/record-stores.ts';
import type { ApplyMutation, TokenPair } from './state-mutation.ts';

type LifecycleKind =
  | 'born'
  | 'installation-begun'
  | 'installed'
  | 'application-updated'
  | 'application-removed'
  | 'scopes-granted'
  | 'payment-changed'
  | 'portal-renamed'
  | 'portal-deleted'
  | 'person-changed';

/** What happens to applications, to the portal and to its people as a whole. */
export function applyLifecycle(parts: PortalParts): Pick<ApplyMutation, LifecycleKind> {
  const of = (clientId: string): InstallationParts => getInstallation(parts, clientId);
  return {
    born: ({ applicationToken }) => void (of('').applicationToken = applicationToken),
    'installation-begun': ({ clientId, applicationToken }) => void Object.assign(of(clientId), { stage: 'installing', applicationToken }),
    installed: ({ clientId }) => void (of(clientId).stage = 'installed'),
    'application-updated': ({ clientId, version, applicationToken }) => {
      const dropped = { events: [], placements: [], offlineBindings: [], openedBy: new Set() };
      Object.assign(of(clientId), { ...dropped, stage: 'installing', updatedTo: version, applicationToken });
    },
    'application-removed': ({ clientId, isClean }) => removeApplication(parts, of(clientId), isClean),
    'scopes-granted': ({ clientId, scopes }) => void (of(clientId).grantedScopes = scopes),
    'payment-changed': ({ clientId, days }) => void (of(clientId).paymentDays = days),
    'portal-renamed': ({ origin }) => {
      parts.formerOrigins = [...parts.formerOrigins, parts.origin].filter((former) => former !== origin);
      parts.origin = origin;
    },
    'portal-deleted': () => void (parts.isDeleted = true),
    'person-changed': ({ userId, isActive, isAdmin }) => {
      const users = parts.data.users.map((user) => (user.id === userId ? { ...user, isActive, isAdmin } : user));
      parts.data = { ...parts.data, users };
      parts.users = new Map(users.map((user) => [user.id, user]));
      // What the person sees is different now, and so are the totals of lists.
      parts.revision += 1;
    },
  };
}

/** Options stay unless their deletion was asked for; everything else goes, tokens at once. */
function removeApplication(parts: PortalParts, installation: InstallationParts, isClean: boolean): void {
  const { application, appOptions, optionsOfUsers, paymentDays } = installation;
  const kept = isClean ? {} : { appOptions, optionsOfUsers };
  Object.assign(installation, createInstallation(application), kept, { stage: 'removed', paymentDays });
  revoke(parts, parts.accessTokens, application.clientId);
  revoke(parts, parts.refreshTokens, application.clientId);
  for (const [appSid, frame] of parts.frames) if (frame.clientId === application.clientId) parts.frames.delete(appSid);
  dropRecordsOf(parts.records, application.clientId);
}

function revoke(parts: PortalParts, tokens: Map<string, TokenPair>, clientId: string): void {
  for (const [token, pair] of tokens) {
    if (pair.clientId !== clientId) continue;
    tokens.delete(token);
    parts.revokedTokens.add(token);
  }
}
