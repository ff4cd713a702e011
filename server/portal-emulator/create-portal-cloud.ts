import { describeEmulator } from './create-portal-emulator.ts';
import type { PortalEmulator, PortalEmulatorOptions } from './emulator-options.ts';
import { openPortal } from './open-portal.ts';
import type { Portal } from './portal.ts';
import { servePortals } from './serve-portals.ts';

/** Several portals in one process with the one authorization server that knows them all. */
export interface PortalCloud {
  /** Serves every origin, told apart by the request's host. */
  handle(request: Request): Promise<Response>;
  readonly portals: readonly PortalEmulator[];
  readonly oauthOrigin: string;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What the portals of a cloud do not share: address, member id, rows and applications are their own. The first one’s pace and faults are those of the authorization server. */
export type CloudPortalOptions = Omit<PortalEmulatorOptions, 'oauthOrigin'>;

export function createPortalCloud(oauthOrigin: string, options: readonly [CloudPortalOptions, ...CloudPortalOptions[]]): PortalCloud {
  requireDistinct([oauthOrigin, ...options.map(({ portalOrigin }) => portalOrigin)], 'origin');
  requireDistinct(
    options.map(({ memberId }) => memberId),
    'member id',
  );
  const open = (given: CloudPortalOptions): Portal => openPortal({ ...given, oauthOrigin });
  const [first, ...others] = options;
  const opened = [open(first), ...others.map(open)] as const;
  const handle = (request: Request): Promise<Response> => servePortals(opened, request);
  const portals = opened.map((portal) => describeEmulator(portal, handle));
  return {
    handle,
    portals,
    oauthOrigin,
    settle: async () => void (await Promise.all(portals.map((portal) => portal.settle()))),
    close: async () => void (await Promise.all(portals.map((portal) => portal.close()))),
  };
}

function requireDistinct(values: readonly string[], what: string): void {
  if (new Set(values).size < values.length) throw new Error(`two portals of a cloud have the same ${what}`);
}
