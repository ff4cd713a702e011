import { randomBytes } from 'node:crypto';
import { createPortalEmulator } from './create-portal-emulator.ts';
import { readEmulatorArguments, usage, type EmulatorArguments } from './emulator-arguments.ts';
import type { PortalEmulator, PortalEmulatorOptions } from './emulator-options.ts';
import { hostPortalEmulator } from './host-portal-emulator.ts';
import type { PortalData } from './portal-data.ts';
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
  const options = await toOptions(given);
  const emulator = createPortalEmulator(options);
  const host = await hostPortalEmulator(emulator, options);
  const stop = (): void => void host.close().then(() => emulator.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  process.stdout.write(describe(given, options, emulator));
}

async function toOptions(given: EmulatorArguments): Promise<PortalEmulatorOptions> {
  const startMs = Date.now();
  const timeScale = given['time-scale'];
  const now = new Date(given.now);
  return {
    data: await readData(given, now),
    application: sampleApplication(given['handler-url'], given['installer-url']),
    portalOrigin: `http://localhost:${given.port}`,
    oauthOrigin: `http://localhost:${given['oauth-port']}`,
    businessClock: () => new Date(now.getTime() + (Date.now() - startMs) * timeScale),
    memberId: randomBytes(16).toString('hex'),
    limits: given.limits,
    stateFile: null,
    ...(given.faults === undefined ? {} : { faults: { seed: given.faults, ...fewFaults } }),
    // Answers take their time only where the portal has limits to keep.
    ...(given.limits === 'off' && given['latency-ms'] === 0 && timeScale === 1
      ? {}
      : { pace: { latencyMs: given['latency-ms'], timeScale } }),
  };
}

function readData(given: EmulatorArguments, now: Date): Promise<PortalData> | PortalData {
  const folder = given['portal-data'];
  if (folder === undefined) return createSnabservice();
  return readPortalData(folder, { now, title: 'Портал из файлов', timeZone: 'Europe/Moscow' });
}

/** Without an address of its own the application counts as installed, so that its tokens and events work at once. */
function describe(given: EmulatorArguments, options: PortalEmulatorOptions, emulator: PortalEmulator): string {
  const { portalOrigin, oauthOrigin, application, memberId, data } = options;
  const admin = data.users.find((user) => user.isAdmin && user.isActive);
  if (!admin) throw new Error('The portal has no administrator');
  const hasPage = given['handler-url'] !== undefined;
  if (!hasPage) emulator.finishInstall(admin.id);
  const lines = [
    ['portal', `${portalOrigin}/`],
    ['webhook', `${emulator.makeWebhook(admin.id)} of ${admin.name} ${admin.lastName}, administrator`],
    ['application', hasPage ? `${application.handlerUrl}, to be installed by the administrator` : 'without a page of its own, installed'],
    ['client_id', application.clientId],
    ['client_secret', application.clientSecret],
    ['authorize', `${portalOrigin}/oauth/authorize/?client_id=${application.clientId}`],
    ['token', `${oauthOrigin}/oauth/token/`],
    ['member_id', memberId],
    ['limits', `${options.limits}, latency ${given['latency-ms']} ms, time × ${given['time-scale']}`],
  ] as const;
  return `${lines.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n')}\n`;
}
