import { writeSync } from 'node:fs';
import { createLog } from '#kernel/log.ts';
import { prepareClient } from './client-build.ts';
import { readConfig, type Config } from './config.ts';
import { createKeys, readKeys } from './keys.ts';
import { startDemo, type Demo } from './start-demo.ts';
import { startService, type Service } from './start-service.ts';

/** Constant in production: an address from a request never decides where our secret goes. */
const oauthHosts = ['https://oauth.bitrix.info', 'https://oauth.bitrix24.tech'];

const print = (text: string): void => void writeSync(1, `${text}\n`);

await main();

async function main(): Promise<void> {
  try {
    const config = readConfig(process.env, process.argv.slice(2));
    const client = await prepareClient({ onBuild: () => print('Собираем страницы…') });
    await run(config, client);
  } catch (failure) {
    writeSync(2, `${failure instanceof Error ? failure.message : String(failure)}\n`);
    process.exitCode = 1;
  }
}

async function run(config: Config, client: Awaited<ReturnType<typeof prepareClient>>): Promise<void> {
  const log = createLog({ level: config.logLevel });
  let startOver: () => void = () => undefined;
  const demo = config.demo === null ? null : await startDemo(config, config.demo, () => startOver());
  if (demo !== null) createKeys(config.keysDir);
  const service = await startService({
    host: demo === null ? '0.0.0.0' : '127.0.0.1',
    port: config.port,
    appUrl: config.appUrl,
    store: { databaseUrl: config.databaseUrl, migrationDatabaseUrl: config.migrationDatabaseUrl, dataDir: config.dataDir },
    keys: readKeys(config.keysDir),
    client,
    application: demo?.application ?? config.application ?? unreachable(),
    oauthHosts: demo === null ? oauthHosts : [demo.oauthOrigin],
    allowLoopback: demo !== null,
    businessClock: demo === null ? () => new Date() : () => demo.clock.now(),
    ...(demo === null ? {} : { readingClock: demo.readingClock }),
    isPushOn: config.isPushOn,
    log,
  });
  const stop = stopOnce(service, demo);
  startOver = () => void restart(config, client, stop);
  process.once('SIGINT', () => void stop().then(() => process.exit(0)));
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
  if (demo === null) return print(`Kurs: ${config.appUrl}`);
  await tellDemo(config, service, demo);
}

function unreachable(): never {
  throw new Error('Neither a demo nor an application is configured');
}

function stopOnce(service: Service, demo: Demo | null): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await service.stop();
    await demo?.stop();
  };
  return () => (stopping ??= stop());
}

/** «Вернуть начало»: everything is closed, the demo's data goes, and the same process begins again. */
async function restart(config: Config, client: Awaited<ReturnType<typeof prepareClient>>, stop: () => Promise<void>): Promise<void> {
  process.removeAllListeners('SIGINT');
  process.removeAllListeners('SIGTERM');
  await stop();
  await run({ ...config, demo: config.demo === null ? null : { ...config.demo, reset: true } }, client);
}

async function tellDemo(config: Config, service: Service, demo: Demo): Promise<void> {
  print(`Демонстрационный портал: ${demo.portalOrigin}\nПриложение:              ${config.appUrl}\nДанные:                  ${config.dataDir}`);
  let last = '';
  const progress = (text: string): void => {
    if (text === last) return;
    last = text;
    if (process.stdout.isTTY) writeSync(1, `\r\u001b[K${text}`);
    else print(text);
  };
  const silence = service.sync.onProgress((_portalId, status) => {
    if (status.state === 'ready') progress(`загружено строк: ${status.rows}`);
    else progress(`загрузка: ${status.rows} из ${status.expectedRows ?? '…'} строк`);
  });
  await demo.begin(progress);
  print(`${process.stdout.isTTY ? '\n' : ''}Готово. Откройте ${demo.portalOrigin} в браузере.`);
  setTimeout(silence, 600_000).unref();
}
