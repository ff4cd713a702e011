import type { PortalLifecycle } from './portal-lifecycle.ts';
import { isPaymentExpired, statusOf, versionOf, type Installation } from './installation.ts';
import { getInstallation, type Portal } from './portal.ts';
import { PortalRefusal } from './portal-refusal.ts';
import { newApplicationToken } from './portal-state.ts';

export function createPortalLifecycle(portal: Portal): PortalLifecycle {
  const { state, sender } = portal;
  return {
    rename: (origin) => state.record({ kind: 'portal-renamed', origin: new URL(origin).origin }),
    delete: () => state.record({ kind: 'portal-deleted' }),
    changePerson(userId, change) {
      const user = state.users.get(userId);
      if (!user) throw new PortalRefusal('unknown-person', `person ${userId} is not in the portal`);
      const { isActive = user.isActive, isAdmin = user.isAdmin } = change;
      state.record({ kind: 'person-changed', userId, isActive, isAdmin });
    },
    grantScopes(scopes, clientId) {
      const installation = getPresent(portal, clientId);
      state.record({ kind: 'scopes-granted', clientId: installation.application.clientId, scopes: [...new Set(scopes)] });
    },
    setPaymentDays: (days, clientId) => changePayment(portal, getPresent(portal, clientId), days),
    updateApplication: ({ version, userId, clientId }) => update(portal, getPresent(portal, clientId), version, userId),
    removeApplication({ clean = false, clientId } = {}) {
      const installation = getPresent(portal, clientId);
      // Nothing of a local application outlives it.
      const isClean = clean || statusOf(installation) === 'L';
      const { application } = installation;
      sender.sendTo(installation, 'ONAPPUNINSTALL', { LANGUAGE_ID: state.data.language, CLEAN: isClean ? 1 : 0 }, 0);
      portal.tokens.revokePassing(application.clientId);
      state.record({ kind: 'application-removed', clientId: application.clientId, isClean });
    },
  };
}

function getPresent(portal: Portal, clientId: string | undefined): Installation {
  const installation = getInstallation(portal, clientId);
  if (installation.stage === 'removed') throw new PortalRefusal('not-installed', 'the application was removed');
  return installation;
}

/** Only what is bought has a term. */
function changePayment(portal: Portal, installation: Installation, days: number | null): void {
  const status = statusOf(installation);
  if (!['D', 'T', 'P', 'S'].includes(status)) throw new PortalRefusal('bad-request', `an application of status ${status} is not paid for`);
  if (days !== null && !Number.isInteger(days)) throw new PortalRefusal('bad-request', 'days are whole');
  portal.state.record({ kind: 'payment-changed', clientId: installation.application.clientId, days });
  const data = {
    CODE: installation.application.code,
    VERSION: versionOf(installation),
    STATUS: status,
    PAYMENT_EXPIRED: isPaymentExpired(installation) ? 'Y' : 'N',
    DAYS: days,
    LANGUAGE_ID: portal.state.data.language,
  };
  portal.sender.sendTo(installation, 'ONAPPPAYMENT', data, 0);
}

/** The handlers of the old version are the last to hear of the new one. */
function update(portal: Portal, installation: Installation, version: number, userId: number): void {
  const { events, stage, application } = installation;
  const previous = versionOf(installation);
  if (!Number.isInteger(version) || version <= previous)
    throw new PortalRefusal('bad-request', `version ${version} is not newer than ${previous}`);
  if (portal.state.users.get(userId)?.isAdmin !== true)
    throw new PortalRefusal('not-allowed', 'only an administrator updates an application');
  const { clientId } = application;
  portal.state.record({ kind: 'application-updated', clientId, version, applicationToken: newApplicationToken() });
  const data = { VERSION: String(version), PREVIOUS_VERSION: String(previous), LANGUAGE_ID: portal.state.data.language };
  portal.sender.sendTo({ ...installation, events, stage }, 'ONAPPUPDATE', data, userId);
}
