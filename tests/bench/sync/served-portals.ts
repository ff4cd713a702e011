import { app as manifest } from '#manifest/app.ts';
import { scopes } from '#manifest/scopes.ts';
import { createPortalCloud, type CloudPortalOptions } from '#portal-emulator/create-portal-cloud.ts';
import type { PortalEmulator } from '#portal-emulator/emulator-options.ts';
import { hostPortalEmulator } from '#portal-emulator/host-portal-emulator.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import { smallPortalNow } from '#support/small-portal.ts';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';

/** What one portal saw of its client. */
export interface Traffic {
  requests: number;
  /** Answers 503 and 429, those inside a batch counted each. */
  limitErrors: number;
  firstLimitErrorMs: number | null;
  /** Seconds that the answers have worked. */
  operating: number;
}

export interface ServedPortal {
  readonly emulator: PortalEmulator;
  readonly timeScale: number;
  readonly traffic: Traffic;
}

/** Everything a client needs to connect; travels to its process. */
export interface Invitation {
  readonly origin: string;
  readonly oauthOrigin: string;
  readonly memberId: string;
  readonly webhook: string;
  readonly timeScale: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export const application = { clientId: 'local.bench', clientSecret: 'bench-secret', code: manifest.code } as const;
export const appUrl = 'http://localhost:1';
const adminId = 1;

export interface Served {
  portal(name: string): ServedPortal;
  invite(name: string): Invitation;
  close(): Promise<void>;
}

/** One portal a client, all of the same rows, so that no one's requests and operating time are another's. */
export async function servePortals(data: PortalData, wanted: readonly { name: string; timeScale: number }[]): Promise<Served> {
  const [oauthPort = 0, ...ports] = await findPorts(wanted.length + 1);
  const oauthOrigin = `http://localhost:${oauthPort}`;
  const options = wanted.map(({ timeScale }, index): CloudPortalOptions => ({
    data,
    application: {
      ...application,
      version: manifest.version,
      title: manifest.title,
      handlerUrl: appUrl + manifest.handlerPath,
      installerUrl: appUrl + manifest.installerPath,
      scopes: scopes.map(({ code }) => code),
    },
    portalOrigin: `http://localhost:${ports[index]}`,
    memberId: randomBytes(16).toString('hex'),
    businessClock: () => smallPortalNow,
    limits: 'cloud',
    stateFile: null,
    allowLocalHandlers: true,
    pace: { latencyMs: 0, timeScale },
  }));
  const [first, ...others] = options;
  if (first === undefined) throw new Error('no portals to serve');
  const cloud = createPortalCloud(oauthOrigin, [first, ...others]);
  const served = new Map(
    cloud.portals.map((emulator, index): [string, ServedPortal] => [
      wanted[index]?.name ?? '',
      {
        emulator,
        timeScale: wanted[index]?.timeScale ?? 1,
        traffic: { requests: 0, limitErrors: 0, firstLimitErrorMs: null, operating: 0 },
      },
    ]),
  );
  const byHost = new Map([...served.values()].map((portal) => [new URL(portal.emulator.origin).host, portal]));
  const handle = async (request: Request): Promise<Response> => {
    const portal = byHost.get(new URL(request.url).host);
    const response = await cloud.handle(request);
    return portal ? note(portal, response) : response;
  };
  const hosted = await hostPortalEmulator(
    { handle },
    { portalOrigin: first.portalOrigin, oauthOrigin, furtherOrigins: others.map(({ portalOrigin }) => portalOrigin) },
  );
  const portalOf = (name: string): ServedPortal => {
    const found = served.get(name);
    if (!found) throw new Error(`no portal for ${name}`);
    return found;
  };
  return {
    portal: portalOf,
    invite: (name) => invite(portalOf(name), oauthOrigin),
    close: async () => {
      await hosted.close();
      await cloud.close();
    },
  };
}

function invite({ emulator, timeScale }: ServedPortal, oauthOrigin: string): Invitation {
  const frame = emulator.openFrame({ userId: adminId, placement: 'DEFAULT' });
  return {
    origin: emulator.origin,
    oauthOrigin,
    memberId: emulator.memberId,
    webhook: emulator.makeWebhook(adminId),
    timeScale,
    fields: frame.fields,
    query: Object.fromEntries(new URL(frame.url).searchParams),
  };
}

/** The batch's own time stands at the end of its answer, so the answer need not be read as JSON. */
async function note({ traffic, timeScale }: ServedPortal, response: Response): Promise<Response> {
  const text = await response.text();
  traffic.requests += 1;
  const refusals = response.status === 503 || response.status === 429 ? 1 : text.split('"OPERATION_TIME_LIMIT"').length - 1;
  traffic.limitErrors += refusals;
  if (refusals > 0) traffic.firstLimitErrorMs ??= performance.now();
  const duration = /"duration":([\d.e-]+),/.exec(text.slice(text.lastIndexOf('"time":')))?.[1];
  traffic.operating += Number(duration ?? 0) * timeScale;
  return new Response(text, { status: response.status, headers: response.headers });
}

async function findPorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
