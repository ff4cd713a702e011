import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLoadProbe } from '#http/limits/load-probe.ts';
import { createLoadShedding } from '#http/limits/load-shedding.ts';
import { productionRates, roomyRates } from '#http/limits/request-limits.ts';
import { createLog } from '#kernel/log.ts';
import { createMetrics, type Metrics } from '#kernel/metrics.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { createTotals } from '#store/portal-totals.ts';
import { createSecretText, type SecretText } from '#store/secret-text.ts';
import { prepareClient, type ClientBuild } from './client-build.ts';
import { readConfig, type Config } from './config.ts';
import { createKeys, readKeys } from './keys.ts';
import { hostPortal, startDemo, type Demo, type PortalHost } from './start-demo.ts';
import { endOnFaults, endOnSignals } from './end-process.ts';
import { startService, type Service } from './start-service.ts';

/** Constant in production: an address from a request never decides where our secret goes. */
const oauthHosts = ['https://oauth.bitrix.info', 'https://oauth.bitrix24.tech'];

const print = (text: string): void => void writeSync(1, `${text}\n`);

await main();

async function main(): Promise<void> {
  try {
    const config = readConfig(process.env, process.argv.slice(2));
    const client = await prepareClient({ onBuild: () => print('Building the pages…') });
    await run(config, client);
  } catch (failure) {
    writeSync(2, `${describe(failure)}\n`);
    process.exit(1);
  }
}

function describe(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  if (!('code' in failure) || failure.code !== 'EADDRINUSE' || !('port' in failure)) return failure.message;
  return `Port ${String(failure.port)} is taken. Stop what uses it, or set PORT, PORTAL_PORT and OAUTH_PORT.`;
}

async function run(config: Config, client: ClientBuild): Promise<void> {
  endOnFaults(createLog({ level: config.logLevel }));
  const host = config.demo === null ? null : await hostPortal(config.demo);
  let running = await start(config, client, host, startOver);
  endOnSignals(async () => {
    await running.stop();
    await host?.close();
  });

  /** «Вернуть начало»: everything is closed, the demo's data goes, and the same process begins again. */
  async function startOver(): Promise<void> {
    if (config.demo === null) return;
    await running.stop();
    running = await start({ ...config, demo: { ...config.demo, reset: true } }, client, host, startOver);
  }
}

/** Parts in their order: the portal when it is simulated, then the service, then the demo's past. */
async function start(
  config: Config,
  client: ClientBuild,
  host: PortalHost | null,
  startOver: () => Promise<void>,
): Promise<{ stop(): Promise<void> }> {
  const log = createLog({ level: config.logLevel });
  const demo = config.demo === null || host === null ? null : await startDemo(config, config.demo, host, startOver);
  if (demo !== null) createKeys(config.keysDir);
  const businessClock = demo === null ? () => new Date() : () => demo.clock.now();
  const keys = readKeys(config.keysDir);
  const { store, counted } = await openCountedStore(config, { businessClock, secretText: createSecretText(keys.secretText) });
  const shedding = createLoadShedding();
  const service = await startService({
    host: demo === null ? '0.0.0.0' : '127.0.0.1',
    port: config.port,
    appUrl: config.appUrl,
    store,
    keys,
    journalFile: join(config.dataDir, 'evidence.ndjson'),
    client,
    application: demo?.application ?? config.application ?? unreachable(),
    oauthHosts: demo === null ? oauthHosts : [demo.oauthOrigin],
    allowLoopback: demo !== null,
    businessClock,
    ...(config.metrics === null || counted === undefined ? {} : { metrics: { ...config.metrics, counted } }),
    ...(demo === null ? {} : { readingClock: demo.readingClock }),
    isPushOn: config.isPushOn,
    // The demo lives through its past in seconds, and only this machine reaches it.
    rates: demo === null ? productionRates : roomyRates,
    trustedProxyHops: config.trustedProxyHops,
    untilUnsent: () => wait(config.unsentAfterMs),
    shedding,
    log,
  });
  // The demo has one visitor, whom nothing should be refused.
  const stopProbe = demo === null ? startLoadProbe({ store, shedding }) : () => undefined;
  if (demo === null) print(`Kurs: ${config.appUrl}`);
  else await tellDemo(config, service, demo);
  return {
    stop: async () => {
      stopProbe();
      await service.stop();
      await demo?.stop();
    },
  };
}

/** The store is counted from its first transaction on, and the counts ask the store. */
async function openCountedStore(
  config: Config,
  { businessClock, secretText }: { businessClock: () => Date; secretText: SecretText },
): Promise<{ store: Store; counted: Metrics | undefined }> {
  if (config.metrics === null) return { store: await openStore({ ...config, secretText }), counted: undefined };
  const counting: { by?: Metrics } = {};
  const store = await openStore({ ...config, secretText, onWait: (seconds) => counting.by?.storeWait(seconds) });
  counting.by = createMetrics(createTotals(store, { systemClock: () => new Date(), businessClock }));
  return { store, counted: counting.by };
}

function unreachable(): never {
  throw new Error('Neither a demo nor an application is configured');
}

async function tellDemo(config: Config, service: Service, demo: Demo): Promise<void> {
  print(`Demo portal:  ${demo.portalOrigin}\nApplication:  ${config.appUrl}\nData:         ${config.dataDir}`);
  let last = '';
  let isLoaded = true;
  const progress = (text: string): void => {
    if (text === last) return;
    last = text;
    if (process.stdout.isTTY) writeSync(1, `\r\u001b[K${text}`);
    else print(text);
  };
  const silence = service.sync.onProgress((_portalId, status) => {
    isLoaded = status.state === 'ready';
    if (status.state === 'ready') progress(`first load: ${status.rows} rows, done`);
    else progress(`first load: ${status.rows} of ${status.expectedRows ?? '…'} rows`);
  });
  await demo.begin(progress);
  print(
    `${process.stdout.isTTY ? '\n' : ''}Open ${demo.portalOrigin} in a browser${isLoaded ? '' : '; the first load goes on meanwhile'}.`,
  );
  setTimeout(silence, 600_000).unref();
}
