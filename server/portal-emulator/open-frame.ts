import { randomBytes } from 'node:crypto';
import type { FrameRequest } from './emulator-options.ts';
import { isRecord } from './nested-parameters.ts';
import { portalHost, type Portal } from './portal.ts';
import { PortalRefusal } from './portal-refusal.ts';
import type { PortalUser } from './portal-data.ts';
import { expiresIn } from './token-life.ts';

export interface FrameWish {
  readonly userId: number;
  readonly placement: string;
  /** Which type of user fields USERFIELD_TYPE draws, by its code without the prefix; the first one when absent. */
  readonly userTypeId?: string;
  /** Scalars become strings on the way, as everything in PLACEMENT_OPTIONS is. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What the portal's page answers to `getInitData` of the frame. */
export type FrameInitData = Readonly<Record<string, unknown>>;

export interface OpenedFrame extends FrameRequest {
  readonly initData: FrameInitData;
}

/** Renders a placement: the address with its query, the fields to post and what the parent window will answer. */
export function openFrame(portal: Portal, wish: FrameWish): OpenedFrame {
  const user = portal.state.users.get(wish.userId);
  if (user?.isActive !== true) throw new PortalRefusal('unknown-person', `person ${wish.userId} is not in the portal`);
  const target = chooseTarget(portal, user, wish);
  const appSid = randomBytes(16).toString('hex');
  const isFirstRun = !portal.state.hasOpenedBefore(user.id);
  const pair = portal.tokens.issue(user.id);
  portal.state.record({
    kind: 'frame-opened',
    frame: { appSid, userId: user.id, placement: target.placement, isInstaller: target.isInstaller },
  });
  const auth = {
    AUTH_ID: pair.accessToken,
    AUTH_EXPIRES: String(expiresIn(portal.tokens.life)),
    REFRESH_ID: pair.refreshToken,
  };
  const options = Object.keys(wish.options ?? {}).length > 0 ? withStrings(wish.options) : undefined;
  return {
    url: buildAddress(portal, target.address, appSid),
    fields: {
      ...auth,
      SERVER_ENDPOINT: `${portal.options.oauthOrigin}/rest/`,
      APPLICATION_TOKEN: portal.state.applicationToken,
      APPLICATION_SCOPE: portal.options.application.scopes.join(','),
      member_id: portal.options.memberId,
      status: 'L',
      PLACEMENT: target.placement,
      ...(options ? { PLACEMENT_OPTIONS: JSON.stringify(options) } : {}),
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
      USER_OPTIONS: portal.state.userOptions(user.id),
      APP_OPTIONS: portal.state.appOptions,
      PLACEMENT: target.placement,
      PLACEMENT_OPTIONS: options ?? '',
    },
  };
}

interface FrameTarget {
  readonly address: string;
  readonly placement: string;
  readonly isInstaller: boolean;
}

/** Until the installation is finished only an administrator sees anything, and only the installer. */
function chooseTarget(portal: Portal, user: PortalUser, { placement, userTypeId }: FrameWish): FrameTarget {
  const { application } = portal.options;
  if (!portal.state.isInstalled) {
    if (!user.isAdmin) throw new PortalRefusal('not-installed', 'the application is not fully installed yet');
    return { address: application.installerUrl, placement: 'DEFAULT', isInstaller: true };
  }
  if (placement === 'DEFAULT') return { address: application.handlerUrl, placement, isInstaller: false };
  const bound =
    placement === 'USERFIELD_TYPE'
      ? portal.state.records.userFieldTypes.rows.find(({ code }) => userTypeId === undefined || code === userTypeId)
      : portal.state.placements.find((binding) => binding.placement === placement);
  if (!bound) throw new PortalRefusal('not-bound', `nothing is bound to ${placement}`);
  return { address: bound.handler, placement, isInstaller: false };
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
  return portal.options.portalOrigin.startsWith('https:') ? 1 : 0;
}

function withStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStrings);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withStrings(item)]));
  return value === null || value === undefined ? '' : String(value);
}
