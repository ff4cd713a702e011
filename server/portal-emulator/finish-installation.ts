import { versionOf, type Installation } from './installation.ts';
import { getInstallation, type Portal } from './portal.ts';
import { PortalRefusal } from './portal-refusal.ts';
import { newApplicationToken } from './portal-state.ts';

/** `installFinish` of the installer page: from here on placements show and events are sent. */
export function finishInstallation(portal: Portal, userId: number, clientId?: string): void {
  if (portal.state.users.get(userId)?.isAdmin !== true) {
    throw new PortalRefusal('not-allowed', 'only an administrator finishes an installation');
  }
  const installation = getInstallation(portal, clientId);
  if (installation.stage === 'installed') return;
  beginInstallation(portal, installation);
  portal.state.record({ kind: 'installed', clientId: installation.application.clientId, userId });
  const version = String(versionOf(installation));
  const data = { VERSION: version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: portal.state.data.language };
  portal.sender.sendTo(installation, 'ONAPPINSTALL', data, userId);
}

/** An application that was removed comes back with a new `application_token`. */
export function beginInstallation(portal: Portal, { stage, application }: Installation): void {
  if (stage !== 'removed') return;
  portal.state.record({ kind: 'installation-begun', clientId: application.clientId, applicationToken: newApplicationToken() });
}
