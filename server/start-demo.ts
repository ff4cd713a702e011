import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import { app as manifest } from '#manifest/app.ts';
import { scopes } from '#manifest/scopes.ts';
import { getSyncStatus } from '#contract/sync-status.ts';
import { beforeMoves, moveCloseDates } from '#demo/close-dates.ts';
import { clearDemo, readDemo, saveDemo } from '#demo/demo-folder.ts';
import { playJournal } from '#demo/play-journal.ts';
import { openStoredClock, type StoredClock } from '#demo/stored-clock.ts';
import { openPage, visit } from '#demo/visitor.ts';
import type { PortalEmulator } from '#portal-emulator/emulator-options.ts';
import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { Config, DemoConfig } from './config.ts';

/** A simulated portal beside the service, and the clock that both live by. */
export interface Demo {
  readonly portalOrigin: string;
  readonly oauthOrigin: string;
  readonly application: { readonly clientId: string; readonly clientSecret: string; readonly code: string };
  readonly clock: StoredClock;
  /** Time that readings are stamped with: the portal's rows are of its present, whatever day the past is being told of. */
  readonly readingClock: () => Date;
  /** Tells the demo's past through the running service, once; a past that was cut short is told anew at the next start. */
  begin(onProgress: (text: string) => void): Promise<void>;
  stop(): Promise<void>;
}

dayjs.extend(utc);
dayjs.extend(timezone);

const zone = 'Europe/Moscow';
const installedAt = new Date('2026-08-24T07:00:00.000Z');

/** Registration of a local application that only the simulated portal knows. */
const application = {
  clientId: 'app.demo00000000.0000000000',
  clientSecret: 'demo-secret-that-opens-nothing-outside',
  code: manifest.code,
};

/** The two ports of the simulated portal; they stay open while the demo begins anew behind them. */
export interface PortalHost {
  readonly portalOrigin: string;
  readonly oauthOrigin: string;
  use(emulator: PortalEmulator | null): void;
  close(): Promise<void>;
}

export async function hostPortal(demo: DemoConfig): Promise<PortalHost> {
  const { hostPortalEmulator } = await import('#portal-emulator/host-portal-emulator.ts');
  const portalOrigin = `http://localhost:${demo.portalPort}`;
  const oauthOrigin = `http://localhost:${demo.oauthPort}`;
  let current: PortalEmulator | null = null;
  const starting = (): Response => new Response('The portal is starting', { status: 503, headers: { 'retry-after': '2' } });
  const host = await hostPortalEmulator(
    { handle: async (request) => current?.handle(request) ?? starting() },
    { portalOrigin, oauthOrigin },
  );
  return { portalOrigin, oauthOrigin, use: (emulator) => void (current = emulator), close: () => host.close() };
}

/** `onStartOver` resolves when the demo stands at its beginning again. */
export async function startDemo(config: Config, demo: DemoConfig, host: PortalHost, onStartOver: () => Promise<void>): Promise<Demo> {
  const scenario = demo.portalData === null ? demo.scenario : `portal-data ${demo.portalData}`;
  const memberId = prepareFolder(config.dataDir, scenario, demo.reset);
  const start = startOf(demo);
  const clock = openStoredClock(
    join(config.dataDir, 'clock.json'),
    demo.scenario === 'demo' && demo.portalData === null ? installedAt : start,
    () => performance.now(),
  );
  const { portalOrigin, oauthOrigin } = host;
  const { createPortalEmulator } = await import('#portal-emulator/create-portal-emulator.ts');
  const readingClock = (): Date => (clock.now() < start ? start : clock.now());
  const emulator = createPortalEmulator({
    data: await readData(demo, start),
    application: {
      ...application,
      version: manifest.version,
      title: manifest.title,
      handlerUrl: config.appUrl + manifest.handlerPath,
      installerUrl: config.appUrl + manifest.installerPath,
      scopes: scopes.map((scope) => scope.code),
    },
    portalOrigin,
    oauthOrigin,
    businessClock: readingClock,
    memberId,
    limits: 'cloud',
    stateFile: join(config.dataDir, 'portal.ndjson'),
    onStartOver,
  });
  host.use(emulator);
  const saving = setInterval(() => clock.save(), 10_000);
  saving.unref();
  return {
    portalOrigin,
    oauthOrigin,
    application,
    clock,
    readingClock,
    begin: async (onProgress) => {
      if (readDemo(config.dataDir)?.state === 'ready') return;
      if (scenario !== 'fresh') await install(config.appUrl, emulator, adminOf(await readData(demo, start)));
      if (scenario === 'demo') await tellDemo(config.appUrl, portalOrigin, { emulator, clock, start, onProgress });
      saveDemo(config.dataDir, { scenario, memberId, state: 'ready' });
    },
    stop: async () => {
      clearInterval(saving);
      clock.save();
      host.use(null);
      await emulator.close();
    },
  };
}

/** Returns the portal's member id; a half-told past and `--reset` begin anew, another scenario must be asked for. */
function prepareFolder(folder: string, scenario: string, reset: boolean): string {
  const known = readDemo(folder);
  if (known !== undefined && known.scenario !== scenario && !reset) {
    throw new Error(
      `The data folder ${folder} holds the scenario «${known.scenario}». Add --reset to replace it, or set another DATA_DIR.`,
    );
  }
  if (reset || known?.state === 'beginning') clearDemo(folder);
  const kept = readDemo(folder);
  if (kept !== undefined) return kept.memberId;
  const memberId = randomBytes(16).toString('hex');
  saveDemo(folder, { scenario, memberId, state: 'beginning' });
  return memberId;
}

function startOf(demo: DemoConfig): Date {
  if (demo.now === null) return new Date('2026-11-16T07:42:00.000Z');
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(demo.now);
  return hasZone ? new Date(demo.now) : dayjs.tz(demo.now, zone).toDate();
}

async function readData(demo: DemoConfig, now: Date): Promise<PortalData> {
  if (demo.portalData === null) {
    const { createSnabservice } = await import('#portal-emulator/scenarios/snabservice.ts');
    const data = createSnabservice();
    return demo.scenario === 'demo' ? beforeMoves(data) : data;
  }
  const { readPortalData } = await import('#portal-emulator/read-portal-data.ts');
  return readPortalData(demo.portalData, { now, title: 'Портал из файлов', timeZone: zone });
}

function adminOf(data: PortalData): number {
  const admin = data.users.find((user) => user.isAdmin && user.isActive);
  if (admin === undefined) throw new Error('The portal has no administrator');
  return admin.id;
}

/** The administrator opens the installer, our server proves the portal and binds; the page then says that it is done. */
async function install(appUrl: string, emulator: PortalEmulator, adminId: number): Promise<void> {
  const boot = await openPage(emulator.openFrame({ userId: adminId, placement: 'DEFAULT' }));
  if (boot.view !== 'install') throw new Error(`The installation was refused: ${boot.notice?.reason ?? boot.view}`);
  emulator.finishInstall(adminId);
  const visitor = await visit(appUrl, emulator.openFrame({ userId: adminId, placement: 'DEFAULT' }));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const status = await visitor.call(getSyncStatus, {});
    const structure = status.entities.filter((entity) => ['people', 'departments', 'calendar'].includes(entity.entity));
    if (structure.length > 0 && structure.every((entity) => entity.state === 'ready')) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The structure of the portal was not read within a minute');
}

interface Telling {
  readonly emulator: PortalEmulator;
  readonly clock: StoredClock;
  /** The minute at which the demo begins. */
  readonly start: Date;
  readonly onProgress: (text: string) => void;
}

async function tellDemo(appUrl: string, portalOrigin: string, { emulator, clock, start, onProgress }: Telling): Promise<void> {
  await tellPast(appUrl, emulator, clock, onProgress);
  clock.set(start);
  await moveCloseDates({ appUrl, portalOrigin, openFrame: (userId) => emulator.openFrame({ userId, placement: 'DEFAULT' }) });
  // The moves took some seconds; the demo begins at its minute.
  clock.set(start);
}

async function tellPast(appUrl: string, emulator: PortalEmulator, clock: StoredClock, onProgress: (text: string) => void): Promise<void> {
  await playJournal({
    appUrl,
    openFrame: (userId) => emulator.openFrame({ userId, placement: 'DEFAULT' }),
    setClock: (instant) => clock.set(instant),
    onProgress: (done, total) => onProgress(`the company's past: ${done} of ${total}`),
  });
}
