import { randomBytes } from 'node:crypto';
import { createPortalCloud, type CloudPortalOptions, type PortalCloud } from './create-portal-cloud.ts';
import { readEmulatorArguments, usage, type EmulatorArguments } from './emulator-arguments.ts';
import type { PortalEmulator } from './emulator-options.ts';
import { hostPortalEmulator } from './host-portal-emulator.ts';
import type { PortalData, PortalUser } from './portal-data.ts';
import { readPortalData } from './read-portal-data.ts';
import { sampleApplication } from './sample-application.ts';
import { createSnabservice } from './scenarios/snabservice.ts';

/** Enough for a careful client to notice and for a careless one to lose something. */
const fewFaults = {
  refusedRequests: 0.02,
  unheardAnswers: 0.01,
  truncatedAnswers: 0.01,
  resets: 0.02,
  expiredTokens: 0.01,
  slow: { share: 0.05, ms: 1000 },
  lostEvents: 0.05,
  repeatedEvents: 0.05,
  reorderedEvents: 0.1,
  tokenlessEvents: 0.1,
} as const;

try {
  const given = readEmulatorArguments(process.argv.slice(2));
  if (given.help) process.stdout.write(usage);
  else await run(given);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}

async function run(given: EmulatorArguments): Promise<void> {
  const oauthOrigin = `http://localhost:${given['oauth-port'] ?? given.port + given.portals}`;
  const [first, ...others] = await toOptions(given);
  if (first === undefined) return;
  const cloud = createPortalCloud(oauthOrigin, [first, ...others]);
  const renamedTo = given['renamed-to'] === undefined ? [] : [`http://localhost:${given['renamed-to']}`];
  const furtherOrigins = [...others.map(({ portalOrigin }) => portalOrigin), ...renamedTo];
  const host = await hostPortalEmulator(cloud, { portalOrigin: first.portalOrigin, oauthOrigin, furtherOrigins });
  const stop = (): void => void host.close().then(() => cloud.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const admin = getAdmin(first.data);
  for (const portal of cloud.portals) setUp(given, portal, admin);
  for (const origin of renamedTo) cloud.portals[0]?.rename(origin);
  process.stdout.write(describe(given, { cloud, options: first, admin }));
}

/** The same rows, the same application and a member id of its own for every portal. */
async function toOptions(given: EmulatorArguments): Promise<CloudPortalOptions[]> {
  const startMs = Date.now();
  const timeScale = given['time-scale'];
  const now = new Date(given.now);
  const shared = {
    data: await readData(given, now),
    application: sampleApplication({
      handlerUrl: given['handler-url'],
      installerUrl: given['installer-url'],
      isBought: given.state === 'grace' || given.state === 'unpaid',
    }),
    businessClock: () => new Date(now.getTime() + (Date.now() - startMs) * timeScale),
    limits: given.limits,
    stateFile: null,
    allowLocalHandlers: given['allow-local-handlers'],
    ...(given.faults === undefined ? {} : { faults: { seed: given.faults, ...fewFaults } }),
    // Answers take their time only where the portal has limits to keep.
    ...(given.limits === 'off' && given['latency-ms'] === 0 && timeScale === 1
      ? {}
      : { pace: { latencyMs: given['latency-ms'], timeScale } }),
  };
  const toPortal = (_: unknown, index: number): CloudPortalOptions => ({
    ...shared,
    portalOrigin: `http://localhost:${given.port + index}`,
    memberId: randomBytes(16).toString('hex'),
  });
  return Array.from({ length: given.portals }, toPortal);
}

function readData(given: EmulatorArguments, now: Date): Promise<PortalData> | PortalData {
  const folder = given['portal-data'];
  if (folder === undefined) return createSnabservice();
  return readPortalData(folder, { now, title: 'Портал из файлов', timeZone: 'Europe/Moscow' });
}

function getAdmin(data: PortalData): PortalUser {
  const admin = data.users.find((user) => user.isAdmin && user.isActive);
  if (!admin) throw new Error('The portal has no administrator');
  return admin;
}

/** Without an address of its own the application counts as installed, so that its tokens and events work at once. */
function setUp(given: EmulatorArguments, portal: PortalEmulator, admin: PortalUser): void {
  if (given['handler-url'] === undefined) portal.finishInstall(admin.id);
  if (given.state === 'grace') portal.setPaymentDays(-3);
  if (given.state === 'unpaid') portal.setPaymentDays(-15);
  if (given.state === 'removed') portal.removeApplication();
  if (given.state === 'deleted') portal.delete();
}

interface Running {
  readonly cloud: PortalCloud;
  readonly options: CloudPortalOptions;
  readonly admin: PortalUser;
}

function describe(given: EmulatorArguments, { cloud, options, admin }: Running): string {
  const { application } = options;
  const ofPortals = cloud.portals.flatMap((portal) => [
    ['portal', `${portal.origin}/`],
    ['webhook', `${portal.makeWebhook(admin.id)} of ${admin.name} ${admin.lastName}, administrator`],
    ['authorize', `${portal.origin}/oauth/authorize/?client_id=${application.clientId}`],
    ['member_id', portal.memberId],
  ]);
  const hasPage = given['handler-url'] !== undefined;
  const lines = [
    ...ofPortals,
    ['application', hasPage ? `${application.handlerUrl}, to be installed by the administrator` : 'without a page of its own, installed'],
    ['client_id', application.clientId],
    ['client_secret', application.clientSecret],
    ['token', `${cloud.oauthOrigin}/oauth/token/`],
    ['state', given.state],
    ['limits', `${options.limits}, latency ${given['latency-ms']} ms, time × ${given['time-scale']}`],
  ];
  return `${lines.map(([name = '', value]) => `${name.padEnd(14)}${value}`).join('\n')}\n`;
}
