import type { Portal } from './portal.ts';
import { PortalRefusal } from './portal-refusal.ts';

/** `installFinish` of the installer page: from here on placements show and events are sent. */
export function finishInstallation(portal: Portal, userId: number): void {
  if (portal.state.users.get(userId)?.isAdmin !== true) {
    throw new PortalRefusal('not-allowed', 'only an administrator finishes an installation');
  }
  if (portal.state.isInstalled) return;
  portal.state.record({ kind: 'installed', userId });
  const version = String(portal.options.application.version);
  const data = { VERSION: version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: portal.state.data.language };
  portal.sender.send('ONAPPINSTALL', data, userId);
}
