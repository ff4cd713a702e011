import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePorts } from '#support/free-ports.ts';

const root = join(import.meta.dirname, '../../..');
/** Half of what a start costs is reading its sources, so each start after the first finds them compiled. */
const compiled = join(root, 'node_modules/.vite/compiled');

export interface ProductOptions {
  readonly args: readonly string[];
  /** A folder of an earlier run; a new one of its own otherwise. */
  readonly dataDir?: string;
  readonly ports?: ProductPorts;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProductPorts {
  readonly app: number;
  readonly portal: number;
  readonly oauth: number;
}

/** The whole product as a process of its own, started the way `npm start` starts it. */
export interface Product {
  readonly appUrl: string;
  readonly portalUrl: string;
  readonly dataDir: string;
  readonly ports: ProductPorts;
  /** What it has printed so far. */
  output(): string;
  /** Resolves when it has printed this text. */
  untilPrinted(text: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Asks it to end and waits for it. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has ended; null when a signal ended it. */
  ended(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Stops it when it runs, and removes its data. */
  remove(): Promise<void>;
}

/** Starts the product and resolves when `/readyz` answers; a first start builds the client, and the machine may be busy with other tests. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const ports = options.ports ?? (await choosePorts());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'kurs-product-')));
  return withBuildLock(async () => {
    const child = spawnProduct(options, ports, dataDir);
    const product = watchProduct(child, ports, dataDir);
    try {
      await untilReady(product, child);
    } catch (failure) {
      await product.kill();
      throw new Error(`The product did not start:\n${product.output()}`, { cause: failure });
    }
    return product;
  });
}

function spawnProduct(options: ProductOptions, ports: ProductPorts, dataDir: string): ChildProcess {
  // The test runner's own environment stays out: it would change what the client's build makes.
  const { PATH, HOME, TMPDIR } = process.env;
  const kept = Object.entries({ PATH, HOME, TMPDIR }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'server/main.ts', ...options.args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(kept),
      PORT: String(ports.app),
      PORTAL_PORT: String(ports.portal),
      OAUTH_PORT: String(ports.oauth),
      DATA_DIR: dataDir,
      NODE_COMPILE_CACHE: compiled,
      ...options.environment,
    },
  });
}

function watchProduct(child: ChildProcess, ports: ProductPorts, dataDir: string): Product {
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const isIn = (text: string | RegExp): boolean => (typeof text === 'string' ? printed.includes(text) : text.test(printed));
  return {
    appUrl: `http://127.0.0.1:${ports.app}`,
    portalUrl: `http://localhost:${ports.portal}`,
    dataDir,
    ports,
    output: () => printed,
    untilPrinted: async (text, timeoutMs = 90_000) => {
      await until(
        () => isIn(text),
        timeoutMs,
        () => `«${text}» was not printed:\n${printed}`,
      );
    },
    signal: (name) => void child.kill(name),
    ended: async () => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child.exitCode;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
      await rm(`${dataDir}.lock`, { recursive: true, force: true });
    },
  };
}

async function untilReady(product: Product, child: ChildProcess): Promise<void> {
  const isServing = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}`);
    return fetch(`${product.appUrl}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  };
  await until(isServing, 180_000, () => '/readyz did not answer 200 within three minutes');
}

/** Asks again and again until the answer is yes. */
export async function until(isSo: () => boolean | Promise<boolean>, timeoutMs: number, explain: () => string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(explain());
    await pause(50);
  }
}

async function choosePorts(): Promise<ProductPorts> {
  const [app = 0, portal = 0, oauth = 0] = await findFreePorts(3);
  return { app, portal, oauth };
}

const lock = join(tmpdir(), `kurs-build-${root.replaceAll(/\W+/g, '-')}`);
const buildTakesAtMostMs = 240_000;

/** Two first starts at once would both build the client into the same folder. */
async function withBuildLock<Result>(work: () => Promise<Result>): Promise<Result> {
  while (!(await takeLock())) await pause(100);
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takeLock(): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > buildTakesAtMostMs) await rm(lock, { recursive: true, force: true });
    return false;
  }
}
