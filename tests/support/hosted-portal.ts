import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { app as manifest } from '#manifest/app.ts';
import { scopes } from '#manifest/scopes.ts';
import { createPortalEmulator } from '#portal-emulator/create-portal-emulator.ts';
import type { FrameRequest, PortalEmulator } from '#portal-emulator/emulator-options.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { holdPort, type HeldPort } from './hold-port.ts';

/** An emulated portal on ports of its own that our service may talk to. */
export interface HostedPortal {
  readonly emulator: PortalEmulator;
  readonly origin: string;
  readonly oauthOrigin: string;
  readonly memberId: string;
  /** Paths the service has asked for, REST methods among them. */
  readonly requests: string[];
  /** Answers instead of the portal; undefined lets the request through. */
  intercept(answer: ((request: Request) => Promise<Response | undefined>) | null): void;
  frame(userId: number, placement?: string, options?: Readonly<Record<string, string>>): FrameRequest;
  /** Texts of the notices a person sees in the portal, newest first. */
  notices(userId: number): Promise<string[]>;
}

/** The application as it is registered with every portal of the tests. */
export const testApplication = { clientId: 'local.test', clientSecret: 'secret', code: manifest.code };

export async function hostPortal(options: { data: PortalData; port: HeldPort; appUrl: string; clock: { now: Date } }) {
  const { data, appUrl, clock } = options;
  const ownPort = await holdPort();
  const origin = `http://localhost:${ownPort.port}`;
  const oauthOrigin = `http://localhost:${options.port.port}`;
  const memberId = randomBytes(16).toString('hex');
  const emulator = createPortalEmulator({
    data,
    application: {
      ...testApplication,
      version: manifest.version,
      title: manifest.title,
      handlerUrl: appUrl + manifest.handlerPath,
      installerUrl: appUrl + manifest.installerPath,
      scopes: scopes.map((scope) => scope.code),
    },
    portalOrigin: origin,
    oauthOrigin,
    businessClock: () => clock.now,
    memberId,
    limits: 'off',
    stateFile: null,
  });
  const requests: string[] = [];
  let interceptor: ((request: Request) => Promise<Response | undefined>) | null = null;
  await Promise.all([ownPort.release(), options.port.release()]);
  const hosting = await hostPortalEmulator(
    {
      handle: async (request) => {
        requests.push(new URL(request.url).pathname);
        return (await interceptor?.(request.clone())) ?? emulator.handle(request);
      },
    },
    { portalOrigin: origin, oauthOrigin },
  );
  const hosted: HostedPortal = {
    emulator,
    origin,
    oauthOrigin,
    memberId,
    requests,
    intercept: (answer) => (interceptor = answer),
    frame: (userId, placement = 'DEFAULT', frameOptions = {}) => emulator.openFrame({ userId, placement, options: frameOptions }),
    notices: async (userId) => {
      const request = new Request(`${origin}/portal-api/state`, { headers: { cookie: `portal_user=${userId}` } });
      const state: unknown = await (await emulator.handle(request)).json();
      return PortalPage.parse(state).notifications.map((notice) => notice.text);
    },
  };
  const close = async (): Promise<void> => {
    await hosting.close();
    await emulator.close();
  };
  return { hosted, close };
}

const PortalPage = z.object({ notifications: z.array(z.object({ text: z.string() })) });
