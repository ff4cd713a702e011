import { randomBytes } from 'node:crypto';
import type { FrameRequest } from './emulator-options.ts';
import { beginInstallation } from './finish-installation.ts';
import { isPaymentBlocked, scopesOf, statusOf, userOptionsOf, type Installation } from './installation.ts';
import { isRecord } from './nested-parameters.ts';
import { getInstallation, type Portal } from './portal.ts';
import { portalHost, serverEndpoint } from './portal-address.ts';
import { PortalRefusal } from './portal-refusal.ts';
import type { PortalUser } from './portal-data.ts';
import type { PlacementBinding } from './state-mutation.ts';
import { expiresIn } from './token-life.ts';

export interface FrameWish {
  readonly userId: number;
  readonly placement: string;
  /** Which of several handlers of the placement; absent is the first. */
  readonly handler?: string;
  /** The first application unless told. */
  readonly clientId?: string;
  /** Which type of user fields USERFIELD_TYPE draws, by its code without the prefix; the first one when absent. */
  readonly userTypeId?: string;
  /** Scalars become strings on the way, as everything in PLACEMENT_OPTIONS is. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Path and query of the page the frame is opened from; absent when the browser did not say. */
  readonly pageUri?: string;
}

/** What the portal's page answers to `getInitData` of the frame. */
export type FrameInitData = Readonly<Record<string, unknown>>;

export interface OpenedFrame extends FrameRequest {
  readonly initData: FrameInitData;
}

/** Renders a placement: the address with its query, the fields to post and what the parent window will answer. */
export function openFrame(portal: Portal, wish: FrameWish): OpenedFrame {
  if (portal.state.isDeleted) throw new PortalRefusal('not-found', 'the portal was deleted');
  const user = portal.state.users.get(wish.userId);
  if (user?.isActive !== true) throw new PortalRefusal('unknown-person', `person ${wish.userId} is not in the portal`);
  const installation = getInstallation(portal, wish.clientId);
  const { clientId } = installation.application;
  const target = chooseTarget(portal, installation, user, wish);
  beginInstallation(portal, installation);
  const appSid = randomBytes(16).toString('hex');
  const isFirstRun = !installation.openedBy.has(user.id);
  const pair = portal.tokens.issue({ clientId, userId: user.id });
  portal.state.record({
    kind: 'frame-opened',
    frame: { clientId, appSid, userId: user.id, placement: target.placement, isInstaller: target.isInstaller },
  });
  const auth = {
    AUTH_ID: pair.accessToken,
    AUTH_EXPIRES: String(expiresIn(portal.tokens.life)),
    REFRESH_ID: pair.refreshToken,
  };
  const given = withStrings(wish.options ?? {}) as Readonly<Record<string, unknown>>;
  const posted = { ...given, ...(wish.pageUri === undefined ? {} : { URI: wish.pageUri }) };
  return {
    url: buildAddress(portal, target.address, appSid),
    fields: {
      ...auth,
      SERVER_ENDPOINT: serverEndpoint(portal),
      APPLICATION_TOKEN: installation.applicationToken,
      APPLICATION_SCOPE: scopesOf(installation).join(','),
      member_id: portal.options.memberId,
      status: statusOf(installation),
      PLACEMENT: target.placement,
      ...(isEmpty(posted) ? {} : { PLACEMENT_OPTIONS: JSON.stringify(posted) }),
    },
    frameName: `${portalHost(portal)}|${protocolFlag(portal)}|${appSid}`,
    appSid,
    initData: {
      LANG: portal.state.data.language,
      DOMAIN: portalHost(portal),
      PROTOCOL: protocolFlag(portal),
      PATH: '/rest',
      ...auth,
      MEMBER_ID: portal.options.memberId,
      FIRST_RUN: isFirstRun,
      IS_ADMIN: user.isAdmin,
      INSTALL: target.isInstaller,
      USER_OPTIONS: userOptionsOf(installation, user.id),
      APP_OPTIONS: installation.appOptions,
      PLACEMENT: target.placement,
      PLACEMENT_OPTIONS: isEmpty(given) ? '' : given,
    },
  };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record).length === 0;
}

interface FrameTarget {
  readonly address: string;
  readonly placement: string;
  readonly isInstaller: boolean;
}

/** Until the installation is finished only an administrator sees anything, and only the installer. */
function chooseTarget(portal: Portal, installation: Installation, user: PortalUser, wish: FrameWish): FrameTarget {
  const { placement } = wish;
  const { application, stage } = installation;
  if (isPaymentBlocked(installation)) throw new PortalRefusal('payment-required', 'the application is not paid for');
  if (stage !== 'installed') {
    if (!user.isAdmin) throw new PortalRefusal('not-installed', 'the application is not fully installed yet');
    return { address: application.installerUrl, placement: 'DEFAULT', isInstaller: true };
  }
  if (placement === 'DEFAULT') return { address: application.handlerUrl, placement, isInstaller: false };
  const bound = placement === 'USERFIELD_TYPE' ? findFieldType(portal, wish) : findBinding(installation, user, wish);
  if (!bound) throw new PortalRefusal('not-bound', `nothing is bound to ${placement}`);
  return { address: bound.handler, placement, isInstaller: false };
}

function findFieldType(portal: Portal, { userTypeId }: FrameWish): { readonly handler: string } | undefined {
  return portal.state.records.userFieldTypes.rows.find(({ code }) => userTypeId === undefined || code === userTypeId);
}

/** A binding for one person is nobody else's. */
function findBinding({ placements }: Installation, user: PortalUser, { placement, handler }: FrameWish): PlacementBinding | undefined {
  return placements.find(
    (bound) =>
      bound.placement === placement &&
      (handler === undefined || bound.handler === handler) &&
      (bound.userId === undefined || bound.userId === user.id),
  );
}

function buildAddress(portal: Portal, address: string, appSid: string): string {
  const query = new URLSearchParams({
    DOMAIN: portalHost(portal),
    PROTOCOL: String(protocolFlag(portal)),
    LANG: portal.state.data.language,
    APP_SID: appSid,
  });
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}

function protocolFlag(portal: Portal): 0 | 1 {
  return portal.state.origin.startsWith('https:') ? 1 : 0;
}

function withStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStrings);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withStrings(item)]));
  return value === null || value === undefined ? '' : String(value);
}
