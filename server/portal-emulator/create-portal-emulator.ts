import { changeDeal } from './deal-changes.ts';
import type { FrameRequest, PortalEmulator, PortalEmulatorOptions } from './emulator-options.ts';
import { finishInstallation } from './finish-installation.ts';
import { openFrame } from './open-frame.ts';
import { openPortal } from './open-portal.ts';
import { getInstallation, type Portal } from './portal.ts';
import { createPortalLifecycle } from './create-portal-lifecycle.ts';
import type { PortalUser } from './portal-data.ts';
import { PortalRefusal } from './portal-refusal.ts';
import { servePortals } from './serve-portals.ts';
import { makeWebhook } from './webhook.ts';

/** A Bitrix24 portal that fits in a process: REST, OAuth, events, placements and the portal's own pages. */
export function createPortalEmulator(options: PortalEmulatorOptions): PortalEmulator {
  const portal = openPortal(options);
  return describeEmulator(portal, (request) => servePortals([portal], request));
}

/** The portal as those see it who hold it in their process. */
export function describeEmulator(portal: Portal, handle: PortalEmulator['handle']): PortalEmulator {
  return {
    ...createPortalLifecycle(portal),
    handle,
    get origin() {
      return portal.state.origin;
    },
    memberId: portal.options.memberId,
    openFrame(frame): FrameRequest {
      const { url, fields, frameName, appSid } = openFrame(portal, frame);
      return { url, fields, frameName, appSid };
    },
    finishInstall: (userId, clientId) => finishInstallation(portal, userId, clientId),
    get isInstalled() {
      return getInstallation(portal).stage === 'installed';
    },
    updateDeal(userId, dealId, change) {
      if (userId === null) return portal.sender.byNobody(() => changeDeal(portal, robotOf(portal), dealId, change));
      const user = portal.state.users.get(userId);
      if (!user) throw new PortalRefusal('unknown-person', `person ${userId} is not in the portal`);
      changeDeal(portal, user, dealId, change);
    },
    makeWebhook: (userId, scopes) => makeWebhook(portal, userId, scopes),
    settle: portal.sender.settle,
    async close() {
      await portal.sender.settle();
      portal.state.close();
    },
  };
}

/** Robots may do everything: they act with the rights of an administrator. */
function robotOf(portal: Portal): PortalUser {
  const robot = portal.state.data.users.find((user) => user.isAdmin);
  if (!robot) throw new PortalRefusal('unknown-person', 'the portal has no administrator');
  return robot;
}
